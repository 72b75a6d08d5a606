import { accounts, scans } from "@rolecall/db";
import { AppError, type Scan } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { scanAccount } from "./scan-account.ts";
import { failUploadOf } from "./uploaded/end-upload.ts";

/**
 * Cancels a scan that waits or runs: nothing of it is written, the account keeps its status and its next scan its time. A worker
 * that reads for it notices when it next renews its lease, within seconds, and stops.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the scan has ended.
 */
export function cancelScan(ctx: Ctx, input: { id: string }): Promise<Scan> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const cancelledBy = ctx.actor.label;
    const error = `Cancelled by ${cancelledBy}`;
    await scanAccount.callOff(tx, [input.id]);
    const cancelled = await scans.failScan(tx, { id: input.id, finishedAt: ctx.now(), error, cancelledBy });
    const scan = found(await accounts.findScan(tx, input.id, ctx.now()), "scan");
    if (!cancelled) throw new AppError("CONFLICT", `This scan has ended already: it is ${scan.status}.`);
    if (scan.kind === "upload") await failUploadOf(tx, scan.id, error);
    await audit(ctx, tx, "scan.cancelled", scan.id, { awsAccountId: scan.awsAccountId, kind: scan.kind });
    return scan;
  });
}
