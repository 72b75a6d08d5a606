import { keyset, Prisma, type TenantTx, toPage } from "@rolecall/db";
import type { AuditEvent, Page, PageInput } from "@rolecall/domain";
import type { Ctx } from "./context.ts";

/** Writes who changed what, in the transaction of the change. `detail` holds no secret. */
export async function audit(
  ctx: Ctx,
  tx: TenantTx,
  action: string,
  subject: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      tenantId: ctx.tenantId,
      id: ctx.newId(),
      at: ctx.now(),
      actor: ctx.actor.label,
      action,
      subject,
      detail: detail as Prisma.InputJsonObject,
    },
  });
}

/** One page of the tenant's audit log, newest first. */
export function listAuditEvents(ctx: Ctx, input: PageInput): Promise<Page<AuditEvent>> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const id = Prisma.sql`e.id`;
    const order = keyset(
      { at: { expression: Prisma.sql`e.at`, type: "timestamptz", required: true } },
      "-at",
      id,
      input.cursor,
    );
    const rows = await tx.$queryRaw<(AuditEvent & { sortValue: string | null })[]>`
      SELECT e.id, e.at, e.actor, e.action, e.subject, e.detail, ${order.sortValue}
      FROM audit_event e WHERE ${order.after} ${order.orderBy} LIMIT ${input.limit + 1}`;
    return toPage(rows, input.limit);
  });
}
