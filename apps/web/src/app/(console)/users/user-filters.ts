import { ListUsersInput, Mfa } from "@rolecall/domain";
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsAwsAccountId } from "../overview/overview-filters.ts";

const parsers = {
  q: parseAsString,
  awsAccountId: parseAsAwsAccountId,
  hasConsolePassword: parseAsStringLiteral(["true", "false"]),
  mfa: parseAsStringLiteral(Mfa.options),
  minKeyAgeDays: parseAsInteger,
  sort: parseAsStringLiteral(ListUsersInput.shape.sort.unwrap().options).withDefault("userName"),
  cursor: parseAsString,
};
export type UserFilters = inferParserType<typeof parsers>;

export const loadUserFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function usersHref(filters: Partial<UserFilters>): string {
  return serialize("/users", filters);
}
