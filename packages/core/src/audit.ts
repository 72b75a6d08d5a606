import { identity, type TenantTx } from "@rolecall/db";
import type { AuditAction, AuditEvent, Page, PageInput } from "@rolecall/domain";
import type { Ctx } from "./context.ts";

/** Writes who changed what, in the transaction of the change. `detail` holds no secret. */
export async function audit(
  ctx: Ctx,
  tx: TenantTx,
  action: AuditAction,
  subject: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const event = { id: ctx.newId(), at: ctx.now(), actor: ctx.actor.label, action, subject, detail };
  await identity.insertAuditEvent(tx, ctx.tenantId, event);
}

/** One page of the tenant's audit log, newest first. */
export const listAuditEvents = (ctx: Ctx, input: PageInput): Promise<Page<AuditEvent>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => identity.listAuditEventRows(tx, input));
