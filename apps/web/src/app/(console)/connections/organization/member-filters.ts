import { MemberStatus, OrganizationAccountState, type OrganizationUnit, UnitId } from "@rolecall/domain";
import type { FilterField } from "@rolecall/ui";
import { z } from "zod";
import { ACCOUNT_STATES, MEMBER_STATUS } from "./member-status.tsx";

/** What the address carries; what does not fit is dropped: people edit addresses. */
export const MemberFilters = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  status: MemberStatus.optional().catch(undefined),
  state: OrganizationAccountState.optional().catch(undefined),
  unitId: UnitId.optional().catch(undefined),
  cursor: z.string().max(500).optional().catch(undefined),
});
export type MemberFilters = z.infer<typeof MemberFilters>;

const options = <Value extends string>(labels: Record<Value, { label: string }>, all: string) => [
  { value: "", label: all },
  ...(Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value].label })),
];

/** A unit's name, indented by how deep it is. A plain space would be dropped. */
const indented = ({ name, depth }: OrganizationUnit): string => `${"\u00a0\u00a0".repeat(depth)}${name}`;

export function memberFields(filters: MemberFilters, units: readonly OrganizationUnit[]): FilterField[] {
  const unitOptions = units.map((unit) => ({ value: unit.unitId, label: indented(unit) }));
  return [
    { kind: "search", name: "q", label: "Search", placeholder: "Name or account id", value: filters.q ?? null },
    {
      kind: "select",
      name: "status",
      label: "Role",
      options: options(MEMBER_STATUS, "Any"),
      value: filters.status ?? null,
    },
    {
      kind: "select",
      name: "state",
      label: "State at AWS",
      options: options(ACCOUNT_STATES, "Any"),
      value: filters.state ?? null,
    },
    {
      kind: "select",
      name: "unitId",
      label: "Unit",
      options: [{ value: "", label: "All units" }, ...unitOptions],
      value: filters.unitId ?? null,
    },
  ];
}
