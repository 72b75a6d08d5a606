import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { upsertSql } from "./roll-up-sql.ts";

/** The open findings of an account, by check and judged severity. */
const countsSql = (accountId: string): Prisma.Sql => Prisma.sql`
  SELECT f.check_id, f.severity, count(*)::int AS open, (count(*) FILTER (WHERE f.is_provisional))::int AS provisional
  FROM finding f WHERE f.account_id = ${accountId}::uuid AND f.is_open GROUP BY 1, 2`;

/**
 * Brings the counts of an account's open findings to what its findings are. Whoever opens or ends findings holds the account, so that
 * nobody counts beside it; what else is done with a finding is in no count.
 */
export async function writeFindingCounts(tx: TenantTx, accountId: string): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    WITH none AS (
      DELETE FROM finding_count c WHERE c.account_id = ${accountId}::uuid AND NOT EXISTS (
        SELECT FROM finding f WHERE f.account_id = c.account_id AND f.is_open AND f.check_id = c.check_id AND f.severity = c.severity)
    )
    INSERT INTO finding_count (tenant_id, account_id, check_id, severity, open, provisional)
    SELECT current_tenant(), ${accountId}::uuid, counts.* FROM (${countsSql(accountId)}) counts
    ${upsertSql("finding_count", ["account_id", "check_id", "severity"], ["open", "provisional"])}`,
  );
}

const Counted = z.object({ checkId: z.string(), severity: z.string(), open: z.int(), provisional: z.int() });
type Counted = z.output<typeof Counted>;

/** The counts of an account's open findings as they are kept, and as they follow from the findings. */
export async function readFindingCountsAgain(
  tx: TenantTx,
  { accountId }: { accountId: string },
): Promise<{ kept: Counted[]; again: Counted[] }> {
  const rows = (counts: Prisma.Sql) =>
    rowsOf(
      tx,
      Counted,
      Prisma.sql`SELECT check_id AS "checkId", severity, open, provisional FROM (${counts}) c ORDER BY 1, 2`,
    );
  const kept = await rows(Prisma.sql`SELECT * FROM finding_count WHERE account_id = ${accountId}::uuid`);
  return { kept, again: await rows(countsSql(accountId)) };
}
