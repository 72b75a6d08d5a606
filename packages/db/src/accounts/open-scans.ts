import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Fails the scans of accounts that wait or run; uploads go on. */
export async function failOpenScans(
  tx: TenantTx,
  accountIds: readonly string[],
  { finishedAt, error }: { finishedAt: Date; error: string },
): Promise<void> {
  await clientOf(tx).scan.updateMany({
    where: { status: { in: ["queued", "running"] }, kind: { not: "upload" }, accountId: { in: [...accountIds] } },
    data: { status: "failed", finishedAt, leaseUntil: null, error },
  });
}

/** Puts the tenant's running scans back into the queue, whoever runs them: they land nothing any more. */
export async function requeueRunningScans(tx: TenantTx): Promise<void> {
  await clientOf(tx).scan.updateMany({ where: { status: "running" }, data: { status: "queued", leaseUntil: null } });
}
