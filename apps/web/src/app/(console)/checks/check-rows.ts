import { type Benchmark, CheckResult, type CheckStanding, type ControlRef, Severity } from "@rolecall/domain";

/** One row of the page: a check, and the control of the chosen benchmark that it answers; null: no benchmark is chosen. */
export type CheckRow = { control: Pick<ControlRef, "control" | "level"> | null; check: CheckStanding };

const byNumber = new Intl.Collator("en", { numeric: true });

/** Both enumerations are in order, worst first. */
const resultRank = ({ check: { result } }: CheckRow): number => CheckResult.options.indexOf(result);
const severityRank = ({ check: { worst, severity } }: CheckRow): number => Severity.options.indexOf(worst ?? severity);

function byUrgency(a: CheckRow, b: CheckRow): number {
  return (
    resultRank(a) - resultRank(b) || severityRank(a) - severityRank(b) || byNumber.compare(a.check.title, b.check.title)
  );
}

/**
 * The rows of the page. With a benchmark there is one for each control that a check answers, in the benchmark's own order;
 * without one there is one for each check, those that need action first.
 */
export function checkRows(checks: readonly CheckStanding[], benchmark: Benchmark | null): CheckRow[] {
  if (!benchmark) return checks.map((check) => ({ control: null, check })).toSorted(byUrgency);
  return checks
    .flatMap((check) =>
      check.controls.filter((ref) => ref.benchmark === benchmark).map((control) => ({ control, check })),
    )
    .toSorted((a, b) => byNumber.compare(a.control.control, b.control.control) || byUrgency(a, b));
}
