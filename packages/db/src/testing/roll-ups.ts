import { ownerSql } from "./database.ts";

const STATES = ["ok", "due_soon", "overdue", "unused", "excepted", "unknown"];
const sums = (each: (state: string) => string) => STATES.map(each).join(", ");

/** What the tenant's steps have to be by its accounts' rows of rotations and days, by day. */
const ROTATION_STEPS = `
  SELECT day, ${sums((state) => `sum(${state})::int AS ${state}`)}, sum(scanned)::int AS accounts_scanned FROM (
    SELECT day, ${sums((state) => `${state} - lag(${state}, 1, 0) OVER held AS ${state}`)}, 0 AS scanned FROM rotation_day
    WHERE tenant_id = $1 WINDOW held AS (PARTITION BY account_id, owner ORDER BY day)
    UNION ALL SELECT day, ${sums(() => "0")}, 1 FROM account_day WHERE tenant_id = $1
  ) steps GROUP BY day`;

/** Rolls up what a test wrote of the rotations of a tenant's accounts, as their landings do. */
export async function rollUpRotations(tenantId: string): Promise<void> {
  await ownerSql("DELETE FROM tenant_rotation_day WHERE tenant_id = $1", [tenantId]);
  await ownerSql(
    `INSERT INTO tenant_rotation_day (tenant_id, day, ${STATES.join(", ")}, accounts_scanned) SELECT $1, steps.* FROM (${ROTATION_STEPS}) steps`,
    [tenantId],
  );
}

/** Rolls up the open findings that a test wrote of a tenant, as judgements do. */
export async function rollUpFindings(tenantId: string): Promise<void> {
  await ownerSql("DELETE FROM finding_count WHERE tenant_id = $1", [tenantId]);
  await ownerSql(
    `INSERT INTO finding_count (tenant_id, account_id, check_id, severity, open, provisional)
     SELECT tenant_id, account_id, check_id, severity, count(*), count(*) FILTER (WHERE is_provisional) FROM finding
     WHERE tenant_id = $1 AND is_open GROUP BY 1, 2, 3, 4`,
    [tenantId],
  );
}
