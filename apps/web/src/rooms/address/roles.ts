import { ListRolesInput, RoleKind, TrustGrade } from "@rolecall/domain";
import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsSearch } from "./values.ts";

const parsers = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(RoleKind.options),
  grade: parseAsStringLiteral(TrustGrade.options),
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListRolesInput.shape.sort.unwrap().options).withDefault("roleName"),
  cursor: parseAsCursor,
};
export type RoleFilters = inferParserType<typeof parsers>;

export const loadRoleFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function rolesHref(filters: Partial<RoleFilters>): string {
  return serialize("/roles", filters);
}
