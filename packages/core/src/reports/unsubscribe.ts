import { createHmac, timingSafeEqual } from "node:crypto";
import { reports } from "@rolecall/db";
import { audit } from "../audit.ts";
import { type Deps, systemCtx } from "../context.ts";

type Subscription = { tenantId: string; scheduleId: string; recipient: string };

const sign = (body: string, secret: string): string =>
  createHmac("sha256", secret).update(`unsubscribe ${body}`).digest("base64url");

/** The address that ends a subscription in one click, without signing in. Only this installation can have made it. */
export function unsubscribeUrl(deps: Deps, subscription: Subscription): string {
  const { tenantId, scheduleId, recipient } = subscription;
  const body = Buffer.from(JSON.stringify([tenantId, scheduleId, recipient])).toString("base64url");
  return `${deps.settings.publicUrl}/api/unsubscribe/${body}.${sign(body, deps.settings.unsubscribeSecret)}`;
}

function readToken(deps: Deps, token: string): Subscription | null {
  const [body, signature] = token.split(".");
  if (!body || !signature) return null;
  const [expected, given] = [Buffer.from(sign(body, deps.settings.unsubscribeSecret)), Buffer.from(signature)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const [tenantId, scheduleId, recipient] = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as [
    string,
    string,
    string,
  ];
  return { tenantId, scheduleId, recipient };
}

/** Whose subscription a link ends, without ending it; null if the link is not ours. */
export async function describeSubscription(
  deps: Deps,
  token: string,
): Promise<{ email: string; scheduleName: string } | null> {
  const subscription = readToken(deps, token);
  if (!subscription) return null;
  const { tenantId, scheduleId, recipient } = subscription;
  const scheduleName = await deps.db.inTenant(tenantId, (tx) => reports.findScheduleName(tx, scheduleId));
  return scheduleName === null ? null : { email: recipient, scheduleName };
}

/** Takes a recipient off a schedule; a schedule without recipients stops. Safe to repeat. Null if the link is not ours. */
export async function unsubscribe(deps: Deps, token: string): Promise<{ email: string; scheduleName: string } | null> {
  const subscription = readToken(deps, token);
  if (!subscription) return null;
  const { tenantId, scheduleId, recipient } = subscription;
  const ctx = { ...systemCtx(deps, tenantId), actor: { kind: "system" as const, id: null, label: recipient } };
  return ctx.db.inTenant(tenantId, async (tx) => {
    const scheduleName = await reports.findScheduleName(tx, scheduleId);
    if (scheduleName === null) return null;
    const isRemoved = await reports.removeRecipient(tx, { scheduleId, recipient }, ctx.now());
    if (isRemoved) await audit(ctx, tx, "report_schedule.unsubscribed", scheduleId, { recipient });
    return { email: recipient, scheduleName };
  });
}
