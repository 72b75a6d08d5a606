import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { credentialStateSql, credentialUseSql } from "../inventory/credential-state.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { columnsSql, countsOf, daySql, upsertSql } from "./roll-up-sql.ts";

const STATES = ["ok", "due_soon", "overdue", "excepted", "unknown"] as const;
/** The states, in one of which each key is, and the unused ones among them all. */
const COUNTED = [...STATES, "unused"] as const;
const counted = (prefix = "") => columnsSql(COUNTED, prefix);
const COUNTS = Prisma.raw(
  [
    ...STATES.map((state) => `count(*) FILTER (WHERE k.state = '${state}')::int AS "${state}"`),
    `count(*) FILTER (WHERE k.use = 'unused')::int AS unused`,
  ].join(", "),
);

/**
 * The active access keys of an account at an instant by state, one row for each who answers for some; nobody is empty.
 *
 * @param slice absent: by the present inventory; else by that of then.
 */
const rotationCountsSql = (accountId: string, at: Date, slice: Slice = {}): Prisma.Sql => Prisma.sql`
  SELECT k.owner, ${COUNTS} FROM (
    SELECT coalesce(c.owner, '') AS owner, ${credentialStateSql(at)} AS state, ${credentialUseSql(at)} AS use
    FROM ${inventorySql("credential", "c", slice)}
    WHERE c.account_id = ${accountId}::uuid AND c.gone_at IS NULL AND c.kind = 'access_key' AND c.status = 'active'
  ) k GROUP BY k.owner`;

/**
 * Writes how the owners of an account's keys stand, those whose numbers are not the ones of their last row. Who has no keys left gets
 * a row of zeros.
 */
export async function writeRotationDay(tx: TenantTx, accountId: string, asOf: Date): Promise<void> {
  const day = daySql(asOf);
  const zeros = Prisma.raw(COUNTED.map((state) => `coalesce(n."${state}", 0)`).join(", "));
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO rotation_day (tenant_id, account_id, owner, day, ${counted()})
    SELECT current_tenant(), ${accountId}::uuid, coalesce(n.owner, last.owner), ${day}, ${zeros}
    FROM (${rotationCountsSql(accountId, asOf)}) n
    FULL JOIN (
      SELECT DISTINCT ON (owner) owner, ${counted()} FROM rotation_day WHERE account_id = ${accountId}::uuid AND day <= ${day}
      ORDER BY owner, day DESC
    ) last ON last.owner = n.owner
    WHERE (${zeros}) IS DISTINCT FROM (${counted("last.")})
    ${upsertSql("rotation_day", ["account_id", "owner", "day"], COUNTED)}`,
  );
}

const OwnerCounts = countsOf(COUNTED).extend({ owner: z.string() });
type OwnerCounts = z.output<typeof OwnerCounts>;

/** How the owners of an account's keys stood on a day: as is kept, and as follows from the inventory that was known at `at`. */
export async function readRotationDayAgain(
  tx: TenantTx,
  { accountId, awsAccountId, day, at }: { accountId: string; awsAccountId: string; day: string; at: Date },
): Promise<{ kept: OwnerCounts[]; again: OwnerCounts[] }> {
  const sum = Prisma.raw(STATES.map((state) => `last."${state}"`).join(" + "));
  const kept = await rowsOf(
    tx,
    OwnerCounts,
    Prisma.sql`
    SELECT last.* FROM (
      SELECT DISTINCT ON (owner) owner, ${counted()} FROM rotation_day WHERE account_id = ${accountId}::uuid AND day <= ${day}::date
      ORDER BY owner, day DESC
    ) last WHERE ${sum} > 0 ORDER BY last.owner`,
  );
  const again = await rowsOf(
    tx,
    OwnerCounts,
    Prisma.sql`
    SELECT * FROM (${rotationCountsSql(accountId, at, { asOf: at, awsAccountId })}) counts ORDER BY owner`,
  );
  return { kept, again };
}
