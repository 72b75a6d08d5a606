import { Group } from "@mantine/core";
import { type FilterField, FilterForm, SegmentedLinks } from "@rolecall/ui";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import { RANGES_DAYS } from "../../../rooms/address/overview.ts";
import { type RotationFilters, rotationHref } from "../../../rooms/address/rotation.ts";
import { readStandings } from "./read-rotation.ts";

const RANGE_LABELS: Record<RotationFilters["range"], string> = { 30: "30 days", 90: "90 days", 365: "12 months" };

/** Units with keys. One that is asked for and has none any more can still be seen to be asked for. */
async function unitField(unitId: string | null): Promise<FilterField[]> {
  const units = (await readStandings("unit")).filter(({ id }) => id !== "");
  if (units.length === 0 && unitId === null) return [];
  const known = units.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  const asked = unitId !== null && !units.some(({ id }) => id === unitId) ? [{ value: unitId, label: unitId }] : [];
  return [
    {
      kind: "select",
      name: "unitId",
      label: "Organisational unit",
      value: unitId,
      options: [
        { value: "", label: "All units" },
        ...known.toSorted((a, b) => a.label.localeCompare(b.label, "en")),
        ...asked,
      ],
    },
  ];
}

/** The filters of the page, and the time that the charts show. */
export async function RotationFilterForm({ filters }: { filters: RotationFilters }) {
  const [account, unit] = await Promise.all([accountField(filters.awsAccountId), unitField(filters.unitId)]);
  const { range, by, unowned } = filters;
  return (
    <Group justify="space-between" align="flex-end" gap="md">
      <FilterForm
        action="/rotation"
        label="Filter the rotation"
        kept={{ range: String(range), by, unowned: unowned ? "true" : null }}
        fields={[
          account,
          ...unit,
          { kind: "search", name: "owner", label: "Owner", placeholder: "As tagged", value: filters.owner },
        ]}
      />
      <SegmentedLinks
        label="Time shown in the charts"
        items={RANGES_DAYS.map((days) => ({
          label: RANGE_LABELS[days],
          href: rotationHref({ ...filters, range: days }),
          current: days === range,
        }))}
      />
    </Group>
  );
}
