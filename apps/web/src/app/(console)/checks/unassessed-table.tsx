import type { Benchmark, UnassessedControl } from "@rolecall/domain";
import { type Column, DataTable, SectionCard, StatusBadge } from "@rolecall/ui";
import { BENCHMARK_LABELS } from "../../../rooms/findings/finding-labels.ts";
import classes from "./check-table.module.css";

const benchmarkColumn: Column<UnassessedControl> = {
  id: "benchmark",
  header: "Benchmark",
  cell: ({ benchmark }) => BENCHMARK_LABELS[benchmark],
};

const columnsFor = (benchmark: Benchmark | null): readonly Column<UnassessedControl>[] => [
  {
    id: "control",
    header: "Control",
    cell: ({ control, level }) => (
      <span className={classes.control}>{level === null ? control : `${control}, level ${level}`}</span>
    ),
  },
  ...(benchmark ? [] : [benchmarkColumn]),
  { id: "title", header: "What it asks for", cell: ({ title }) => <div className={classes.check}>{title}</div> },
  { id: "result", header: "Result", cell: () => <StatusBadge tone="neutral">Not assessed</StatusBadge> },
  { id: "reason", header: "Why", cell: ({ reason }) => <div className={classes.check}>{reason}</div> },
];

type UnassessedTableProps = {
  controls: readonly UnassessedControl[];
  /** The benchmark of all controls; null: they are of several. */
  benchmark: Benchmark | null;
};

/** Controls that the available data cannot answer. They are neither passed nor failed. */
export function UnassessedTable({ controls, benchmark }: UnassessedTableProps) {
  if (controls.length === 0) return null;
  return (
    <SectionCard
      title="Not assessed"
      description="Controls that cannot be judged from what is read of an account. They count neither as passed nor as failed."
    >
      <DataTable
        caption="Controls that are not assessed"
        columns={columnsFor(benchmark)}
        rows={controls}
        rowKey={({ benchmark, control }) => `${benchmark} ${control}`}
        empty={null}
      />
    </SectionCard>
  );
}
