import { CheckCounts, CheckId, OpenFindings } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { untilSql } from "../sql/instants.ts";
import { all } from "../sql/paging.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { countOpenNow } from "./finding-counts.ts";
import { accountIdSql, type FindingSlice, findingsSql, isExceptedSql } from "./findings-as-of.ts";

type Slice = Omit<FindingSlice, "id">;

/** Counts what is open at `slice.asOf`, or at `now`. */
export function countOpenFindings(tx: TenantTx, slice: Slice, now: Date): Promise<OpenFindings[]> {
  const { asOf, awsAccountId } = slice;
  if (!asOf) return countOpenNow(tx, [awsAccountId ? Prisma.sql`a.aws_account_id = ${awsAccountId}` : null], now);
  const ofAccount = awsAccountId ? Prisma.sql`f.account_id = ${accountIdSql(awsAccountId)}` : null;
  return rowsOf(
    tx,
    OpenFindings,
    Prisma.sql`
    SELECT f.check_id AS "checkId", coalesce(f.severity_override, f.severity) AS severity, ${isExceptedSql(asOf)} AS "isExcepted",
      count(*)::int AS count, (count(*) FILTER (WHERE f.is_provisional))::int AS provisional
    FROM ${findingsSql(slice)} WHERE ${all([Prisma.sql`f.is_open`, ofAccount])} GROUP BY 1, 2, 3`,
  );
}

const JudgedAccounts = z.object({
  accountsJudged: z.int(),
  accountsNotJudged: z.int(),
  judgedAt: z.date().nullable().describe("The oldest of these judgements; null: there is none"),
});
export type Judgements = z.output<typeof JudgedAccounts> & {
  /** Of the last whole judgement of each account, summed. A check that no account was judged by has no entry. */
  counts: Map<CheckId, CheckCounts>;
};
const CountsOfCheck = CheckCounts.extend({ checkId: CheckId });

/** Accounts with their last whole judgement; of now those that are connected, of then also those that were judged. */
function lastJudgementsSql({ asOf, awsAccountId }: Slice): Prisma.Sql {
  const until = untilSql(asOf);
  return Prisma.sql`
    SELECT a.id, j.judged_at, j.checks FROM aws_account a
    LEFT JOIN LATERAL (
      SELECT j.judged_at, j.checks FROM judgement j
      WHERE j.tenant_id = a.tenant_id AND j.account_id = a.id AND j.user_record_id IS NULL AND j.judged_at <= ${until}
      ORDER BY j.judged_at DESC LIMIT 1
    ) j ON TRUE
    WHERE a.created_at <= ${until}
      AND (a.status <> 'disconnected' ${asOf ? Prisma.sql`OR j.judged_at IS NOT NULL` : Prisma.empty})
      ${awsAccountId ? Prisma.sql`AND a.aws_account_id = ${awsAccountId}` : Prisma.empty}`;
}

/** How the connected accounts stand by their last judgements, or by those that were the last at `slice.asOf`. */
export async function readJudgements(tx: TenantTx, slice: Slice): Promise<Judgements> {
  const last = lastJudgementsSql(slice);
  const accounts = await firstRowOf(
    tx,
    JudgedAccounts,
    Prisma.sql`
    SELECT count(judged_at)::int AS "accountsJudged", count(*)::int - count(judged_at)::int AS "accountsNotJudged",
      min(judged_at) AS "judgedAt" FROM (${last}) last`,
  );
  const counts = await rowsOf(
    tx,
    CountsOfCheck,
    Prisma.sql`
    SELECT c.key AS "checkId", sum((c.value->>'failed')::int)::int AS failed, sum((c.value->>'passed')::int)::int AS passed,
      sum((c.value->>'unknown')::int)::int AS unknown
    FROM (${last}) last CROSS JOIN LATERAL jsonb_each(last.checks) c GROUP BY 1`,
  );
  return {
    ...(accounts ?? { accountsJudged: 0, accountsNotJudged: 0, judgedAt: null }),
    counts: new Map(counts.map(({ checkId, ...of }) => [checkId, of])),
  };
}
