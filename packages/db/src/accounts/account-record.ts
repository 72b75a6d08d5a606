import type { AccountApiCalls, AccountCoverage, ResourceCoverage, ScanKind } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";

/** Calls of an account's scans since an instant, by day in UTC, oldest first. */
export const callsByDay = (tx: TenantTx, accountId: string, since: Date): Promise<AccountApiCalls["days"]> =>
  tx.$queryRaw`
    SELECT to_char(s.requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum((s.api_calls->>'total')::int)::int AS total,
      sum((s.api_calls->>'throttled')::int)::int AS throttled
    FROM scan s WHERE s.account_id = ${accountId}::uuid AND s.requested_at >= ${since.toISOString()}::timestamptz
    GROUP BY 1 HAVING sum((s.api_calls->>'total')::int) > 0 ORDER BY 1`;

/** Calls of an account's scans since an instant, by action, most first. */
export const callsByAction = (tx: TenantTx, accountId: string, since: Date): Promise<AccountApiCalls["byAction"]> =>
  tx.$queryRaw`
    SELECT c.key AS action, sum(c.value::int)::int AS calls
    FROM scan s, jsonb_each_text(s.api_calls->'byAction') c
    WHERE s.account_id = ${accountId}::uuid AND s.requested_at >= ${since.toISOString()}::timestamptz
    GROUP BY 1 ORDER BY 2 DESC, 1`;

type LandedRow = {
  scanId: string;
  kind: ScanKind;
  finishedAt: Date;
  apiCalls: Pick<AccountApiCalls["lastScans"][number], "total" | "throttled" | "byAction">;
  coverage: ResourceCoverage[];
};

/** The last landed scan of each kind of an account. */
export const lastLandedScans = (tx: TenantTx, accountId: string): Promise<LandedRow[]> =>
  tx.$queryRaw`
    SELECT DISTINCT ON (s.kind) s.id AS "scanId", s.kind, s.finished_at AS "finishedAt", s.api_calls AS "apiCalls", s.coverage
    FROM scan s WHERE s.account_id = ${accountId}::uuid AND s.status IN ('complete', 'partial')
    ORDER BY s.kind, s.finished_at DESC`;

/** The last scan of each kind but rechecks that has ended, failed ones too. */
export const lastEndedScans = (tx: TenantTx, accountId: string): Promise<AccountCoverage["lastScans"]> =>
  tx.$queryRaw`
    SELECT DISTINCT ON (s.kind) s.id AS "scanId", s.kind, s.status, s.finished_at AS "finishedAt", s.error
    FROM scan s WHERE s.account_id = ${accountId}::uuid AND s.finished_at IS NOT NULL AND s.kind <> 'recheck'
    ORDER BY s.kind, s.finished_at DESC`;

/** By kind of resource, where and when what is known was last read. */
export async function readFreshness(
  tx: TenantTx,
  accountId: string,
): Promise<Record<string, { source: string; observedAt: string }>> {
  const rows = await tx.$queryRaw<{ freshness: Record<string, { source: string; observedAt: string }> }[]>`
    SELECT freshness FROM aws_account WHERE id = ${accountId}::uuid`;
  return rows[0]?.freshness ?? {};
}
