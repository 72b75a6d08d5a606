import { type OrganizationUnit, unitPathOf } from "@rolecall/domain";
import type { PlaceOption } from "./policy-form.ts";

type Unit = Pick<OrganizationUnit, "unitId" | "parentId" | "name">;
/** A connected organisation. `units` of null: they have not been read. */
export type KnownUnits = { organizationId: string | null; units: readonly Unit[] | null };

/** The ids of a unit and of those above it, from the root down. */
function lineOf(unit: Unit, byId: ReadonlyMap<string, Unit>): string[] {
  const above = unit.parentId === null ? undefined : byId.get(unit.parentId);
  return [...(above ? lineOf(above, byId) : []), unit.unitId];
}

/** The units of the connected organisations by their names from the root down. With several organisations each names its own. */
export function unitOptions(organizations: readonly KnownUnits[]): PlaceOption[] {
  const isSeveral = new Set(organizations.map(({ organizationId }) => organizationId)).size > 1;
  const options = organizations.flatMap(({ organizationId, units }) => {
    const known = [...(units ?? [])];
    const byId = new Map(known.map((unit) => [unit.unitId, unit]));
    return known.map((unit): [string, PlaceOption] => {
      const path = unitPathOf(known, lineOf(unit, byId)).join(" / ") || unit.name;
      const place = isSeveral && organizationId ? `${unit.unitId}, ${organizationId}` : unit.unitId;
      return [unit.unitId, { value: unit.unitId, label: `${path} (${place})` }];
    });
  });
  return [...new Map(options).values()];
}

/** The options, including the chosen ids whose names are no longer known. */
export function withChosen(options: readonly PlaceOption[], chosen: readonly string[]): PlaceOption[] {
  const known = new Set(options.map(({ value }) => value));
  return [...options, ...chosen.filter((id) => !known.has(id)).map((id) => ({ value: id, label: id }))];
}
