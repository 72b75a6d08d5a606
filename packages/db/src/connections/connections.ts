import { Connection, type ConnectionCheck, type Page, type PageInput, PERMISSION_PACKS } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A connection as it is kept. */
export const ConnectionRow = Connection.omit({ awsAccountId: true, launchUrl: true }).extend({
  packs: z.array(z.enum(PERMISSION_PACKS).exclude(["core"])),
});
export type ConnectionRow = z.infer<typeof ConnectionRow>;

const CONNECTIONS: List<typeof ConnectionRow> = {
  row: ConnectionRow,
  select: columnsOf(ConnectionRow, "c", { packs: Prisma.sql`coalesce(c.packs, '{}')` }),
  from: Prisma.sql`connection c`,
  id: Prisma.sql`c.id`,
  sorts: { at: { expression: Prisma.sql`c.created_at`, type: "timestamptz", required: true } },
};

/** One page of the tenant's connections, newest first. */
export const listConnectionRows = (tx: TenantTx, input: PageInput): Promise<Page<ConnectionRow>> =>
  pageOf(tx, CONNECTIONS, { where: [], sort: "-at", ...input });

/** One connection, also a disconnected one. */
export const findConnection = (tx: TenantTx, id: string): Promise<ConnectionRow | null> =>
  oneOf(tx, CONNECTIONS, Prisma.sql`c.id = ${id}::uuid`);

/** A connection whose verification is due: it was asked for, or a day has gone by. */
export const findDueVerification = (
  tx: TenantTx,
  { id, now }: { id: string; now: Date },
): Promise<ConnectionRow | null> =>
  oneOf(
    tx,
    CONNECTIONS,
    Prisma.sql`c.id = ${id}::uuid AND c.status <> 'disconnected' AND c.role_arn IS NOT NULL AND c.verify_due_at IS NOT NULL
      AND (c.status = 'verifying' OR c.verify_due_at <= ${instantSql(now)})`,
  );

type NewConnection = Omit<ConnectionRow, "roleArn" | "statusReason" | "scanPausedReason" | "verifiedAt">;

const asJson = (checks: readonly ConnectionCheck[]): Prisma.InputJsonArray => [...checks];

export async function insertConnection(tx: TenantTx, tenantId: string, connection: NewConnection): Promise<void> {
  await clientOf(tx).connection.create({
    data: { ...connection, tenantId, checks: asJson(connection.checks) },
  });
}

/** What becomes of a connection. `verifyDueAt`: when it is to be verified. */
export type ConnectionChanges = Partial<
  Pick<
    ConnectionRow,
    | "roleArn"
    | "status"
    | "statusReason"
    | "checks"
    | "verifiedAt"
    | "scanPausedReason"
    | "scanEveryHours"
    | "callCeilingPerSecond"
  > & { verifyDueAt: Date | null }
>;

/** Sets what is given of a connection and leaves the rest. */
export async function setConnection(
  tx: TenantTx,
  id: string,
  { checks, ...changes }: ConnectionChanges,
): Promise<void> {
  const data = { ...changes, ...(checks ? { checks: asJson(checks) } : {}) };
  await clientOf(tx).connection.updateMany({ where: { id }, data });
}

/** How many connections the tenant has, but for those that are disconnected. */
export const countConnections = (tx: TenantTx): Promise<number> =>
  clientOf(tx).connection.count({ where: { status: { not: "disconnected" } } });
