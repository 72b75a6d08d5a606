import { type TenantTx, trail } from "@rolecall/db";
import {
  type EvidenceProgress,
  expectedEndOf,
  type GetEvidenceProgressInput,
  type MissingGrant,
  missingGrantOf,
} from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { found } from "../../found.ts";
import { findAccess } from "../../scans/account-access.ts";

async function missingFor(tx: TenantTx, userId: string | undefined): Promise<MissingGrant | null> {
  if (!userId) return null;
  const [user] = await trail.readUsersAsked(tx, [userId]);
  const { accountId, awsAccountId } = found(user ?? null, "user");
  return missingGrantOf(await findAccess(tx, accountId), [awsAccountId]);
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/**
 * How far the gathering of evidence is: what is under way, else what was asked for last, of all users or of one.
 *
 * @throws AppError NOT_FOUND if there is no such user
 */
export const getEvidenceProgress = (ctx: Ctx, { userId }: GetEvidenceProgressInput): Promise<EvidenceProgress> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const notGranted = await missingFor(tx, userId);
    const since = await trail.findGatheringSince(tx, userId);
    if (!since) {
      return { since, asked: 0, done: 0, failed: 0, waiting: 0, expectedEndAt: null, failures: [], notGranted };
    }
    const accounts = await trail.countLookups(tx, { since, userId });
    const [done, failed, waiting] = [
      sum(accounts.map((account) => account.done)),
      sum(accounts.map((account) => account.failed)),
      sum(accounts.map(({ open }) => open)),
    ];
    const paces = accounts.map(({ open, done, failed }) => ({ open, ended: done + failed }));
    return {
      ...{ since, asked: done + failed + waiting, done, failed, waiting, notGranted },
      expectedEndAt: expectedEndOf(paces, { since, now: ctx.now() }),
      failures: failed > 0 ? await trail.listLookupFailures(tx, { since, userId }) : [],
    };
  });
