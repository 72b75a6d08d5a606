import { type Benchmark, CheckResult, type CheckStanding, type ControlRef, Severity } from "@rolecall/domain";

/** One line of the page: a check, and the control of the chosen benchmark that it answers. Without a benchmark no control. */
export type CheckRow = { control: Pick<ControlRef, "control" | "level"> | null; check: CheckStanding };

const byNumber = new Intl.Collator("en", { numeric: true });

/** Both are told worst first. */
const place = ({ check: { result } }: CheckRow): number => CheckResult.options.indexOf(result);
const gravity = ({ check: { worst, severity } }: CheckRow): number => Severity.options.indexOf(worst ?? severity);

function byNeed(a: CheckRow, b: CheckRow): number {
  return place(a) - place(b) || gravity(a) - gravity(b) || byNumber.compare(a.check.title, b.check.title);
}

/**
 * The lines of the page. With a benchmark one for each control that a check answers, in the benchmark's own order;
 * without one each check once, what needs somebody first.
 */
export function checkRows(checks: readonly CheckStanding[], benchmark: Benchmark | null): CheckRow[] {
  if (!benchmark) return checks.map((check) => ({ control: null, check })).toSorted(byNeed);
  return checks
    .flatMap((check) =>
      check.controls.filter((ref) => ref.benchmark === benchmark).map((control) => ({ control, check })),
    )
    .toSorted((a, b) => byNumber.compare(a.control.control, b.control.control) || byNeed(a, b));
}
