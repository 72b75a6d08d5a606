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
    SELECT coalesce(c.owned_by, '') AS owner, ${credentialStateSql(at)} AS state, ${credentialUseSql(at)} AS use
    FROM ${inventorySql("credential", "c", slice)}
    WHERE c.account_id = ${accountId}::uuid AND c.gone_at IS NULL AND c.kind = 'access_key' AND c.status = 'active'
  ) k GROUP BY k.owner`;

const sumsOf = (expression: (state: string) => string): Prisma.Sql =>
  Prisma.raw(COUNTED.map((state) => `sum(${expression(state)}) AS "${state}"`).join(", "));

/**
 * Writes how the owners of an account's keys stand, those whose numbers are not the ones of their last row. Who has no keys left gets
 * a row of zeros. By what that changes the tenant's numbers of the day; where an owner has a later row, the step to that is by so much smaller.
 *
 * Landings of one tenant have to take turns here.
 */
export async function writeRotationDay(tx: TenantTx, accountId: string, asOf: Date): Promise<void> {
  const day = daySql(asOf);
  const added = COUNTED.map((state) => `"${state}" = tenant_rotation_day."${state}" + excluded."${state}"`).join(", ");
  await execute(
    tx,
    Prisma.sql`
    WITH differing AS MATERIALIZED (
      SELECT coalesce(n.owner, last.owner) AS owner, ${Prisma.raw(COUNTED.map((state) => `coalesce(n."${state}", 0) AS "${state}", coalesce(n."${state}", 0) - coalesce(last."${state}", 0) AS "more_${state}"`).join(", "))}
      FROM (${rotationCountsSql(accountId, asOf)}) n
      FULL JOIN (
        SELECT DISTINCT ON (owner) owner, ${counted()} FROM rotation_day WHERE account_id = ${accountId}::uuid AND day <= ${day}
        ORDER BY owner, day DESC
      ) last ON last.owner = n.owner
      WHERE (${Prisma.raw(COUNTED.map((state) => `coalesce(n."${state}", 0)`).join(", "))}) IS DISTINCT FROM (${counted("last.")})
    ), written AS (
      INSERT INTO rotation_day (tenant_id, account_id, owner, day, ${counted()})
      SELECT current_tenant(), ${accountId}::uuid, owner, ${day}, ${counted()} FROM differing
      ${upsertSql("rotation_day", ["account_id", "owner", "day"], COUNTED)}
    )
    INSERT INTO tenant_rotation_day (tenant_id, day, ${counted()})
    SELECT current_tenant(), day, ${sumsOf((state) => `"${state}"`)} FROM (
      SELECT ${day} AS day, ${sumsOf((state) => `"more_${state}"`)} FROM differing HAVING count(*) > 0
      UNION ALL
      SELECT next.day, ${sumsOf((state) => `-"more_${state}"`)} FROM differing CROSS JOIN LATERAL (
        SELECT r.day FROM rotation_day r
        WHERE r.account_id = ${accountId}::uuid AND r.owner = differing.owner AND r.day > ${day} ORDER BY r.day LIMIT 1
      ) next GROUP BY next.day
    ) steps GROUP BY day
    ON CONFLICT (tenant_id, day) DO UPDATE SET ${Prisma.raw(added)}`,
  );
}

/** Counts the accounts that were scanned on a day. As above, in the tenant's turn. */
export async function writeAccountsScanned(tx: TenantTx, asOf: Date): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO tenant_rotation_day (tenant_id, day, accounts_scanned)
    SELECT current_tenant(), ${daySql(asOf)}, count(*)::int FROM account_day d WHERE d.day = ${daySql(asOf)}
    ${upsertSql("tenant_rotation_day", ["day"], ["accounts_scanned"])}`,
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

const StepRow = countsOf([...COUNTED, "accounts_scanned"]).extend({ day: z.string() });
type StepRow = z.output<typeof StepRow>;

/** The tenant's steps from day to day as they are kept, and as they follow from the rows of its accounts. */
export async function readStepsAgain(tx: TenantTx): Promise<{ kept: StepRow[]; again: StepRow[] }> {
  const total = (expression: string) => Prisma.raw(`sum(${expression})::int`);
  const steps = Prisma.sql`
    SELECT day, ${Prisma.join(COUNTED.map((state) => Prisma.sql`${total(state)} AS ${Prisma.raw(state)}`))}, sum(scanned)::int AS accounts_scanned
    FROM (
      SELECT day, ${Prisma.raw(COUNTED.map((state) => `${state} - lag(${state}, 1, 0) OVER held AS ${state}`).join(", "))}, 0 AS scanned
      FROM rotation_day WINDOW held AS (PARTITION BY account_id, owner ORDER BY day)
      UNION ALL SELECT day, ${Prisma.raw(COUNTED.map(() => "0").join(", "))}, 1 FROM account_day
    ) changes GROUP BY day`;
  const rows = (from: Prisma.Sql) =>
    rowsOf(tx, StepRow, Prisma.sql`SELECT day::text, ${counted()}, accounts_scanned FROM (${from}) steps ORDER BY 1`);
  return { kept: await rows(Prisma.sql`SELECT * FROM tenant_rotation_day`), again: await rows(steps) };
}
