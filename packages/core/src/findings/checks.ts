import { findings } from "@rolecall/db";
import {
  type ChecksInput,
  type ChecksView,
  checkStanding,
  checksOf,
  type FindingSummary,
  type FindingSummaryInput,
  summarizeFindings,
  UNASSESSED_CONTROLS,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { readInventory } from "../inventory/read-inventory.ts";

/**
 * Counts of open findings, now or at `asOf`.
 *
 * @throws AppError INVALID for a future `asOf`
 */
export const getFindingSummary = async (ctx: Ctx, input: FindingSummaryInput): Promise<FindingSummary> =>
  summarizeFindings(await readInventory(ctx, input, (tx) => findings.countOpenFindings(tx, input, ctx.now())));

/**
 * How the connected accounts stand by the checks of a benchmark, or by all: as each was judged last, or was at `asOf`.
 *
 * @throws AppError INVALID for a future `asOf`
 */
export const listChecks = (ctx: Ctx, { benchmark, ...slice }: ChecksInput): Promise<ChecksView> =>
  readInventory(ctx, slice, async (tx) => {
    const judgements = await findings.readJudgements(tx, slice);
    const open = await findings.countOpenFindings(tx, slice, ctx.now());
    const { accountsJudged, accountsNotJudged, judgedAt } = judgements;
    return {
      benchmark: benchmark ?? null,
      checks: checksOf(benchmark).map((check) => checkStanding(check, judgements, open)),
      notAssessed: UNASSESSED_CONTROLS.filter((control) => !benchmark || control.benchmark === benchmark),
      accountsJudged,
      accountsNotJudged,
      judgedAt,
    };
  });
