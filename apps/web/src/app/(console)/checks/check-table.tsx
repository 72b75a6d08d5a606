import { Text } from "@mantine/core";
import type { Benchmark, CheckResult, CheckStanding } from "@rolecall/domain";
import { type Column, DataTable, LinkText, StatusBadge, type Tone } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { ReactNode } from "react";
import type { CheckFilters } from "../../../rooms/address/checks.ts";
import { FINDINGS } from "../../../rooms/address/findings.ts";
import { SeverityBadge } from "../../../rooms/findings/severity-badge.tsx";
import { SUBJECT_LABELS } from "../../../rooms/words/subjects.ts";
import { type CheckRow, checkRows } from "./check-rows.ts";
import classes from "./check-table.module.css";
import { ResultBar } from "./result-bar.tsx";

const RESULTS: Record<CheckResult, { label: string; tone: Tone }> = {
  failed: { label: "Failed", tone: "critical" },
  unknown: { label: "Unknown", tone: "neutral" },
  excepted: { label: "Excepted", tone: "info" },
  passed: { label: "Passed", tone: "positive" },
  no_subject: { label: "Nothing to judge", tone: "neutral" },
};

function Check({ check: { title, why, fix, subject } }: CheckRow) {
  return (
    <div className={classes.check}>
      <div className={classes.title}>{title}</div>
      <details className={classes.details}>
        <summary>Of each {SUBJECT_LABELS[subject].toLowerCase()}: why, and what to do</summary>
        <p>{why}</p>
        <p>{fix}</p>
      </details>
    </div>
  );
}

function Result({ check: { counts, result } }: CheckRow) {
  const { label, tone } = RESULTS[result];
  return (
    <>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      <ResultBar counts={counts} />
    </>
  );
}

function Failed({ check, filters }: { check: CheckStanding; filters: CheckFilters }) {
  const { failed } = check.counts;
  if (failed === 0) return "0";
  const { awsAccountId, asOf } = filters;
  return (
    <>
      <LinkText inherit href={FINDINGS.href({ checkId: check.id, awsAccountId, asOf })}>
        {formatCount(failed)}
      </LinkText>
      {check.excepted > 0 && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {formatCount(check.excepted)} excepted
        </Text>
      )}
    </>
  );
}

const controlColumn: Column<CheckRow> = {
  id: "control",
  header: "Control",
  cell: ({ control }) => (
    <>
      <span className={classes.control}>{control?.control}</span>
      {control?.level && (
        <Text size="xs" c="dimmed" component="span" display="block" style={{ whiteSpace: "nowrap" }}>
          level {control.level}
        </Text>
      )}
    </>
  ),
};

const columnsFor = (filters: CheckFilters): readonly Column<CheckRow>[] => [
  ...(filters.benchmark ? [controlColumn] : []),
  { id: "check", header: "Check", cell: Check },
  { id: "result", header: "Result", cell: Result },
  {
    id: "failed",
    header: "Failed",
    align: "right",
    cell: ({ check }) => <Failed check={check} filters={filters} />,
  },
  { id: "unknown", header: "Unknown", align: "right", cell: ({ check }) => formatCount(check.counts.unknown) },
  { id: "passed", header: "Passed", align: "right", cell: ({ check }) => formatCount(check.counts.passed) },
  {
    id: "worst",
    header: "Gravest open",
    cell: ({ check: { worst } }) => (worst ? <SeverityBadge severity={worst} /> : "none"),
  },
];

type CheckTableProps = {
  checks: readonly CheckStanding[];
  benchmark: Benchmark | null;
  filters: CheckFilters;
  empty: ReactNode;
};

/** Checks with how many subjects failed, passed, or could not be judged. */
export function CheckTable({ checks, benchmark, filters, empty }: CheckTableProps) {
  return (
    <DataTable
      caption="Checks"
      columns={columnsFor(filters)}
      rows={checkRows(checks, benchmark)}
      rowKey={({ control, check }) => `${control?.control} ${check.id}`}
      empty={empty}
    />
  );
}
