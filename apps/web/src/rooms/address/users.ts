import { ListUsersInput, Mfa } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsDays, parseAsSearch } from "./values.ts";

/** The list of users. */
export const USERS = pageAddress("/users", {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  hasConsolePassword: parseAsStringLiteral(["true", "false"]),
  mfa: parseAsStringLiteral(Mfa.options),
  hasActiveKey: parseAsStringLiteral(["true", "false"]),
  minKeyAgeDays: parseAsDays,
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListUsersInput.shape.sort.unwrap().options).withDefault("userName"),
  cursor: parseAsCursor,
});
