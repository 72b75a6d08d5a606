import { AwsAccount, Instant } from "@rolecall/domain";
import type { z } from "zod";
import { Freshness } from "../accounts/freshness.ts";
import { Prisma } from "../generated/client.ts";
import { execute, firstRowOf, jsonOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Landings and judgements of one account take turns from here to their commit. */
export async function lockLanding(tx: TenantTx, accountId: string): Promise<void> {
  await execute(
    tx,
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('landing ' || current_tenant()::text || ${accountId}, 0))`,
  );
}

const Row = AwsAccount.pick({
  id: true,
  awsAccountId: true,
  partition: true,
  status: true,
  lastScanAt: true,
  nextSlowLaneAt: true,
  scanEveryHours: true,
}).extend({ judgeDueAt: Instant.nullable(), freshness: jsonOf(Freshness) });

/** An account as it is when its turn begins. `scanEveryHours`: its own interval or its connection's; null: it has no connection. */
export type HeldAccountRow = Omit<z.output<typeof Row>, "freshness"> & { freshness: Freshness };

/** Waits for the account's turn, and reads the account as it is from then on; null if the tenant has none of this id. */
export async function holdAccount(tx: TenantTx, accountId: string): Promise<HeldAccountRow | null> {
  await lockLanding(tx, accountId);
  const row = await firstRowOf(
    tx,
    Row,
    Prisma.sql`
    SELECT a.id, a.aws_account_id AS "awsAccountId", a.partition, a.status, a.last_scan_at AS "lastScanAt",
      a.next_slow_lane_at AS "nextSlowLaneAt", a.judge_due_at AS "judgeDueAt", a.freshness,
      CASE WHEN c.id IS NOT NULL THEN coalesce(a.scan_every_hours, c.scan_every_hours) END AS "scanEveryHours"
    FROM aws_account a LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
    WHERE a.id = ${accountId}::uuid`,
  );
  return row && { ...row, freshness: Freshness.parse(row.freshness) };
}
