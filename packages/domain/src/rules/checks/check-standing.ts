import {
  type CheckCounts,
  type CheckDefinition,
  type CheckId,
  type CheckResult,
  type CheckStanding,
  Severity,
} from "../../judgement/check.ts";
import type { FindingSummary, OpenFindings } from "../../judgement/finding-summary.ts";
import { checkOf, worstFirst, worstOf } from "./find-checks.ts";

/** The last whole judgement of each account, summed. */
export type JudgedCounts = {
  /** A check that no account was judged by has no entry. */
  counts: ReadonlyMap<CheckId, CheckCounts>;
  accountsJudged: number;
  accountsNotJudged: number;
};

const sum = (rows: readonly OpenFindings[], of: "count" | "provisional" = "count"): number =>
  rows.reduce((total, row) => total + row[of], 0);

/** What is open of one check, and what of it is answered for. */
function openOf(rows: readonly OpenFindings[]) {
  const open = rows.filter(({ isExcepted }) => !isExcepted);
  return { open: sum(open), excepted: sum(rows) - sum(open), worst: worstOf(open.map(({ severity }) => severity)) };
}

const NOTHING_JUDGED: CheckCounts = { failed: 0, passed: 0, unknown: 0 };

/**
 * Counts of a check. It gives no verdict where there is nothing that it is of; but an account there always is, and one that a check of
 * accounts does not tell of is unknown.
 */
function countsOf({ id, subject }: CheckDefinition, { counts, accountsJudged }: JudgedCounts): CheckCounts {
  const told = counts.get(id) ?? NOTHING_JUDGED;
  const untold = subject === "account" ? accountsJudged - told.failed - told.passed - told.unknown : 0;
  return { ...told, unknown: told.unknown + Math.max(0, untold) };
}

/** What was not judged is never told as passed. */
function resultOf(
  counts: CheckCounts,
  excepted: number,
  { accountsJudged, accountsNotJudged }: JudgedCounts,
): CheckResult {
  if (counts.failed > excepted) return "failed";
  if (counts.unknown > 0 || accountsNotJudged > 0 || accountsJudged === 0) return "unknown";
  if (counts.failed > 0) return "excepted";
  return counts.passed > 0 ? "passed" : "no_subject";
}

/** How the judged accounts stand by one check. @param findings that are open, of any checks */
export function checkStanding(
  check: CheckDefinition,
  judged: JudgedCounts,
  findings: readonly OpenFindings[],
): CheckStanding {
  const counts = countsOf(check, judged);
  const { excepted, worst } = openOf(findings.filter(({ checkId }) => checkId === check.id));
  return { ...check, result: resultOf(counts, excepted, judged), counts, excepted, worst };
}

/** Sums what is open, by severity and by check, the check with the worst severity first. */
export function summarizeFindings(rows: readonly OpenFindings[]): FindingSummary {
  const open = rows.filter(({ isExcepted }) => !isExcepted);
  const severities = Severity.options.map((severity) => [
    severity,
    sum(open.filter((row) => row.severity === severity)),
  ]);
  const byCheck = [...Map.groupBy(rows, ({ checkId }) => checkId)].map(([checkId, ofCheck]) => ({
    checkId,
    title: checkOf(checkId).title,
    ...openOf(ofCheck),
  }));
  return {
    open: sum(open),
    excepted: sum(rows) - sum(open),
    provisional: sum(open, "provisional"),
    bySeverity: Object.fromEntries(severities) as FindingSummary["bySeverity"],
    byCheck: byCheck.sort((a, b) => worstFirst(a, b) || b.open - a.open || a.checkId.localeCompare(b.checkId)),
  };
}
