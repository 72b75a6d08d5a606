import { findings, landing, owners, type TenantTx } from "@rolecall/db";
import { AppError, type AssignedOwner, type AssignOwnerInput } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { judgeNow } from "../judgement/judge-now.ts";
import { refuseWhileReplayed } from "../metrics/replay.ts";

type Assignable = Awaited<ReturnType<typeof owners.readAssignable>>[number];

/** More are judged by due work, with their accounts. */
const JUDGED_AT_ONCE = 10;

async function assignable(tx: TenantTx, userIds: readonly string[]): Promise<Assignable[]> {
  const users = await owners.readAssignable(tx, userIds);
  const known = new Set(users.map(({ userId }) => userId));
  const count = userIds.filter((id) => !known.has(id)).length;
  if (count > 0)
    throw new AppError("NOT_FOUND", `userIds: ${count} of ${userIds.length} users do not exist, or are deleted`, {
      details: { field: "userIds", count },
    });
  return users;
}

/** Has what was assigned followed: at once for a few users, by due work for more. @returns whether it was */
async function follow(
  ctx: Ctx,
  tx: TenantTx,
  users: readonly Assignable[],
  held: ReadonlyMap<string, landing.HeldAccountRow>,
): Promise<boolean> {
  const isNow = users.length <= JUDGED_AT_ONCE;
  if (isNow) {
    for (const { userId, accountId } of users) {
      const account = held.get(accountId);
      if (account?.lastScanAt) await judgeNow(ctx, tx, account, userId);
    }
    return true;
  }
  for (const accountId of held.keys()) await findings.judgeSoon(tx, ctx.now(), accountId);
  return false;
}

/**
 * Assigns users to an owner by hand, or back to what rules and tags say. It outweighs rules and tags; a plan's own owner stays. What was
 * assigned before stays on record, with who ended it.
 *
 * @throws AppError NOT_FOUND if one of the users does not exist, or is deleted; CONFLICT while the history is being replayed
 */
export const assignOwner = (ctx: Ctx, { userIds, owner }: AssignOwnerInput): Promise<AssignedOwner> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const users = await assignable(tx, userIds);
    await refuseWhileReplayed(ctx, tx);
    // In one order, as others hold several accounts too.
    const accountIds = [...new Set(users.map(({ accountId }) => accountId))].sort();
    const held = new Map<string, landing.HeldAccountRow>();
    for (const accountId of accountIds) {
      const account = await landing.holdAccount(tx, accountId);
      if (account) held.set(accountId, account);
    }
    const changed = (await assignable(tx, userIds)).filter(({ assigned }) => assigned !== owner);
    const at = ctx.now();
    await owners.replaceAssignments(tx, changed, { owner, at, by: ctx.actor.label });
    const isJudged = await follow(ctx, tx, changed, held);
    for (const { userId, userName, assigned } of changed) {
      await audit(ctx, tx, "owner.assigned", userId, { userName, before: assigned, owner });
    }
    return { users: userIds.length, changed: changed.length, isJudged };
  });
