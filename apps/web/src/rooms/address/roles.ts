import { ListRolesInput, RoleKind, TrustGrade } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsSearch } from "./values.ts";

/** The list of roles. */
export const ROLES = pageAddress("/roles", {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(RoleKind.options),
  grade: parseAsStringLiteral(TrustGrade.options),
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListRolesInput.shape.sort.unwrap().options).withDefault("roleName"),
  cursor: parseAsCursor,
});
