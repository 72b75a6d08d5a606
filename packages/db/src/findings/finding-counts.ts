import { type CheckId, OpenFindings } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { all } from "../sql/paging.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { isExceptedSql } from "./findings-as-of.ts";

/**
 * Whether an account is one of those `a` that are wanted, looked up in a table of their ids: IS TRUE keeps it from becoming a join, whose
 * rows are told to be few where they are many.
 */
const isOfSql = (accountId: Prisma.Sql, accounts: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${accountId} IN (SELECT a.id FROM aws_account a WHERE ${accounts})) IS TRUE`;

/** Open findings in accounts `a` of which people said something that counts: an exception that stands, or another severity. */
const handledSql = (at: Date, accounts: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT f.check_id, f.severity, coalesce(f.severity_override, f.severity) AS severity_here, TRUE AS is_excepted, f.is_provisional::int AS provisional
  FROM finding_exception x JOIN finding f ON f.tenant_id = x.tenant_id AND f.account_id = x.account_id AND f.check_id = x.check_id
    AND f.subject = x.subject AND f.subject_id = x.subject_id
  WHERE f.is_open AND x.created_at <= ${instantSql(at)} AND x.expires_at > ${instantSql(at)}
    AND (x.ended_at IS NULL OR x.ended_at > ${instantSql(at)}) AND ${isOfSql(Prisma.sql`x.account_id`, accounts)}
  UNION ALL
  SELECT f.check_id, f.severity, f.severity_override, FALSE, f.is_provisional::int
  FROM finding f
  WHERE f.is_open AND f.severity_override IS NOT NULL AND NOT ${isExceptedSql(at)} AND ${isOfSql(Prisma.sql`f.account_id`, accounts)}`;

/**
 * Open findings of accounts `a` that are connected, counted at `at`: what was judged is counted already, and what people did since is
 * taken out of these counts and put where it belongs. The one query behind every number of open findings of now.
 *
 * @param accounts of which accounts `a`
 */
export function countOpenNow(
  tx: TenantTx,
  accounts: readonly (Prisma.Sql | null)[],
  at: Date,
): Promise<OpenFindings[]> {
  const wanted = all([Prisma.sql`a.status <> 'disconnected'`, ...accounts]);
  return rowsOf(
    tx,
    OpenFindings,
    Prisma.sql`
    WITH handled AS MATERIALIZED (${handledSql(at, wanted)})
    SELECT check_id AS "checkId", severity, is_excepted AS "isExcepted", sum(open)::int AS count, sum(provisional)::int AS provisional FROM (
      SELECT c.check_id, c.severity, FALSE AS is_excepted, sum(c.open) AS open, sum(c.provisional) AS provisional
      FROM finding_count c JOIN aws_account a ON a.tenant_id = c.tenant_id AND a.id = c.account_id WHERE ${wanted} GROUP BY 1, 2
      UNION ALL
      SELECT check_id, severity, FALSE, -count(*), -sum(provisional) FROM handled GROUP BY 1, 2
      UNION ALL
      SELECT check_id, severity_here, is_excepted, count(*), sum(provisional) FROM handled GROUP BY 1, 2, 3
    ) counted GROUP BY 1, 2, 3 HAVING sum(open) > 0`,
  );
}

/** How many open findings of a check an owner has to answer for in accounts `a` that are connected. */
export async function countOpenOfOwner(
  tx: TenantTx,
  checkId: CheckId,
  owner: string,
  accounts: readonly (Prisma.Sql | null)[],
): Promise<number> {
  const row = await firstRowOf(
    tx,
    z.object({ count: z.int() }),
    Prisma.sql`
    SELECT count(*)::int AS count FROM finding f JOIN aws_account a ON a.tenant_id = f.tenant_id AND a.id = f.account_id
    WHERE f.is_open AND f.check_id = ${checkId}
      AND ${owner === "" ? Prisma.sql`(f.owner IS NULL OR f.owner = '')` : Prisma.sql`f.owner = ${owner}`}
      AND ${all([Prisma.sql`a.status <> 'disconnected'`, ...accounts])}`,
  );
  return row?.count ?? 0;
}
