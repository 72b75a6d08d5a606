import { reports } from "@rolecall/db";
import { MS_PER_DAY } from "@rolecall/domain";
import { audit } from "../audit.ts";
import { type Deps, systemCtx } from "../context.ts";
import { readLink, signLink } from "../identity/signed-links.ts";

type Subscription = { tenantId: string; scheduleId: string; recipient: string };

const PURPOSE = "unsubscribe";
/** Longer than a mail is read; whoever finds a very old one follows the link of a newer one. */
const GOOD_FOR_DAYS = 90;

/** The address that ends a subscription in one click, without signing in. */
export function unsubscribeUrl(deps: Deps, { tenantId, scheduleId, recipient }: Subscription): string {
  const expiresAt = new Date(deps.now().getTime() + GOOD_FOR_DAYS * MS_PER_DAY);
  const token = signLink(deps, PURPOSE, [tenantId, scheduleId, recipient], expiresAt);
  return `${deps.settings.publicUrl}/api/unsubscribe/${token}`;
}

function readToken(deps: Deps, token: string): Subscription | null {
  const [tenantId, scheduleId, recipient] = readLink(deps, PURPOSE, token) ?? [];
  return tenantId && scheduleId && recipient ? { tenantId, scheduleId, recipient } : null;
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
