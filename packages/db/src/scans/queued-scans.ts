import type { Scan } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Id = z.object({ id: z.uuid() });

type NewScan = Pick<Scan, "id" | "accountId" | "kind" | "userRecordId" | "trigger" | "requestedAt">;

/** Queues a scan, unless one of its kind and account waits or runs. @returns that one's id, or the new one's */
export async function queueScan(tx: TenantTx, scan: NewScan): Promise<{ id: string }> {
  const { accountId, kind, userRecordId } = scan;
  const inserted = await firstRowOf(
    tx,
    Id,
    Prisma.sql`
    INSERT INTO scan (tenant_id, id, account_id, kind, user_record_id, status, trigger, requested_at, api_calls, coverage, problems)
    VALUES (current_tenant(), ${scan.id}::uuid, ${accountId}::uuid, ${kind}, ${userRecordId}::uuid, 'queued', ${scan.trigger},
      ${instantSql(scan.requestedAt)}, '{"total":0,"throttled":0,"byAction":{}}', '[]', '[]')
    ON CONFLICT (tenant_id, account_id, kind, coalesce(user_record_id, account_id)) WHERE status IN ('queued', 'running')
      DO NOTHING RETURNING id`,
  );
  const open =
    inserted ??
    (await firstRowOf(
      tx,
      Id,
      Prisma.sql`
      SELECT id FROM scan WHERE account_id = ${accountId}::uuid AND kind = ${kind} AND status IN ('queued', 'running')
        AND user_record_id IS NOT DISTINCT FROM ${userRecordId}::uuid`,
    ));
  if (!open) throw new Error(`The open ${kind} scan of account ${accountId} has just ended`);
  return open;
}
