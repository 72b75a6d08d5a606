import { ASSUMPTIONS, RoleCaller, type TrailEvent } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Keeps events that changed something or opened a session of a role; those that are there already stay as they are. */
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

/** Callers of one role that are shown; nobody would read more of them. */
const MOST_CALLERS = 100;

/**
 * Who assumed a role, as far as lookups found it until `asOf`, the latest first. Lookups in callers' own accounts count too: there the
 * caller is told by its ARN.
 */
export const listRoleCallers = (
  tx: TenantTx,
  { arn, asOf }: { arn: string; asOf?: Date | undefined },
): Promise<RoleCaller[]> =>
  rowsOf(
    tx,
    RoleCaller,
    Prisma.sql`
    SELECT e.actor_arn AS principal, max(e.at) AS "lastSeenAt" FROM trail_event e
    WHERE e.event_name = ANY(${[...ASSUMPTIONS]}::text[]) AND e.event_name LIKE 'AssumeRole%'
      AND e.resource_names @> ARRAY[${arn}]::text[] AND e.actor_arn IS NOT NULL
      AND ${asOf ? Prisma.sql`e.at <= ${instantSql(asOf)}` : Prisma.sql`TRUE`}
    GROUP BY e.actor_arn ORDER BY 2 DESC, 1 LIMIT ${MOST_CALLERS}`,
  );
