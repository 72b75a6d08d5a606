import type { TrailEvent } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";

/** The open lookup of this subject, or a new one: a subject has one at a time. @returns whether it is new */
export async function insertLookup(
  tx: TenantTx,
  lookup: { id: string; accountId: string; subject: string; subjectId: string; requestedAt: Date },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO trail_lookup (tenant_id, id, account_id, subject, subject_id, status, requested_at, api_calls)
    VALUES (current_tenant(), ${lookup.id}::uuid, ${lookup.accountId}::uuid, ${lookup.subject}, ${lookup.subjectId}::uuid, 'queued',
      ${lookup.requestedAt.toISOString()}::timestamptz, '{"total":0,"throttled":0,"byAction":{}}')
    ON CONFLICT (tenant_id, subject_id) WHERE status IN ('queued', 'running') DO NOTHING`;
  return count === 1;
}

/** Takes a lookup that waits, or whose last run's lease has passed. @returns false if it has ended or is in other hands */
export async function claimLookup(tx: TenantTx, id: string, leaseSeconds: number): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE trail_lookup SET status = 'running', lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE id = ${id}::uuid AND (status = 'queued' OR (status = 'running' AND lease_until < now()))`;
  return count === 1;
}

/** Keeps the run of a lookup alive. @returns false if the lookup has ended */
export async function renewLookup(tx: TenantTx, id: string, leaseSeconds: number): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE trail_lookup SET lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE id = ${id}::uuid AND status = 'running'`;
  return count === 1;
}

/** Keeps events that changed something; those that are there already stay as they are. */
export async function insertTrailEvents(
  tx: TenantTx,
  accountId: string,
  events: readonly Omit<TrailEvent, "region" | "eventSource" | "accessKeyId" | "errorCode">[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    event_id: event.eventId,
    at: event.at,
    event_name: event.eventName,
    actor_arn: event.actorArn,
    source_ip_address: event.sourceIpAddress,
    user_agent: event.userAgent,
    resource_names: event.resourceNames,
  }));
  await tx.$executeRaw`
    INSERT INTO trail_event (tenant_id, account_id, event_id, at, event_name, actor_arn, source_ip_address, user_agent, resource_names)
    SELECT current_tenant(), ${accountId}::uuid, r.event_id, r.at, r.event_name, r.actor_arn, r.source_ip_address, r.user_agent, r.resource_names
    FROM jsonb_populate_recordset(NULL::trail_event, ${JSON.stringify(rows)}::jsonb) r
    ON CONFLICT DO NOTHING`;
}
