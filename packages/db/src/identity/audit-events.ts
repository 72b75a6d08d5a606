import { AuditEvent, type Page, type PageInput } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { keyset, Sorted, type SortKey, toPage } from "../sql/paging.ts";
import { clientOf, rowsOf } from "../sql/rows.ts";

const SORTS: Record<string, SortKey> = {
  at: { expression: Prisma.sql`e.at`, type: "timestamptz", required: true },
};

/** Adds a line to the audit log. */
export async function insertAuditEvent(tx: TenantTx, tenantId: string, event: AuditEvent): Promise<void> {
  const { detail, ...columns } = event;
  await clientOf(tx).auditEvent.create({ data: { ...columns, tenantId, detail: detail as Prisma.InputJsonObject } });
}

/** One page of the audit log, newest first. */
export async function listAuditEventRows(tx: TenantTx, { cursor, limit }: PageInput): Promise<Page<AuditEvent>> {
  const order = keyset(SORTS, "-at", Prisma.sql`e.id`, cursor);
  const rows = await rowsOf(
    tx,
    AuditEvent.extend(Sorted),
    Prisma.sql`
    SELECT e.id, e.at, e.actor, e.action, e.subject, e.detail, ${order.sortValue}
    FROM audit_event e WHERE ${order.after} ${order.orderBy} LIMIT ${limit + 1}`,
  );
  return toPage(rows, limit);
}
