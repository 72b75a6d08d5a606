import { CredentialDayMetrics, CredentialKind, CredentialKindCounts, KeyAgeCounts } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { ageDaysSql, credentialStateSql, credentialUseSql } from "../inventory/credential-state.ts";
import { columnsOf } from "../sql/columns.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import {
  ageBandsSql,
  columnsSql,
  countsOf,
  type DaysInput,
  daySql,
  shownDaysSql,
  splitAges,
  upsertSql,
} from "./roll-up-sql.ts";

/** Columns that account_credential_day and tenant_credential_day share, in one order. */
const SUMMED = [
  "active",
  "d0_30",
  "d31_60",
  "d61_90",
  "d91_180",
  "d181_365",
  "d366",
  "age_unknown",
  "overdue",
  "due_soon",
  "unused",
  "excepted",
] as const;
const KindCounts = countsOf(SUMMED).extend({ kind: CredentialKind });
type KindCounts = z.output<typeof KindCounts>;
const columns = columnsSql(SUMMED);
const sums = Prisma.raw(SUMMED.map((name) => `coalesce(sum(c."${name}"), 0)::int AS "${name}"`).join(", "));

/**
 * The active credentials of an account at an instant, one row for each kind of which there are any.
 *
 * @param slice absent: by the present inventory; else by that of then.
 */
export const credentialCountsSql = (accountId: string, at: Date, slice: Slice = {}): Prisma.Sql => Prisma.sql`
  SELECT k.kind, count(*)::int AS active, ${ageBandsSql("k.age")}, count(*) FILTER (WHERE k.age IS NULL)::int AS age_unknown,
    count(*) FILTER (WHERE k.state = 'overdue')::int AS overdue, count(*) FILTER (WHERE k.state = 'due_soon')::int AS due_soon,
    count(*) FILTER (WHERE k.use = 'unused')::int AS unused, count(*) FILTER (WHERE k.state = 'excepted')::int AS excepted
  FROM (
    SELECT c.kind, ${ageDaysSql(Prisma.sql`c.created_at`, at)} AS age, ${credentialStateSql(at)} AS state, ${credentialUseSql(at)} AS use
    FROM ${inventorySql("credential", "c", slice)}
    WHERE c.account_id = ${accountId}::uuid AND c.gone_at IS NULL AND c.status = 'active'
  ) k
  GROUP BY k.kind`;

/**
 * Writes the day's rows of an account, one for each kind of which there are active credentials. They stand beside the account's
 * row of the same day: a kind without a row has none that day.
 */
export async function writeAccountCredentialDay(tx: TenantTx, accountId: string, asOf: Date): Promise<void> {
  const day = daySql(asOf);
  await execute(
    tx,
    Prisma.sql`
    WITH none AS (
      DELETE FROM account_credential_day d WHERE d.account_id = ${accountId}::uuid AND d.day = ${day} AND NOT EXISTS (
        SELECT 1 FROM credential c
        WHERE c.account_id = d.account_id AND c.kind = d.kind AND c.gone_at IS NULL AND c.status = 'active')
    )
    INSERT INTO account_credential_day (tenant_id, account_id, day, kind, ${columns})
    SELECT current_tenant(), ${accountId}::uuid, ${day}, counts.* FROM (${credentialCountsSql(accountId, asOf)}) counts
    ${upsertSql("account_credential_day", ["account_id", "day", "kind"], SUMMED)}`,
  );
}

/** The rows that connected accounts have by the end of a day: of that day, or their last ones. */
const ofAccounts = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`
  FROM aws_account a CROSS JOIN LATERAL (
    SELECT d.account_id, d.day FROM account_day d WHERE d.account_id = a.id AND d.day <= ${day} ORDER BY d.day DESC LIMIT 1
  ) d JOIN account_credential_day c ON c.tenant_id = a.tenant_id AND c.account_id = d.account_id AND c.day = d.day
  WHERE a.status <> 'disconnected'`;

/** Writes the tenant's rows of a day: each kind summed over the accounts, those without a scan with their last state. */
export async function writeTenantCredentialDay(tx: TenantTx, asOf: Date): Promise<void> {
  const day = daySql(asOf);
  await execute(
    tx,
    Prisma.sql`
    WITH none AS (
      DELETE FROM tenant_credential_day d WHERE d.day = ${day} AND d.kind NOT IN (SELECT c.kind ${ofAccounts(day)})
    )
    INSERT INTO tenant_credential_day (tenant_id, day, kind, ${columns})
    SELECT current_tenant(), ${day}, c.kind, ${sums} ${ofAccounts(day)} GROUP BY c.kind
    ${upsertSql("tenant_credential_day", ["day", "kind"], SUMMED)}`,
  );
}

