import { accounts, landing } from "@rolecall/db";
import { AppError, type Scan } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { openAccess } from "./account-access.ts";
import { enqueueScan, insertScan } from "./request-scan.ts";

/**
 * Reads one user anew, ahead of everything that waits: the scan shows how far it is. A recheck that is under way already is
 * returned.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the user is gone or its account cannot be read.
 */
export async function recheckUser(ctx: Ctx, input: { id: string }): Promise<Scan> {
  const scan = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const user = await landing.findUserOfAccount(tx, input.id);
    if (!user) throw new AppError("NOT_FOUND", "No such user");
    if (user.goneAt) {
      throw new AppError(
        "CONFLICT",
        `User ${user.userName} is gone since ${user.goneAt.toISOString()}: there is nothing to read. If it was made anew, scan the account: it is another user then.`,
      );
    }
    const { accountId, awsAccountId, userName } = user;
    await openAccess(tx, { id: accountId, awsAccountId });
    const subject = { kind: "recheck", userRecordId: user.id } as const;
    const { id } = await insertScan(ctx, tx, accountId, "requested", subject);
    await audit(ctx, tx, "user.recheck_requested", user.id, { awsAccountId, userName, scanId: id });
    return found(await accounts.findScan(tx, id, ctx.now()), "scan");
  });
  await enqueueScan(ctx, ctx.tenantId, scan, { priority: 1 });
  return scan;
}
