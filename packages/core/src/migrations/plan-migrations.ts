import { migrations } from "@rolecall/db";
import { AppError, PlanMigrationInput, type PlanMigrationsInput, type PlannedMigrations } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { dayOf } from "../metrics/series-range.ts";
import { requestActions } from "./lookups/request-evidence.ts";
import { acceptPlan } from "./plan-migration.ts";

type Result = PlannedMigrations["results"][number];
type Given = Omit<PlanMigrationsInput, "userIds">;

const refused = (userId: string, userName: string | null, reason: string): Result => ({
  ...{ userId, userName, isPlanned: false, reason },
});

/** What is planned for a user already, else what is proposed, and who does it by when, as far as that is given or known. */
async function proposedPlan(ctx: Ctx, userId: string, given: Given) {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const migration = await migrations.findMigration(tx, userId);
    if (!migration) return null;
    const [placement] = await migrations.readPlacements(tx, { userIds: [userId] });
    const campaignId = given.campaignId ?? placement?.campaignId;
    const campaign = campaignId === undefined ? null : await migrations.findCampaign(tx, campaignId, dayOf(ctx.now()));
    const ofWave = placement?.campaignId === campaignId ? placement?.dueOn : null;
    const [plan] = await migrations.readPlans(tx, { userId }, ctx.now());
    return {
      userName: migration.userName,
      decided: plan
        ? {
            ...{ target: plan.target, reason: plan.reason ?? undefined, values: plan.values },
            ...{
              replacementRoleArn: plan.replacementRoleArn ?? undefined,
              blockedReason: plan.blockedReason ?? undefined,
            },
          }
        : { target: migration.proposedTarget },
      owner: given.owner ?? plan?.owner ?? migration.owner,
      dueOn: given.dueOn ?? plan?.dueOn ?? ofWave ?? campaign?.targetDate ?? null,
    };
  });
}

async function planOne(ctx: Ctx, userId: string, given: Given): Promise<Result> {
  const proposed = await proposedPlan(ctx, userId, given);
  if (!proposed) return refused(userId, null, "No such migration");
  const { userName, decided, owner, dueOn } = proposed;
  if (owner === null) return refused(userId, userName, "owner: nobody is named for it; name one");
  if (dueOn === null)
    return refused(userId, userName, "dueOn: neither its wave nor its campaign has a day; choose one");
  const { campaignId } = given;
  const plan = PlanMigrationInput.safeParse({ userId, ...decided, owner, dueOn, campaignId });
  if (!plan.success)
    return refused(userId, userName, `target: ${decided.target} is proposed, which somebody has to decide first`);
  try {
    await acceptPlan(ctx, plan.data);
    return { userId, userName, isPlanned: true, reason: null };
  } catch (error) {
    if (error instanceof AppError) return refused(userId, userName, error.message);
    throw error;
  }
}

/**
 * Accepts what is proposed for each of these users; of one that is planned already, the plan stays, with the owner and the day that are
 * given. What cannot be accepted for one is told, and does not undo the others: each is a decision of its own.
 */
export async function planMigrations(ctx: Ctx, { userIds, ...given }: PlanMigrationsInput): Promise<PlannedMigrations> {
  const results: Result[] = [];
  for (const userId of userIds) results.push(await planOne(ctx, userId, given));
  const planned = results.filter(({ isPlanned }) => isPlanned).map(({ userId }) => userId);
  await requestActions(ctx, planned);
  return { planned: planned.length, refused: results.length - planned.length, results };
}
