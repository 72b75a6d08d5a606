import { AwsAccount } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { clientOf, rowsOf } from "../sql/rows.ts";
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

const Scheduled = AwsAccount.pick({ id: true, lastScanAt: true, scanEveryHours: true });

/** An account that is scanned by schedule. `scanEveryHours`: its own interval or its connection's; null: it has no connection. */
type ScheduledAccount = z.output<typeof Scheduled>;

/** The accounts of a connection, or the one of this id, as far as they are scanned by schedule. */
export const listScheduledAccounts = (
  tx: TenantTx,
  of: { connectionId: string } | { id: string },
): Promise<ScheduledAccount[]> =>
  rowsOf(
    tx,
    Scheduled,
    Prisma.sql`
    SELECT a.id, a.last_scan_at AS "lastScanAt",
      CASE WHEN c.id IS NOT NULL THEN coalesce(a.scan_every_hours, c.scan_every_hours) END AS "scanEveryHours"
    FROM aws_account a LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
    WHERE a.next_scan_at IS NOT NULL
      AND ${"id" in of ? Prisma.sql`a.id = ${of.id}::uuid` : Prisma.sql`a.connection_id = ${of.connectionId}::uuid`}`,
  );

/** Moves the next scan of an account, unless it is not scanned by schedule any more. */
export async function moveNextScan(tx: TenantTx, id: string, nextScanAt: Date): Promise<void> {
  await clientOf(tx).awsAccount.updateMany({ where: { id, nextScanAt: { not: null } }, data: { nextScanAt } });
}
