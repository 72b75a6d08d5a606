import { Connection, type ConnectionCheck, type Page, type PageInput, PERMISSION_PACKS } from "@rolecall/domain";
import { z } from "zod";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { keyset, Sorted, type SortKey, toPage } from "../sql/paging.ts";
import { clientOf, firstRowOf, rowsOf } from "../sql/rows.ts";

/** A connection as it is kept: `verificationId` is of the verification in progress. */
export const ConnectionRow = Connection.omit({ awsAccountId: true, launchUrl: true }).extend({
  packs: z.array(z.enum(PERMISSION_PACKS).exclude(["core"])),
  verificationId: z.uuid().nullable(),
});
export type ConnectionRow = z.infer<typeof ConnectionRow>;

const COLUMNS = Prisma.sql`c.id, c.name, c.kind, c.partition, c.external_id AS "externalId", c.principal_arn AS "principalArn",
  c.role_arn AS "roleArn", c.status, c.status_reason AS "statusReason", c.checks, c.verification_id AS "verificationId",
  c.scan_paused_reason AS "scanPausedReason", coalesce(c.packs, '{}') AS packs, c.scan_every_hours AS "scanEveryHours",
  c.call_ceiling_per_second AS "callCeilingPerSecond", c.created_at AS "createdAt", c.verified_at AS "verifiedAt"`;

const SORTS: Record<string, SortKey> = {
  at: { expression: Prisma.sql`c.created_at`, type: "timestamptz" },
};

/** One page of the tenant's connections, newest first. */
export async function listConnectionRows(tx: TenantTx, { cursor, limit }: PageInput): Promise<Page<ConnectionRow>> {
  const order = keyset(SORTS, "-at", Prisma.sql`c.id`, cursor);
  const rows = await rowsOf(
    tx,
    ConnectionRow.extend(Sorted),
    Prisma.sql`
    SELECT ${COLUMNS}, ${order.sortValue} FROM connection c WHERE ${order.after} ${order.orderBy} LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit);
}

/** One connection, also a disconnected one. */
export const findConnection = (tx: TenantTx, id: string): Promise<ConnectionRow | null> =>
  firstRowOf(tx, ConnectionRow, Prisma.sql`SELECT ${COLUMNS} FROM connection c WHERE c.id = ${id}::uuid`);

type NewConnection = Omit<
  ConnectionRow,
  "roleArn" | "statusReason" | "scanPausedReason" | "verificationId" | "verifiedAt"
>;

const asJson = (checks: readonly ConnectionCheck[]): Prisma.InputJsonArray => [...checks];

export async function insertConnection(tx: TenantTx, tenantId: string, connection: NewConnection): Promise<void> {
  await clientOf(tx).connection.create({
    data: { ...connection, tenantId, checks: asJson(connection.checks) },
  });
}

/** What becomes of a connection. `verifyDueAt`: when it is to be verified; `verifyLeaseUntil`: null ends the run that has it. */
export type ConnectionChanges = Partial<
  Pick<
    ConnectionRow,
    | "roleArn"
    | "status"
    | "statusReason"
    | "checks"
    | "verificationId"
    | "verifiedAt"
    | "scanPausedReason"
    | "scanEveryHours"
    | "callCeilingPerSecond"
  > & { verifyDueAt: Date | null; verifyLeaseUntil: null }
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
