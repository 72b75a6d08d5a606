import { findings, type TenantTx } from "@rolecall/db";
import {
  type CheckCounts,
  type CheckDefinition,
  type CheckStanding,
  type ChecksInput,
  type ChecksView,
  type FindingSummary,
  type FindingSummaryInput,
  Severity,
  UNASSESSED_CONTROLS,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { readInventory } from "../inventory/found.ts";
import { byWorst, checkOf, checksOf, worstOf } from "./catalogue.ts";

const sum = (rows: readonly findings.OpenFindings[], of: "count" | "provisional" = "count"): number =>
  rows.reduce((total, row) => total + row[of], 0);

/** What is open of one check, and what of it is answered for. */
function standingOf(rows: readonly findings.OpenFindings[]) {
  const open = rows.filter(({ isExcepted }) => !isExcepted);
  return { open: sum(open), excepted: sum(rows) - sum(open), worst: worstOf(open.map(({ severity }) => severity)) };
}

/**
 * Counts of open findings, now or at `asOf`.
 *
 * @throws AppError INVALID for a future `asOf`
 */
export async function getFindingSummary(ctx: Ctx, input: FindingSummaryInput): Promise<FindingSummary> {
  const rows = await readInventory(ctx, input, (tx) => findings.countOpenFindings(tx, input, ctx.now()));
  const open = rows.filter(({ isExcepted }) => !isExcepted);
  const severities = Severity.options.map((severity) => [
    severity,
    sum(open.filter((row) => row.severity === severity)),
  ]);
  const byCheck = [...Map.groupBy(rows, ({ checkId }) => checkId)].map(([checkId, ofCheck]) => ({
    checkId,
    title: checkOf(checkId).title,
    ...standingOf(ofCheck),
  }));
  return {
    open: sum(open),
    excepted: sum(rows) - sum(open),
    provisional: sum(open, "provisional"),
    bySeverity: Object.fromEntries(severities) as FindingSummary["bySeverity"],
    byCheck: byCheck.sort((a, b) => byWorst(a, b) || b.open - a.open || a.checkId.localeCompare(b.checkId)),
  };
}

const NOTHING_JUDGED: CheckCounts = { failed: 0, passed: 0, unknown: 0 };

/**
 * Counts of a check. It gives no verdict where there is nothing that it is of; but an account there always is, and one that a check of
 * accounts does not tell of is unknown.
 */
function countsOf({ id, subject }: CheckDefinition, { counts, accountsJudged }: findings.Judgements): CheckCounts {
  const told = counts.get(id) ?? NOTHING_JUDGED;
  const untold = subject === "account" ? accountsJudged - told.failed - told.passed - told.unknown : 0;
  return { ...told, unknown: told.unknown + Math.max(0, untold) };
}

/** What was not judged is never told as passed. */
function resultOf(counts: CheckCounts, excepted: number, { accountsJudged, accountsNotJudged }: findings.Judgements) {
  if (counts.failed > excepted) return "failed";
  if (counts.unknown > 0 || accountsNotJudged > 0 || accountsJudged === 0) return "unknown";
  if (counts.failed > 0) return "excepted";
  return counts.passed > 0 ? "passed" : "no_subject";
}

function toStanding(
  check: CheckDefinition,
  judgements: findings.Judgements,
  findings: readonly findings.OpenFindings[],
): CheckStanding {
  const counts = countsOf(check, judgements);
  const { excepted, worst } = standingOf(findings.filter(({ checkId }) => checkId === check.id));
  return { ...check, result: resultOf(counts, excepted, judgements), counts, excepted, worst };
}

async function readStandings(tx: TenantTx, now: Date, { benchmark, ...slice }: ChecksInput): Promise<ChecksView> {
  const judgements = await findings.readJudgements(tx, slice);
  const open = await findings.countOpenFindings(tx, slice, now);
  const { accountsJudged, accountsNotJudged, judgedAt } = judgements;
  return {
    benchmark: benchmark ?? null,
    checks: checksOf(benchmark).map((check) => toStanding(check, judgements, open)),
    notAssessed: UNASSESSED_CONTROLS.filter((control) => !benchmark || control.benchmark === benchmark),
    accountsJudged,
    accountsNotJudged,
    judgedAt,
  };
}

/**
 * How the connected accounts stand by the checks of a benchmark, or by all: as each was judged last, or was at `asOf`.
 *
 * @throws AppError INVALID for a future `asOf`
 */
export const listChecks = (ctx: Ctx, input: ChecksInput): Promise<ChecksView> =>
  readInventory(ctx, input, (tx) => readStandings(tx, ctx.now(), input));