/** Active credentials by kind on an account's day: as they are kept, and as they follow from the inventory that was known at `at`. */
export async function readCredentialDayAgain(
  tx: TenantTx,
  { accountId, awsAccountId, day, at }: { accountId: string; awsAccountId: string; day: string; at: Date },
): Promise<{ kept: KindCounts[]; again: KindCounts[] }> {
  const kept = await rowsOf(
    tx,
    KindCounts,
    Prisma.sql`
    SELECT kind, ${columns} FROM account_credential_day WHERE account_id = ${accountId}::uuid AND day = ${day}::date ORDER BY kind`,
  );
  const again = await rowsOf(
    tx,
    KindCounts,
    Prisma.sql`
    SELECT kind, ${columns} FROM (${credentialCountsSql(accountId, at, { asOf: at, awsAccountId })}) counts ORDER BY kind`,
  );
  return { kept, again };
}

const CredentialDay = CredentialDayMetrics.omit({ activeByAge: true }).extend(KeyAgeCounts.shape);

/** The days that have rows, and the credentials of one of them `s`: of one account, or of the tenant. */
const sourcesOf = (awsAccountId: string | undefined) =>
  awsAccountId
    ? {
        days: Prisma.sql`SELECT d.day, 1 AS accounts, 0 AS accounts_carried, d.account_id FROM account_day d
          JOIN aws_account a ON a.tenant_id = d.tenant_id AND a.id = d.account_id WHERE a.aws_account_id = ${awsAccountId}`,
        credentials: Prisma.sql`SELECT * FROM account_credential_day c WHERE c.account_id = s.account_id AND c.day = s.day`,
      }
    : {
        days: Prisma.sql`SELECT d.day, d.accounts, d.accounts_carried FROM tenant_day d`,
        credentials: Prisma.sql`SELECT * FROM tenant_credential_day c WHERE c.day = s.day`,
      };

const ofKinds = (kinds: readonly CredentialKind[] | undefined): Prisma.Sql =>
  kinds ? Prisma.sql`c.kind = ANY(${[...kinds]})` : Prisma.sql`TRUE`;

export type CredentialDaysInput = DaysInput & { kinds?: readonly CredentialKind[] | undefined };

/**
 * Active credentials of some kinds, or of all, on the last day of each day, week or month. As `readDays`: a day without a row
 * carries the last known one forward, and days before the first scan have no point.
 */
export async function readCredentialDays(tx: TenantTx, input: CredentialDaysInput): Promise<CredentialDayMetrics[]> {
  const { days, credentials } = sourcesOf(input.awsAccountId);
  const selected = columnsOf(CredentialDay, "c", {
    day: Prisma.sql`shown.day::text`,
    accounts: Prisma.sql`s.accounts`,
    accountsCarried: Prisma.sql`CASE WHEN s.day < shown.day THEN s.accounts ELSE s.accounts_carried END`,
  });
  const rows = await rowsOf(
    tx,
    CredentialDay,
    Prisma.sql`
    WITH source AS (${days}), shown AS (${shownDaysSql(input)})
    SELECT ${selected} FROM shown
    CROSS JOIN LATERAL (SELECT * FROM source WHERE source.day <= shown.day ORDER BY source.day DESC LIMIT 1) s
    CROSS JOIN LATERAL (SELECT ${sums} FROM (${credentials}) c WHERE ${ofKinds(input.kinds)}) c
    ORDER BY shown.day`,
  );
  return rows.map((row) => {
    const [activeByAge, day] = splitAges(row);
    return { ...day, activeByAge };
  });
}

/** Active credentials by kind at the end of a day, or as last known before it. Kinds without any have no entry. */
export async function readCredentialKinds(
  tx: TenantTx,
  input: { day: string; awsAccountId?: string | undefined },
): Promise<CredentialKindCounts[]> {
  const { days, credentials } = sourcesOf(input.awsAccountId);
  return rowsOf(
    tx,
    CredentialKindCounts,
    Prisma.sql`
    WITH source AS (${days}), s AS (SELECT * FROM source WHERE source.day <= ${input.day}::date ORDER BY source.day DESC LIMIT 1)
    SELECT ${columnsOf(CredentialKindCounts, "c")}
    FROM s CROSS JOIN LATERAL (${credentials}) c ORDER BY c.active DESC, c.kind`,
  );
}
