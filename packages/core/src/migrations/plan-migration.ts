import { inventory, landing, migrations, type TenantTx } from "@rolecall/db";
import { AppError, type MigrationDetail, type PlanMigrationInput } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";
import { found } from "../found.ts";
import { judgeNow } from "../judgement/judge-now.ts";
import { dayOf } from "../metrics/series-range.ts";
import { joining, moveMembers } from "./campaigns/campaign-members.ts";
import { holdOpenCampaign } from "./campaigns/campaigns.ts";
import { getMigration } from "./get-migration.ts";
import { requestActions } from "./lookups/request-evidence.ts";

const refuse = (field: string, reason: string): AppError =>
  new AppError("INVALID", `${field}: ${reason}`, { details: { field } });

async function heldMigration(tx: TenantTx, userId: string) {
  const migration = found(await migrations.findMigration(tx, userId), "migration");
  const account = found(await landing.holdAccount(tx, migration.accountId), "account");
  // Another decision may have come first, and a scan may have judged it.
  return { account, migration: found(await migrations.findMigration(tx, userId), "migration") };
}

function checkInput(ctx: Ctx, input: PlanMigrationInput, proposedTarget: string): void {
  const today = dayOf(ctx.now());
  if (input.dueOn < today) throw refuse("dueOn", `${input.dueOn} has passed; choose a day from ${today} on`);
  if (input.target !== proposedTarget && !input.reason)
    throw refuse("reason", `say why it is not ${proposedTarget}, which is proposed`);
}

/** Has the user join a campaign, which is held; one that is in it already stays where it stands. */
async function joinCampaign(ctx: Ctx, tx: TenantTx, campaignId: string, userId: string): Promise<void> {
  const [standing] = await migrations.readPlacements(tx, { userIds: [userId] });
  if (standing?.campaignId === campaignId) return;
  await moveMembers(ctx, tx, { placed: await joining(tx, campaignId, [userId]), leaving: [] });
}

/**
 * Accepts a plan, as `planMigration` does, whatever is shown of it then.
 *
 * @throws AppError as `planMigration`
 */
export async function acceptPlan(ctx: Ctx, input: PlanMigrationInput): Promise<void> {
  const { userId, campaignId } = input;
  await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    // Campaigns come first wherever both are held, so that nobody waits for each other.
    if (campaignId) await holdOpenCampaign(ctx, tx, campaignId);
    const { account, migration } = await heldMigration(tx, userId);
    const user = found(await inventory.findUser(tx, userId, ctx.now()), "user");
    if (user.goneAt)
      throw new AppError(
        "CONFLICT",
        `${user.userName} is gone since ${user.goneAt.toISOString()}: there is nothing to plan`,
      );
    checkInput(ctx, input, migration.proposedTarget);
    if (campaignId) await joinCampaign(ctx, tx, campaignId, userId);
    const now = ctx.now();
    await migrations.endPlan(tx, userId, now);
    const { target, reason = null, owner, dueOn, replacementRoleArn = null, values } = input;
    const plan = { userId, target, reason, owner, dueOn, replacementRoleArn, values };
    const accepted = {
      ...plan,
      id: ctx.newId(),
      blockedReason: input.blockedReason ?? null,
      proposedTarget: migration.proposedTarget,
      proposedConfidence: migration.confidence,
      acceptedAt: now,
      acceptedBy: ctx.actor.label,
    };
    await migrations.insertPlan(tx, account.id, accepted);
    const { userName, awsAccountId } = migration;
    await appendEvidence(ctx, tx, [
      { at: now, kind: "plan_accepted", userId, content: { userName, awsAccountId, ...accepted } },
    ]);
    await judgeNow(ctx, tx, account, userId);
    await audit(ctx, tx, "migration.planned", userId, { ...plan, campaignId, userName: user.userName });
  });
}

/**
 * Accepts a target, an owner and a due date for a user. A plan that there was is kept, and ends. Which actions the user used is read then.
 *
 * @throws AppError NOT_FOUND if the user has no migration, or there is no such campaign; INVALID for a day that has passed, or another
 *   target than is proposed without a reason; CONFLICT if the user is gone, the campaign has ended, or the history is being replayed.
 */
export async function planMigration(ctx: Ctx, input: PlanMigrationInput): Promise<MigrationDetail> {
  await acceptPlan(ctx, input);
  await requestActions(ctx, [input.userId]);
  return getMigration(ctx, { id: input.userId });
}

/**
 * Withdraws the plan of a user; it stays on record.
 *
 * @throws AppError NOT_FOUND if the user has no migration, or no plan; CONFLICT while the history is being replayed.
 */
export async function withdrawPlan(ctx: Ctx, { userId }: { userId: string }): Promise<MigrationDetail> {
  await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { account, migration } = await heldMigration(tx, userId);
    const { userName, awsAccountId } = migration;
    const now = ctx.now();
    const [plan] = await migrations.readPlans(tx, { userId }, now);
    if (!(await migrations.endPlan(tx, userId, now))) throw new AppError("NOT_FOUND", `${userName} has no plan`);
    const content = { userName, awsAccountId, planId: plan?.id ?? null, by: ctx.actor.label };
    await appendEvidence(ctx, tx, [{ at: now, kind: "plan_withdrawn", userId, content }]);
    await judgeNow(ctx, tx, account, userId);
    await audit(ctx, tx, "migration.withdrawn", userId, { userName });
  });
  return getMigration(ctx, { id: userId });
}
