import { accounts } from "@rolecall/db";
import { AppError, type Scan } from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { failUploadOf } from "./scan-run.ts";

/**
 * Cancels a scan that waits or runs: nothing of it is written, the account keeps its status and its next scan its time. A worker
 * that reads for it notices when it next renews its lease, within seconds, and stops.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the scan has ended.
 */
export function cancelScan(ctx: Ctx, input: { id: string }): Promise<Scan> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const error = `Cancelled by ${ctx.actor.label}`;
    const { count } = await tx.scan.updateMany({
      where: { id: input.id, status: { in: ["queued", "running"] } },
      data: { status: "failed", finishedAt: ctx.now(), leaseUntil: null, error, cancelledBy: ctx.actor.label },
    });
    const scan = await accounts.findScan(tx, input.id, ctx.now());
    if (!scan) throw new AppError("NOT_FOUND", "No such scan");
    if (count === 0) throw new AppError("CONFLICT", `This scan has ended already: it is ${scan.status}.`);
    if (scan.kind === "upload") await failUploadOf(tx, scan.id, error);
    await audit(ctx, tx, "scan.cancelled", scan.id, { awsAccountId: scan.awsAccountId, kind: scan.kind });
    return scan;
  });
}
