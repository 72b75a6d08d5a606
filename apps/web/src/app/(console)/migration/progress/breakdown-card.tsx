import { Group, Text } from "@mantine/core";
import { LATELY_DAYS, type MigrationBreakdown } from "@rolecall/domain";
import { type Column, DataTable, LinkButton, LinkText, SectionCard, SegmentedLinks, StatusBadge } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import {
  MIGRATION_PROGRESS,
  MIGRATIONS,
  type MigrationFilters,
  type MigrationProgressFilters,
} from "../../../../rooms/address/migration.ts";
import { serverApi } from "../../../../server/api.ts";

type By = MigrationProgressFilters["by"];
type Scope = Partial<Pick<MigrationFilters, "awsAccountId" | "owner" | "unowned">>;

const BY_LABELS: Record<By, { tab: string; header: string; caption: string }> = {
  account: { tab: "Accounts", header: "Account", caption: "Progress by account" },
  unit: { tab: "Units", header: "Organisational unit", caption: "Progress by unit" },
  owner: { tab: "Owners", header: "Owner", caption: "Progress by owner" },
};
/** At most so many rows are shown at first; a link shows all of them. */
const SHOWN_ROWS = 50;

/** The part of the queue that a row counts; null: the queue has no filter for it. */
function scopeOf(by: By, id: string): Scope | null {
  if (by === "account") return { awsAccountId: id };
  if (by === "owner") return id === "" ? { unowned: true } : { owner: id };
  return null;
}

function Counted({ count, scope, more }: { count: number; scope: Scope | null; more?: Partial<MigrationFilters> }) {
  if (count === 0 || !scope) return formatCount(count);
  return (
    <LinkText inherit href={MIGRATIONS.href({ ...scope, ...more })}>
      {formatCount(count)}
    </LinkText>
  );
}

/** What came of it lately, beside the sum. */
function Sum({ count, lately, allNew = "" }: { count: number; lately: number; allNew?: string }) {
  return (
    <>
      {formatCount(count)}
      {lately !== 0 && (
        <Text component="div" size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {lately === count && allNew ? allNew : `${lately > 0 ? "+" : "−"}${formatCount(Math.abs(lately))}`}
        </Text>
      )}
    </>
  );
}

const columnsBy = (by: By): readonly Column<MigrationBreakdown>[] => [
  {
    id: "name",
    header: BY_LABELS[by].header,
    cell: ({ id, name }) => {
      const scope = scopeOf(by, id);
      return (
        <>
          {scope ? (
            <LinkText inherit href={MIGRATIONS.href(scope)}>
              {name}
            </LinkText>
          ) : (
            name
          )}
          {by !== "owner" && id !== "" && (
            <Text size="xs" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
              {id}
            </Text>
          )}
        </>
      );
    },
  },
  {
    id: "scope",
    header: "Scope",
    align: "right",
    cell: ({ scope, addedLately }) => <Sum count={scope} lately={addedLately} allNew="all new" />,
  },
  {
    id: "moved",
    header: "Moved",
    align: "right",
    cell: ({ moved, movedLately }) => <Sum count={moved} lately={movedLately} />,
  },
  {
    id: "retired",
    header: "Retired",
    align: "right",
    cell: ({ retired, retiredLately }) => <Sum count={retired} lately={retiredLately} />,
  },
  {
    id: "left",
    header: "Left",
    align: "right",
    cell: ({ id, left }) => <Counted count={left} scope={scopeOf(by, id)} />,
  },
  {
    id: "blocked",
    header: "Blocked",
    align: "right",
    cell: ({ id, blocked }) => <Counted count={blocked} scope={scopeOf(by, id)} more={{ stage: "blocked" }} />,
  },
  {
    id: "excepted",
    header: "Excepted",
    align: "right",
    cell: ({ id, excepted }) => <Counted count={excepted} scope={scopeOf(by, id)} more={{ stage: "excepted" }} />,
  },
  {
    id: "overdue",
    header: "Overdue",
    align: "right",
    cell: ({ id, overdue }) =>
      overdue === 0 ? (
        "0"
      ) : (
        <StatusBadge tone="critical">
          <Counted count={overdue} scope={scopeOf(by, id)} more={{ sort: "dueOn" }} />
        </StatusBadge>
      ),
  },
];

/** How far each account, unit or owner has come, those with the most left first. */
export async function BreakdownCard({ filters }: { filters: MigrationProgressFilters }) {
  const { by, whole } = filters;
  const api = await serverApi();
  const rows = await api.migrations.breakdown({ by });
  if (rows.length === 0) return null;
  const shown = whole ? rows : rows.slice(0, SHOWN_ROWS);
  return (
    <SectionCard
      title={BY_LABELS[by].caption}
      description={`The small figure is the change in ${LATELY_DAYS} days. Of everything, whatever the filters above.`}
      actions={
        <SegmentedLinks
          label="Progress by"
          items={(Object.keys(BY_LABELS) as By[]).map((each) => ({
            label: BY_LABELS[each].tab,
            href: MIGRATION_PROGRESS.href({ ...filters, by: each, whole: null }),
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
        empty={null}
      />
      {shown.length < rows.length && (
        <Group justify="center" mt="sm">
          <LinkButton href={MIGRATION_PROGRESS.href({ ...filters, whole: true })} size="xs" variant="default">
            Show all {formatCount(rows.length)}
          </LinkButton>
        </Group>
      )}
    </SectionCard>
  );
}
