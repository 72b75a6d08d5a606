import { AuditEvent, type Page, type PageInput } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { type List, pageOf } from "../sql/paging.ts";
import { clientOf } from "../sql/rows.ts";
import type { AuthTx, TenantTx } from "../sql/transaction.ts";

const AUDIT_EVENTS: List<typeof AuditEvent> = {
  row: AuditEvent,
  select: columnsOf(AuditEvent, "e"),
  from: Prisma.sql`audit_event e`,
  id: Prisma.sql`e.id`,
  sorts: { at: { expression: Prisma.sql`e.at`, type: "timestamptz", required: true } },
};

/** Adds a line to the audit log. */
export async function insertAuditEvent(tx: TenantTx | AuthTx, tenantId: string, event: AuditEvent): Promise<void> {
  const { detail, ...columns } = event;
  // Nothing is read back: who joins by a link is written down by a role that may not read the log.
  await clientOf(tx).auditEvent.createMany({
    data: [{ ...columns, tenantId, detail: detail as Prisma.InputJsonObject }],
  });
}

/** One page of the audit log, newest first. */
export const listAuditEventRows = (tx: TenantTx, input: PageInput): Promise<Page<AuditEvent>> =>
  pageOf(tx, AUDIT_EVENTS, { where: [], sort: "-at", ...input });
