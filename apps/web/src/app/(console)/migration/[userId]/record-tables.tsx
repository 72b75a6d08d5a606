import { type MigrationDetail, type MigrationTarget, TARGETS } from "@rolecall/domain";
import { type Column, DataTable, DateText, SectionCard } from "@rolecall/ui";
import { StageBadge } from "../../../../rooms/migration/migration-badges.tsx";

type Period = MigrationDetail["history"][number];
type Plan = MigrationDetail["plans"][number];

/** A target in a table: readable also where the table scrolls sideways. */
function TargetName({ target }: { target: MigrationTarget }) {
  return <div style={{ minWidth: "9rem" }}>{TARGETS[target].label}</div>;
}

const HISTORY_COLUMNS: readonly Column<Period>[] = [
  { id: "stage", header: "Stage", cell: ({ stage }) => <StageBadge stage={stage} /> },
  { id: "target", header: "Target", cell: ({ target }) => <TargetName target={target} /> },
  { id: "from", header: "From", cell: ({ from }) => <DateText at={from} /> },
  { id: "to", header: "Until", cell: ({ to }) => (to ? <DateText at={to} /> : "now") },
];

/** The stages so far, the newest first. */
export function StageHistory({ history }: Pick<MigrationDetail, "history">) {
  return (
    <SectionCard title="History of stages">
      <DataTable
        caption="History of stages"
        columns={HISTORY_COLUMNS}
        rows={history.toReversed()}
        rowKey={({ stage, target, from }) => `${stage} ${target} ${from.toISOString()}`}
        empty={null}
      />
    </SectionCard>
  );
}

const PLAN_COLUMNS: readonly Column<Plan>[] = [
  {
    id: "acceptedAt",
    header: "Accepted",
    cell: ({ acceptedAt, acceptedBy }) => (
      <>
        <DateText at={acceptedAt} withTime />
        <div>{acceptedBy}</div>
      </>
    ),
  },
  { id: "target", header: "Target", cell: ({ target }) => <TargetName target={target} /> },
  { id: "proposed", header: "Proposed then", cell: ({ proposedTarget }) => <TargetName target={proposedTarget} /> },
  { id: "reason", header: "Reason", cell: ({ reason }) => reason ?? "–" },
  { id: "owner", header: "Owner", cell: ({ owner }) => owner },
  { id: "dueOn", header: "Due", cell: ({ dueOn }) => <span style={{ whiteSpace: "nowrap" }}>{dueOn}</span> },
  { id: "endedAt", header: "Until", cell: ({ endedAt }) => (endedAt ? <DateText at={endedAt} withTime /> : "now") },
];

/** All plans so far, the newest first; nothing where there was none. */
export function PlanHistory({ plans }: Pick<MigrationDetail, "plans">) {
  if (plans.length === 0) return null;
  return (
    <SectionCard title="Plans so far">
      <DataTable caption="Plans so far" columns={PLAN_COLUMNS} rows={plans} rowKey={({ id }) => id} empty={null} />
    </SectionCard>
  );
}
