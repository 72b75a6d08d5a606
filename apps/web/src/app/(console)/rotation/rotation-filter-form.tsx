import { Group } from "@mantine/core";
import { ROTATION, type RotationFilters } from "../../../rooms/address/rotation.ts";
import { RangeLinks } from "../../../rooms/charts/range.tsx";
import { type Filter, Filters } from "../../../rooms/list/filters.tsx";
import { readStandings } from "./read-rotation.ts";

/** Units with keys. The chosen unit stays among them, even if it has no keys any more. */
async function unitFilter(unitId: string | null): Promise<Filter<RotationFilters>[]> {
  const units = (await readStandings("unit")).filter(({ id }) => id !== "");
  if (units.length === 0 && unitId === null) return [];
  const known = units.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  const asked = unitId !== null && !units.some(({ id }) => id === unitId) ? [{ value: unitId, label: unitId }] : [];
  return [
    {
      kind: "choice",
      name: "unitId",
      label: "Organisational unit",
      any: "All units",
      options: [...known.toSorted((a, b) => a.label.localeCompare(b.label, "en")), ...asked],
    },
  ];
}

/** The filters of the page, and the time that the charts show. */
export async function RotationFilterForm({ filters }: { filters: RotationFilters }) {
  const declared: Filter<RotationFilters>[] = [
    { kind: "account" },
    ...(await unitFilter(filters.unitId)),
    { kind: "search", name: "owner", label: "Owner", placeholder: "Whole name" },
  ];
  return (
    <Group justify="space-between" align="flex-end" gap="md">
      <Filters address={ROTATION} filters={filters} label="Filter the rotation" declared={declared} />
      <RangeLinks current={filters.range} hrefOf={(range) => ROTATION.href({ ...filters, range })} />
    </Group>
  );
}
