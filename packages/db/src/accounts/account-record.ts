import { AccountApiCalls, AccountCoverage, Scan } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const { days: Days, byAction: ByAction } = AccountApiCalls.shape;

/** Calls of an account's scans since an instant, by day in UTC, oldest first. */
export const callsByDay = (tx: TenantTx, accountId: string, since: Date): Promise<AccountApiCalls["days"]> =>
  rowsOf(
    tx,
    Days.element,
    Prisma.sql`
    SELECT to_char(s.requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum((s.api_calls->>'total')::int)::int AS total,
      sum((s.api_calls->>'throttled')::int)::int AS throttled
    FROM scan s WHERE s.account_id = ${accountId}::uuid AND s.requested_at >= ${instantSql(since)}
    GROUP BY 1 HAVING sum((s.api_calls->>'total')::int) > 0 ORDER BY 1`,
  );

/** Calls of an account's scans since an instant, by action, most first. */
export const callsByAction = (tx: TenantTx, accountId: string, since: Date): Promise<AccountApiCalls["byAction"]> =>
  rowsOf(
    tx,
    ByAction.element,
    Prisma.sql`
    SELECT c.key AS action, sum(c.value::int)::int AS calls
    FROM scan s, jsonb_each_text(s.api_calls->'byAction') c
    WHERE s.account_id = ${accountId}::uuid AND s.requested_at >= ${instantSql(since)}
    GROUP BY 1 ORDER BY 2 DESC, 1`,
  );

const LandedScan = Scan.pick({ kind: true, apiCalls: true, status: true, error: true }).extend({
  scanId: z.uuid(),
  finishedAt: z.date(),
  coverage: jsonOf(Scan.shape.coverage),
});
export type LandedScan = Omit<z.output<typeof LandedScan>, "coverage"> & Pick<Scan, "coverage">;

/** The last scan of each kind of an account that has landed, or is at it: its first look counts. */
export async function lastLandedScans(tx: TenantTx, accountId: string): Promise<LandedScan[]> {
  const scans = await rowsOf(
    tx,
    LandedScan,
    Prisma.sql`
    SELECT DISTINCT ON (s.kind) s.id AS "scanId", s.kind, coalesce(s.finished_at, s.first_look_at) AS "finishedAt",
      s.api_calls AS "apiCalls", s.coverage, s.status, s.error
    FROM scan s
    WHERE s.account_id = ${accountId}::uuid AND (s.status IN ('complete', 'partial') OR s.first_look_at IS NOT NULL)
    ORDER BY s.kind, coalesce(s.finished_at, s.first_look_at) DESC`,
  );
  return scans.map((scan) => ({ ...scan, coverage: Scan.shape.coverage.parse(scan.coverage) }));
}

/** The last scan of each kind but rechecks that has ended, failed ones too. */
export const lastEndedScans = (tx: TenantTx, accountId: string): Promise<AccountCoverage["lastScans"]> =>
  rowsOf(
    tx,
    AccountCoverage.shape.lastScans.element,
    Prisma.sql`
    SELECT DISTINCT ON (s.kind) s.id AS "scanId", s.kind, s.status, s.finished_at AS "finishedAt", s.error
    FROM scan s WHERE s.account_id = ${accountId}::uuid AND s.finished_at IS NOT NULL AND s.kind <> 'recheck'
    ORDER BY s.kind, s.finished_at DESC`,
  );
