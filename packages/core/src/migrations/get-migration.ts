import { evidence, migrations, owners } from "@rolecall/db";
import {
  attestationsOf,
  contradictionOf,
  type FindInput,
  judgeMigration,
  type MigrationDetail,
  migrationFactsOf,
  type Proposal,
  proposeTarget,
  safeFromOf,
  stageFactsOf,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "../inventory/read-inventory.ts";
import { type Period, readKnownMigration } from "./known-migration.ts";

/** The stages one after the other: periods of one stage that follow each other are one. */
export function stagesOf(periods: readonly Period[]): MigrationDetail["history"] {
  const stages: MigrationDetail["history"] = [];
  for (const { stage, target, validFrom: from, validTo: to } of periods) {
    const last = stages.at(-1);
    if (last?.stage === stage && last.target === target) last.to = to;
    else stages.push({ stage, target, from, to, scanId: null });
  }
  return stages;
}

/**
 * What is proposed, with its signals. What a plan asks for, such as a key that is switched off, is no news of what the user was for: what
 * was judged stands.
 */
function proposalAsJudged(
  found: Proposal,
  { proposedTarget: target, confidence }: Pick<MigrationDetail, "proposedTarget" | "confidence">,
): Proposal {
  if (found.target === target) return found;
  const all = [...found.signals, ...found.against];
  const isFor = (signal: Proposal["signals"][number]) => signal.target === target;
  const [signals, against] = [all.filter(isFor), all.filter((signal) => !isFor(signal))];
  return { target, confidence, signals, against, question: null, halves: null };
}

/**
 * The migration of one user: what is proposed and why, what was decided, what proves how far it has come, and what it waits for.
 *
 * @throws AppError NOT_FOUND if the tenant has no such user, or it has and had no long-lived credential; INVALID for a future `asOf`
 */
export const getMigration = (ctx: Ctx, { id, asOf }: FindInput): Promise<MigrationDetail> =>
  readInventory(ctx, { asOf }, async (tx) => {
    const at = asOf ?? ctx.now();
    const { accountId, ...migration } = found(await migrations.findMigration(tx, id, asOf), "migration");
    const { known, periods, ownerSource } = await readKnownMigration(tx, { accountId, userId: id, at, asOf });
    const facts = migrationFactsOf(known);
    const safe = safeFromOf(stageFactsOf(known, known.plan?.target ?? migration.target));
    const attested = await evidence.readEntriesOf(tx, [id], "attested");
    const plans = (await migrations.listPlans(tx, [id])).filter(({ acceptedAt }) => acceptedAt <= at);
    const proposal = facts && proposalAsJudged(proposeTarget(facts), migration);
    return {
      ...migration,
      ownerSource,
      ownerAssignments: await owners.listOwnerAssignments(tx, id, at),
      proposal,
      contradiction: contradictionOf(known.plan, proposal),
      plan: known.plan,
      plans,
      evidence: periods.at(-1)?.evidence ?? [],
      attestations: attestationsOf(attested.filter((entry) => entry.at <= at)),
      ...{ safeFrom: safe.at, safeReason: safe.reason },
      waitsFor: judgeMigration(known)?.waitsFor ?? null,
      history: stagesOf(periods),
      successor: known.successor,
    };
  });
