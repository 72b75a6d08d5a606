import { ALL_OWN, ChainRole, TRUST_MAP_BOUNDS, type TrustMapContext } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { knownPowerSql } from "../inventory/inventory-power.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { isOutsideSql, LIVE_ROLES } from "./mapped-roles.ts";

/** So many different patterns are held against roles, and so many roles against patterns: what an account leaves to policies has no end. */
const MOST_PATTERNS = 100;
const MOST_TARGETS = 20_000;

/** A pattern of IAM as one of LIKE. */
const likeSql = (pattern: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`translate(replace(replace(replace(${pattern}, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*?', '%_')`;

const isPattern = (text: Prisma.Sql): Prisma.Sql => Prisma.sql`(strpos(${text}, '*') > 0 OR strpos(${text}, '?') > 0)`;

/**
 * The roles of steps from one role to another, told without holding every role against every other: by names, and by the patterns that an
 * account's roles may assume, whichever of them hold them. It finds all over which `buildChains` finds a way, and may find more.
 */
const stepsSql = ({ own, context }: { own: string; context: TrustMapContext }): Prisma.Sql => Prisma.sql`
  live AS MATERIALIZED (
    SELECT w.role_id, r.arn, a.aws_account_id::text || ' ' || r.role_name AS session, a.aws_account_id::text AS account, w.lets_in, w.assumes
    FROM ${LIVE_ROLES} JOIN role_way w ON w.tenant_id = r.tenant_id AND w.role_id = r.id AND w.is_door
  ),
  entered AS (
    SELECT DISTINCT o.role_id FROM role_outsider o WHERE o.tenant_id = current_tenant() AND ${isOutsideSql(context)}
  ),
  named AS (
    SELECT l.role_id, l.account, n.name FROM live l CROSS JOIN unnest(l.lets_in) AS n (name) WHERE n.name <> ${own} AND length(n.name) > 12
  ),
  pattern_named AS MATERIALIZED (
    SELECT *, ${likeSql(Prisma.sql`name`)} AS alike FROM named WHERE ${isPattern(Prisma.sql`name`)} ORDER BY name, role_id LIMIT ${MOST_PATTERNS}
  ),
  by_name AS (
    SELECT f.role_id AS from_id, n.role_id AS to_id, f.account <> n.account AS is_across FROM named n JOIN live f ON f.arn = n.name
    UNION ALL
    SELECT f.role_id, n.role_id, f.account <> n.account FROM named n JOIN live f ON f.session = n.name
    UNION ALL
    SELECT f.role_id, n.role_id, f.account <> n.account FROM pattern_named n JOIN live f ON f.arn LIKE n.alike
  ),
  all_targets AS (
    SELECT l.role_id, l.arn, l.account, n.name AS leaves_to, n.name <> l.account AS is_across
    FROM live l CROSS JOIN unnest(l.lets_in) AS n (name) WHERE n.name = ${own} OR n.name IN (SELECT account FROM live)
  ),
  target AS MATERIALIZED (SELECT * FROM all_targets ORDER BY is_across DESC, role_id LIMIT ${MOST_TARGETS}),
  held AS MATERIALIZED (SELECT l.role_id, l.account, p.pattern FROM live l CROSS JOIN unnest(l.assumes) AS p (pattern)),
  assuming AS MATERIALIZED (SELECT DISTINCT account, pattern FROM held),
  pattern AS MATERIALIZED (
    SELECT pattern, ${likeSql(Prisma.sql`pattern`)} AS alike FROM assuming WHERE ${isPattern(Prisma.sql`pattern`)} GROUP BY pattern ORDER BY count(*) DESC, pattern LIMIT ${MOST_PATTERNS}
  ),
  matched AS MATERIALIZED (
    SELECT t.role_id, t.account, t.leaves_to, t.arn AS pattern FROM all_targets t WHERE t.arn IN (SELECT pattern FROM assuming)
    UNION ALL
    SELECT t.role_id, t.account, t.leaves_to, p.pattern FROM pattern p JOIN target t ON t.arn LIKE p.alike
  ),
  by_account AS MATERIALIZED (
    SELECT m.role_id AS to_id, m.pattern, s.account, s.account <> m.account AS is_across
    FROM matched m JOIN assuming s ON s.pattern = m.pattern AND s.account = m.leaves_to WHERE m.leaves_to <> ${own}
    UNION ALL
    SELECT m.role_id, m.pattern, s.account, s.account <> m.account
    FROM (SELECT * FROM matched WHERE leaves_to = ${own} ORDER BY role_id LIMIT ${TRUST_MAP_BOUNDS.chainRoles}) m
    JOIN assuming s ON s.pattern = m.pattern
  ),
  source AS (
    SELECT account, pattern, bool_or(is_across) AS is_across FROM by_account GROUP BY account, pattern
  ),
  endpoint AS (
    SELECT from_id AS role_id, is_across FROM by_name WHERE from_id <> to_id
    UNION ALL SELECT to_id, is_across FROM by_name WHERE from_id <> to_id
    UNION ALL SELECT to_id, is_across FROM by_account
    UNION ALL SELECT h.role_id, s.is_across FROM held h JOIN source s ON s.account = h.account AND s.pattern = h.pattern
  ),
  step AS (
    SELECT l.role_id, l.account, l.arn, bool_or(e.is_across) AS is_across, bool_or(o.role_id IS NOT NULL) AS is_entered
    FROM endpoint e JOIN live l ON l.role_id = e.role_id LEFT JOIN entered o ON o.role_id = e.role_id GROUP BY l.role_id, l.account, l.arn
  ),
  on_way AS (
    SELECT account FROM step WHERE is_across UNION SELECT l.account FROM live l JOIN entered o ON o.role_id = l.role_id
  ),
  candidate AS (SELECT s.* FROM step s WHERE s.account IN (SELECT account FROM on_way))`;

const Step = z.object({ roleIds: z.array(z.uuid()), leftOut: z.number().int() });

const COLUMNS = Prisma.sql`r.id AS "roleId", r.role_name AS "roleName", a.aws_account_id AS "awsAccountId", a.name AS "accountName",
  coalesce(r.trust_grade, 'unknown') AS grade, ${knownPowerSql("r")} AS power, r.arn, w.lets_in AS "letsIn", w.assumes`;

/**
 * The roles over which ways may go: those that strangers enter first, then those of a step between accounts. What is beyond the bound is
 * counted.
 */
export async function listChainRoles(
  tx: TenantTx,
  context: TrustMapContext,
): Promise<{ roles: ChainRole[]; leftOut: number }> {
  const step = await firstRowOf(
    tx,
    Step,
    Prisma.sql`
    WITH ${stepsSql({ own: ALL_OWN, context })},
    chosen AS MATERIALIZED (
      SELECT role_id FROM candidate ORDER BY is_entered DESC, is_across DESC, arn LIMIT ${TRUST_MAP_BOUNDS.chainRoles}
    ),
    possible AS (
      SELECT role_id FROM candidate
      UNION (SELECT role_id FROM all_targets WHERE EXISTS (SELECT FROM pattern) EXCEPT SELECT role_id FROM target)
      UNION SELECT role_id FROM held
        WHERE ${isPattern(Prisma.sql`pattern`)} AND EXISTS (SELECT FROM target) AND pattern NOT IN (SELECT pattern FROM pattern)
      UNION (SELECT role_id FROM named WHERE ${isPattern(Prisma.sql`name`)} EXCEPT SELECT role_id FROM pattern_named)
    )
    SELECT ARRAY(SELECT role_id FROM chosen) AS "roleIds",
      (SELECT count(*) FROM possible WHERE role_id NOT IN (SELECT role_id FROM chosen))::int AS "leftOut"`,
  );
  const { roleIds, leftOut } = step ?? { roleIds: [], leftOut: 0 };
  const roles = await rowsOf(
    tx,
    ChainRole,
    Prisma.sql`
    SELECT ${COLUMNS}, coalesce((
        SELECT jsonb_agg(jsonb_build_object('name', o.name, 'requiresExternalId', o.requires_external_id) ORDER BY o.position)
        FROM role_outsider o WHERE o.tenant_id = r.tenant_id AND o.role_id = r.id AND ${isOutsideSql(context)}), '[]'::jsonb) AS outsiders
    FROM ${LIVE_ROLES} JOIN role_way w ON w.tenant_id = r.tenant_id AND w.role_id = r.id
    WHERE r.id = ANY(${roleIds}::uuid[]) ORDER BY r.arn`,
  );
  return { roles, leftOut };
}

const Unread = z.object({ unread: z.number().int() });

/** How many roles there are whose trust policies were not read wholly, or were not looked at yet. */
export async function countUnreadRoles(tx: TenantTx, awsAccountId: string | undefined): Promise<number> {
  const row = await firstRowOf(
    tx,
    Unread,
    Prisma.sql`
    SELECT count(*)::int AS unread FROM ${LIVE_ROLES} LEFT JOIN role_way w ON w.tenant_id = r.tenant_id AND w.role_id = r.id
    WHERE r.kind <> 'service_linked' AND w.is_read IS NOT TRUE
      AND ${awsAccountId ? Prisma.sql`a.aws_account_id = ${awsAccountId}` : Prisma.sql`TRUE`}`,
  );
  return row?.unread ?? 0;
}
