import { Prisma } from "../generated/client.ts";

/** The organisational units that the account `a` is below, one row `u (id, name)` each; none: one row of nulls. */
export const UNITS_OF_ACCOUNT = Prisma.sql`LEFT JOIN LATERAL (
      SELECT DISTINCT ON (id) id, n.unit->>'name' AS name
      FROM organization_account m CROSS JOIN unnest(m.unit_ids) id
      LEFT JOIN organization o ON o.tenant_id = m.tenant_id AND o.connection_id = m.connection_id
      LEFT JOIN LATERAL jsonb_array_elements(o.units) AS n(unit) ON n.unit->>'unitId' = id
      WHERE m.tenant_id = a.tenant_id AND m.aws_account_id = a.aws_account_id AND m.left_at IS NULL
      ORDER BY id, n.unit->>'name'
    ) u ON TRUE`;
