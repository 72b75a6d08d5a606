import { migrations } from "@rolecall/db";
import { ListMigrationsInput, MS_PER_DAY, PlanMigrationInput } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { dayOf } from "../metrics/series-range.ts";
import { acceptPlan, withdrawPlan } from "./plan-migration.ts";

/** What is decided about a user, who is told by the name. */
export type NamedDecision = {
  awsAccountId: string;
  userName: string;
  /** Null: the plan that there is is withdrawn. */
  plan:
    | (Partial<Pick<PlanMigrationInput, "reason" | "replacementRoleArn" | "blockedReason">> & {
        target: string;
        owner: string;
        dueInDays: number;
      })
    | null;
};

const GONE: readonly string[] = ["removed", "verified", "retired"];

/** The user of the name that exists, and the plan that it has. */
async function found(ctx: Ctx, { awsAccountId, userName }: NamedDecision) {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const input = ListMigrationsInput.parse({ awsAccountId, q: userName, limit: 200 });
    const { items } = await migrations.listMigrationRows(tx, input);
    const user = items.find((item) => item.userName === userName && !GONE.includes(item.stage));
    if (!user) throw new Error(`No user ${userName} of account ${awsAccountId} has anything to move`);
    const [newest] = await migrations.listPlans(tx, [user.userId]);
    return { userId: user.userId, plan: newest?.endedAt === null ? newest : null };
  });
}

/**
 * Makes decisions about users that are told by their names. Whoever is cut off may make them again at the same instant: what was decided
 * then stands, and is not decided twice.
 *
 * @throws Error for a user that has nothing to move; AppError as acceptPlan and withdrawPlan do
 */
export async function decideMigrations(ctx: Ctx, decisions: readonly NamedDecision[]): Promise<void> {
  for (const decision of decisions) {
    const { userId, plan } = await found(ctx, decision);
    if (!decision.plan) {
      if (plan) await withdrawPlan(ctx, { userId });
    } else if (!plan || plan.acceptedAt < ctx.now()) {
      const { dueInDays, ...given } = decision.plan;
      const dueOn = dayOf(new Date(ctx.now().getTime() + dueInDays * MS_PER_DAY));
      await acceptPlan(ctx, PlanMigrationInput.parse({ ...given, userId, dueOn }));
    }
  }
}
