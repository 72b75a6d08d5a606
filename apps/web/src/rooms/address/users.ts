import { ListUsersInput, Mfa } from "@rolecall/domain";
import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsDays, parseAsSearch } from "./values.ts";

const parsers = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  hasConsolePassword: parseAsStringLiteral(["true", "false"]),
  mfa: parseAsStringLiteral(Mfa.options),
  hasActiveKey: parseAsStringLiteral(["true", "false"]),
  minKeyAgeDays: parseAsDays,
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListUsersInput.shape.sort.unwrap().options).withDefault("userName"),
  cursor: parseAsCursor,
};
export type UserFilters = inferParserType<typeof parsers>;

export const loadUserFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function usersHref(filters: Partial<UserFilters>): string {
  return serialize("/users", filters);
}
