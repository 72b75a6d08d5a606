import { MemberStatus, OrganizationAccountState, type OrganizationUnit, UnitId } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "../../../../rooms/address/page-address.ts";
import { parseAsCursor, parseAsSearch, parseAsValid } from "../../../../rooms/address/values.ts";
import { choicesOf, type Filter } from "../../../../rooms/list/filters.tsx";
import { ACCOUNT_STATES, MEMBER_STATUS } from "./member-status.tsx";

/** The page of a connected organisation, with the filters of its accounts. */
export const membersAddress = (connectionId: string) =>
  pageAddress(`/connections/${connectionId}`, {
    q: parseAsSearch,
    status: parseAsStringLiteral(MemberStatus.options),
    state: parseAsStringLiteral(OrganizationAccountState.options),
    unitId: parseAsValid(UnitId),
    cursor: parseAsCursor,
  });
export type MemberFilters = FiltersOf<ReturnType<typeof membersAddress>>;

/** A unit's name, indented by its depth. Browsers would drop plain spaces. */
const indented = ({ name, depth }: OrganizationUnit): string => `${"\u00a0\u00a0".repeat(depth)}${name}`;

export const memberFilters = (units: readonly OrganizationUnit[]): readonly Filter<MemberFilters>[] => [
  { kind: "search", name: "q", label: "Search", placeholder: "Name or account id" },
  { kind: "choice", name: "status", label: "Role", any: "Any", options: choicesOf(MEMBER_STATUS) },
  { kind: "choice", name: "state", label: "State at AWS", any: "Any", options: choicesOf(ACCOUNT_STATES) },
  {
    kind: "choice",
    name: "unitId",
    label: "Unit",
    any: "All units",
    options: units.map((unit) => ({ value: unit.unitId, label: indented(unit) })),
  },
];
