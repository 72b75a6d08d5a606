import { Group, Text } from "@mantine/core";
import type { RotationStanding } from "@rolecall/domain";
import { type Column, DataTable, LinkButton, LinkText, SectionCard, SegmentedLinks, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { activeKeysHref } from "../../../rooms/address/credentials.ts";
import { ROTATION, type RotationFilters } from "../../../rooms/address/rotation.ts";
import { EmptyList } from "../../../rooms/list/empty-list.tsx";
import { readStandings } from "./read-rotation.ts";
import { COUNTED_STANDINGS, scopeOf } from "./state-links.ts";

const BY_LABELS: Record<RotationFilters["by"], { tab: string; header: string; caption: string }> = {
  account: { tab: "Accounts", header: "Account", caption: "Standings by account" },
  unit: { tab: "Units", header: "Organisational unit", caption: "Standings by unit" },
  owner: { tab: "Owners", header: "Owner", caption: "Standings by owner" },
};
/** At most so many rows are shown at first; a link shows all of them. */
const SHOWN_ROWS = 100;

/** The name of a row links to this page, filtered by it. The charts cannot be filtered by accounts without a unit. */
function Name({ by, row }: { by: RotationFilters["by"]; row: RotationStanding }) {
  const isUnnamedUnit = by === "unit" && row.id === "";
  const below = by === "owner" ? null : row.id;
  return (
    <>
      {isUnnamedUnit ? (
        row.name
      ) : (
        <LinkText inherit href={ROTATION.href({ by, ...scopeOf(by, row.id) })}>
          {row.name}
        </LinkText>
      )}
      {below && (
        <Text size="xs" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
          {below}
        </Text>
      )}
    </>
  );
}

function Share({ compliantPercent }: RotationStanding) {
  if (compliantPercent === null) return <Unknown reason="No active key of known age that could be judged." />;
  return `${Math.floor(compliantPercent * 10) / 10}%`;
}

const columnsBy = (by: RotationFilters["by"]): readonly Column<RotationStanding>[] => [
  { id: "name", header: BY_LABELS[by].header, cell: (row) => <Name by={by} row={row} /> },
  { id: "share", header: "Within deadline", align: "right", cell: Share },
  ...COUNTED_STANDINGS.map(
    ({ count, standing, label }): Column<RotationStanding> => ({
      id: count,
      header: label,
      align: "right",
      cell: (row) =>
        row[count] === 0 ? (
          "0"
        ) : (
          <LinkText inherit href={activeKeysHref(scopeOf(by, row.id), standing)}>
            {formatCount(row[count])}
          </LinkText>
        ),
    }),
  ),
];

/** The compliance of accounts, units or owners today, worst first. */
export async function Standings({ filters }: { filters: RotationFilters }) {
  const { by, whole } = filters;
  const rows = await readStandings(by);
  const shown = whole ? rows : rows.slice(0, SHOWN_ROWS);
  return (
    <SectionCard
      title="Standings"
      description="Of all active access keys, as each account was last judged, whatever the filters above; the worst first. Each number leads to the keys it counts."
      actions={
        <SegmentedLinks
          label="Standings by"
          items={(Object.keys(BY_LABELS) as RotationFilters["by"][]).map((each) => ({
            label: BY_LABELS[each].tab,
            href: ROTATION.href({ ...filters, by: each, whole: null }),
            current: each === by,
          }))}
        />
      }
    >
      <DataTable
        caption={BY_LABELS[by].caption}
        columns={columnsBy(by)}
        rows={shown}
        rowKey={({ id }) => id}
        empty={
          <EmptyList
            noun="standings"
            filtered={false}
            href={ROTATION.href({})}
            none="There is no active access key in the accounts that have been judged."
          />
        }
      />
      {shown.length < rows.length && (
        <Group justify="space-between" mt="sm">
          <Text size="xs" c="dimmed">
            The worst {shown.length} of {formatCount(rows.length)}
          </Text>
          <LinkButton href={ROTATION.href({ ...filters, whole: true })} size="xs" variant="default">
            See all
          </LinkButton>
        </Group>
      )}
    </SectionCard>
  );
}
