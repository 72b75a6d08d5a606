import { Connection, type ConnectionCheck, type Page, type PageInput, PERMISSION_PACKS } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A connection as it is kept: `verificationId` is of the verification in progress. */
export const ConnectionRow = Connection.omit({ awsAccountId: true, launchUrl: true }).extend({
  packs: z.array(z.enum(PERMISSION_PACKS).exclude(["core"])),
  verificationId: z.uuid().nullable(),
});
export type ConnectionRow = z.infer<typeof ConnectionRow>;

const CONNECTIONS: List<typeof ConnectionRow> = {
  row: ConnectionRow,
  select: columnsOf(ConnectionRow, "c", { packs: Prisma.sql`coalesce(c.packs, '{}')` }),
  from: Prisma.sql`connection c`,
  id: Prisma.sql`c.id`,
  sorts: { at: { expression: Prisma.sql`c.created_at`, type: "timestamptz" } },
};

/** One page of the tenant's connections, newest first. */
export const listConnectionRows = (tx: TenantTx, input: PageInput): Promise<Page<ConnectionRow>> =>
  pageOf(tx, CONNECTIONS, { where: [], sort: "-at", ...input });

/** One connection, also a disconnected one. */
export const findConnection = (tx: TenantTx, id: string): Promise<ConnectionRow | null> =>
  oneOf(tx, CONNECTIONS, Prisma.sql`c.id = ${id}::uuid`);

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
