import type { TrailEvent } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { execute } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

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
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO trail_event (tenant_id, account_id, event_id, at, event_name, actor_arn, source_ip_address, user_agent, resource_names)
    SELECT current_tenant(), ${accountId}::uuid, r.event_id, r.at, r.event_name, r.actor_arn, r.source_ip_address, r.user_agent, r.resource_names
    FROM jsonb_populate_recordset(NULL::trail_event, ${JSON.stringify(rows)}::jsonb) r
    ON CONFLICT DO NOTHING`,
  );
}
