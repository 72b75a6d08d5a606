import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

type Due = { accountId: string; now: Date; next: Date };

/** Moves an account's next scan on, if it is due. @returns whether it was */
export const beginNextScan = async (tx: TenantTx, { accountId, now, next }: Due): Promise<boolean> =>
  (
    await clientOf(tx).awsAccount.updateMany({
      where: { id: accountId, nextScanAt: { lte: now } },
      data: { nextScanAt: next },
    })
  ).count === 1;

/** The same of its next slow lane. */
export const beginNextSlowLane = async (tx: TenantTx, { accountId, now, next }: Due): Promise<boolean> =>
  (
    await clientOf(tx).awsAccount.updateMany({
      where: { id: accountId, nextSlowLaneAt: { lte: now } },
      data: { nextSlowLaneAt: next },
    })
  ).count === 1;

export async function setNextSlowLane(tx: TenantTx, accountId: string, nextSlowLaneAt: Date): Promise<void> {
  await clientOf(tx).awsAccount.updateMany({ where: { id: accountId }, data: { nextSlowLaneAt } });
}

/** Shows that an account could not be scanned; one that is stopped stays as it is. @returns whether it shows that */
export const showFailing = async (
  tx: TenantTx,
  { accountId, reason, nextScanAt }: { accountId: string; reason: string; nextScanAt: Date },
): Promise<boolean> =>
  (
    await clientOf(tx).awsAccount.updateMany({
      where: { id: accountId, status: { notIn: ["disconnected", "suspended"] } },
      data: { status: "failing", statusReason: reason, nextScanAt },
    })
  ).count === 1;
