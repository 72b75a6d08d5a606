import { AccessedService } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf, jsonOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Services = z.array(AccessedService);

/** Of each of these users a lookup of the services and actions that it used, but for those that have an open one. @returns how many */
export const insertLastAccessedLookups = (
  tx: TenantTx,
  lookups: readonly { id: string; accountId: string; userId: string }[],
  requestedAt: Date,
): Promise<number> =>
  execute(
    tx,
    Prisma.sql`
    INSERT INTO last_accessed_lookup (tenant_id, id, account_id, user_id, status, requested_at)
    SELECT current_tenant(), r.id, r."accountId", r."userId", 'queued', ${instantSql(requestedAt)}
    FROM jsonb_to_recordset(${JSON.stringify(lookups)}::jsonb) AS r (id uuid, "accountId" uuid, "userId" uuid)
    ON CONFLICT (tenant_id, user_id) WHERE status IN ('queued', 'running') DO NOTHING`,
  );

const Taken = z.object({ id: z.uuid(), userId: z.uuid(), userArn: z.string(), awsAccountId: z.string() });

/** Shows the next lookup of an account as running, as `takeLookup` does. Null: none is open. */
export const takeLastAccessedLookup = (tx: TenantTx, accountId: string): Promise<z.output<typeof Taken> | null> =>
  firstRowOf(
    tx,
    Taken,
    Prisma.sql`
    WITH taken AS (
      UPDATE last_accessed_lookup SET status = 'running' WHERE id = (
        SELECT t.id FROM last_accessed_lookup t WHERE t.account_id = ${accountId}::uuid AND t.status IN ('queued', 'running')
        ORDER BY t.status DESC, t.requested_at DESC, t.id LIMIT 1)
      RETURNING tenant_id, id, account_id, user_id)
    SELECT t.id, t.user_id AS "userId", u.arn AS "userArn", a.aws_account_id AS "awsAccountId" FROM taken t
    JOIN iam_user u ON u.tenant_id = t.tenant_id AND u.id = t.user_id
    JOIN aws_account a ON a.tenant_id = t.tenant_id AND a.id = t.account_id`,
  );

type End = { finishedAt: Date } & ({ services: readonly AccessedService[] } | { error: string });

/** Ends a lookup with what AWS told, or why it did not; one that has ended stays as it is. */
export async function endLastAccessedLookup(tx: TenantTx, id: string, { finishedAt, ...end }: End): Promise<void> {
  const told =
    "error" in end
      ? { status: "failed", error: end.error }
      : { status: "complete", services: JSON.parse(JSON.stringify(end.services)) as Prisma.InputJsonArray };
  await clientOf(tx).lastAccessedLookup.updateMany({
    where: { id, status: { in: ["queued", "running"] } },
    data: { finishedAt, ...told },
  });
}

const Accessed = z.object({ finishedAt: z.date(), services: jsonOf(Services) });

/** What AWS had told last, until an instant, of the services and actions that a user used; null: it was not asked. */
export async function findAccessedServices(
  tx: TenantTx,
  userId: string,
  at: Date,
): Promise<{ finishedAt: Date; services: AccessedService[] } | null> {
  const row = await firstRowOf(
    tx,
    Accessed,
    Prisma.sql`
    SELECT l.finished_at AS "finishedAt", l.services FROM last_accessed_lookup l
    WHERE l.user_id = ${userId}::uuid AND l.services IS NOT NULL AND l.finished_at <= ${instantSql(at)}
    ORDER BY l.finished_at DESC LIMIT 1`,
  );
  return row && { finishedAt: row.finishedAt, services: Services.parse(row.services) };
}
