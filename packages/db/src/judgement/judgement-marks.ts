import { AppliedLimits, type CredentialDeadlines, type Power, type TrustGrade } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

type Deadlines = CredentialDeadlines & { id: string };

/** Writes the deadlines of credentials, in bulk. */
export async function writeDeadlines(tx: TenantTx, rows: readonly Deadlines[]): Promise<void> {
  if (rows.length === 0) return;
  await execute(
    tx,
    Prisma.sql`
    UPDATE credential c SET deadline_at = r."deadlineAt", due_soon_at = r."dueSoonAt", unused_at = r."unusedAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r (id uuid, "deadlineAt" timestamptz, "dueSoonAt" timestamptz, "unusedAt" timestamptz)
    WHERE c.tenant_id = current_tenant() AND c.id = r.id`,
  );
}

/** Writes what users may do, in bulk. */
export async function writePowers(tx: TenantTx, rows: readonly { id: string; power: Power }[]): Promise<void> {
  if (rows.length === 0) return;
  await execute(
    tx,
    Prisma.sql`
    UPDATE iam_user u SET power = r.power FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, power text)
    WHERE u.tenant_id = current_tenant() AND u.id = r.id`,
  );
}

type Grade = { id: string; grade: TrustGrade; power: Power };

/** Writes the grades of trust policies and what their roles may do, in bulk. */
export async function writeGrades(tx: TenantTx, rows: readonly Grade[]): Promise<void> {
  if (rows.length === 0) return;
  await execute(
    tx,
    Prisma.sql`
    UPDATE iam_role i SET trust_grade = r.grade, power = r.power
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, grade text, power text)
    WHERE i.tenant_id = current_tenant() AND i.id = r.id`,
  );
}

const CredentialLimit = AppliedLimits.extend({ credentialId: z.uuid() });
/** The limits that hold for a credential. */
export type CredentialLimitRow = z.output<typeof CredentialLimit>;

/** The limits that hold now for these credentials. Those that were never judged have none. */
export async function readLimits(tx: TenantTx, credentialIds: readonly string[]): Promise<CredentialLimitRow[]> {
  if (credentialIds.length === 0) return [];
  return rowsOf(
    tx,
    CredentialLimit,
    Prisma.sql`
    SELECT ${columnsOf(CredentialLimit, "l")} FROM credential_limit l
    WHERE l.credential_id = ANY(${[...credentialIds]}::uuid[]) AND l.valid_to IS NULL`,
  );
}

const LimitOfThen = CredentialLimit.extend({ validFrom: z.date() });

/** All limits that ever held in an account, each credential's from the first on. */
export const readLimitHistory = (tx: TenantTx, accountId: string): Promise<z.output<typeof LimitOfThen>[]> =>
  rowsOf(
    tx,
    LimitOfThen,
    Prisma.sql`
    SELECT ${columnsOf(LimitOfThen, "l")} FROM credential_limit l
    WHERE l.account_id = ${accountId}::uuid ORDER BY l.credential_id, l.valid_from`,
  );

/** Writes limits that hold from an instant on; the ones before them end there. */
export async function writeLimits(
  tx: TenantTx,
  accountId: string,
  from: Date,
  rows: readonly CredentialLimitRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const [json, at] = [JSON.stringify(rows), from.toISOString()];
  await execute(
    tx,
    Prisma.sql`
    UPDATE credential_limit l SET valid_to = ${at}::timestamptz
    FROM jsonb_to_recordset(${json}::jsonb) AS r ("credentialId" uuid)
    WHERE l.tenant_id = current_tenant() AND l.credential_id = r."credentialId" AND l.valid_to IS NULL AND l.valid_from < ${at}::timestamptz`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO credential_limit (tenant_id, credential_id, valid_from, account_id, rotation_days, unused_days, grace_days, warn_days_before,
      holder, reason)
    SELECT current_tenant(), r."credentialId", ${at}::timestamptz, ${accountId}::uuid, r."rotationDays", r."unusedDays", r."graceDays",
      r."warnDaysBefore", r.holder, r.reason
    FROM jsonb_to_recordset(${json}::jsonb) AS r ("credentialId" uuid, "rotationDays" int, "unusedDays" int, "graceDays" int,
      "warnDaysBefore" int[], holder text, reason text)
    ON CONFLICT (tenant_id, credential_id, valid_from) DO UPDATE SET rotation_days = excluded.rotation_days,
      unused_days = excluded.unused_days, grace_days = excluded.grace_days, warn_days_before = excluded.warn_days_before,
      holder = excluded.holder, reason = excluded.reason`,
  );
}
