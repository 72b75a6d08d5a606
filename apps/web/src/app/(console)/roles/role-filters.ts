import { ListRolesInput, RoleKind } from "@rolecall/domain";
import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { parseAsAwsAccountId } from "../overview/overview-filters.ts";

const parsers = {
  q: parseAsString,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(RoleKind.options),
  sort: parseAsStringLiteral(ListRolesInput.shape.sort.unwrap().options).withDefault("roleName"),
  cursor: parseAsString,
};
export type RoleFilters = inferParserType<typeof parsers>;

export const loadRoleFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function rolesHref(filters: Partial<RoleFilters>): string {
  return serialize("/roles", filters);
}
