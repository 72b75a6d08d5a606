import { RoleWays } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const WaysOfRole = RoleWays.extend({ roleId: z.uuid() });
/** What the trust map keeps of a role. */
export type WaysOfRole = z.output<typeof WaysOfRole>;

/** The outsiders of a role `w`, in their order, as JSON. */
const OUTSIDERS = Prisma.sql`coalesce((
  SELECT jsonb_agg(jsonb_build_object('kind', o.kind, 'id', o.outsider_id, 'name', o.name, 'isVendor', o.is_vendor,
    'requiresExternalId', o.requires_external_id) ORDER BY o.position)
  FROM role_outsider o WHERE o.tenant_id = w.tenant_id AND o.role_id = w.role_id), '[]'::jsonb)`;

/** What is kept of these roles. Those that were never judged have nothing. */
export const readRoleWays = (tx: TenantTx, roleIds: readonly string[]): Promise<WaysOfRole[]> =>
  rowsOf(
    tx,
    WaysOfRole,
    Prisma.sql`
    SELECT w.role_id AS "roleId", w.is_read AS "isRead", w.is_door AS "isDoor", w.lets_in AS "letsIn", w.assumes, ${OUTSIDERS} AS outsiders
    FROM role_way w WHERE w.tenant_id = current_tenant() AND w.role_id = ANY(${[...roleIds]}::uuid[])`,
  );

/** Writes what the trust map needs of roles of an account, in the place of what was kept of them. */
export async function writeRoleWays(tx: TenantTx, accountId: string, rows: readonly WaysOfRole[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows);
  const ids = rows.map(({ roleId }) => roleId);
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO role_way (tenant_id, role_id, account_id, is_read, is_door, lets_in, assumes)
    SELECT current_tenant(), r."roleId", ${accountId}::uuid, r."isRead", r."isDoor", r."letsIn", r.assumes
    FROM jsonb_to_recordset(${json}::jsonb) AS r ("roleId" uuid, "isRead" boolean, "isDoor" boolean, "letsIn" text[], assumes text[])
    ON CONFLICT (tenant_id, role_id) DO UPDATE SET is_read = excluded.is_read, is_door = excluded.is_door, lets_in = excluded.lets_in,
      assumes = excluded.assumes`,
  );
  await execute(
    tx,
    Prisma.sql`DELETE FROM role_outsider WHERE tenant_id = current_tenant() AND role_id = ANY(${ids}::uuid[])`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO role_outsider (tenant_id, role_id, position, account_id, kind, outsider_id, name, is_vendor, requires_external_id)
    SELECT current_tenant(), r."roleId", o.position, ${accountId}::uuid, o.said->>'kind', o.said->>'id', o.said->>'name',
      (o.said->>'isVendor')::boolean, (o.said->>'requiresExternalId')::boolean
    FROM jsonb_to_recordset(${json}::jsonb) AS r ("roleId" uuid, outsiders jsonb)
    CROSS JOIN jsonb_array_elements(r.outsiders) WITH ORDINALITY AS o (said, position)`,
  );
}
