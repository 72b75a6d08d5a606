import { TrailLookup, TrailSubject } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A lookup as it is kept. `result`: what was counted up, in which instants are texts; null while there is none. */
export const LookupRow = TrailLookup.pick({
  id: true,
  status: true,
  requestedAt: true,
  finishedAt: true,
  error: true,
  apiCalls: true,
}).extend({
  accountId: z.uuid(),
  subject: TrailSubject,
  subjectId: z.uuid(),
  result: z.record(z.string(), z.unknown()).nullable(),
});
export type LookupRow = z.infer<typeof LookupRow>;

const COLUMNS = Prisma.sql`id, account_id AS "accountId", subject, subject_id AS "subjectId", status, requested_at AS "requestedAt",
  finished_at AS "finishedAt", error, result, api_calls AS "apiCalls"`;

export const findLookup = (tx: TenantTx, id: string): Promise<LookupRow | null> =>
  firstRowOf(tx, LookupRow, Prisma.sql`SELECT ${COLUMNS} FROM trail_lookup WHERE id = ${id}::uuid`);

/** The lookup of this subject that was asked for last. */
export const findNewestLookup = (tx: TenantTx, subjectId: string): Promise<LookupRow | null> =>
  firstRowOf(
    tx,
    LookupRow,
    Prisma.sql`
    SELECT ${COLUMNS} FROM trail_lookup WHERE subject_id = ${subjectId}::uuid ORDER BY requested_at DESC, id DESC LIMIT 1`,
  );

/** The open lookup of this subject, or a new one: a subject has one at a time. @returns whether it is new */
export async function insertLookup(
  tx: TenantTx,
  lookup: Pick<LookupRow, "id" | "accountId" | "subject" | "subjectId" | "requestedAt">,
): Promise<boolean> {
  const count = await execute(
    tx,
    Prisma.sql`
    INSERT INTO trail_lookup (tenant_id, id, account_id, subject, subject_id, status, requested_at, api_calls)
    VALUES (current_tenant(), ${lookup.id}::uuid, ${lookup.accountId}::uuid, ${lookup.subject}, ${lookup.subjectId}::uuid, 'queued',
      ${lookup.requestedAt.toISOString()}::timestamptz, '{"total":0,"throttled":0,"byAction":{}}')
    ON CONFLICT (tenant_id, subject_id) WHERE status IN ('queued', 'running') DO NOTHING`,
  );
  return count === 1;
}

/** Of each of these subjects a lookup that waits, but for those that have an open one. @returns how many */
export function insertLookups(
  tx: TenantTx,
  lookups: readonly Pick<LookupRow, "id" | "accountId" | "subject" | "subjectId">[],
  requestedAt: Date,
): Promise<number> {
  return execute(
    tx,
    Prisma.sql`
    INSERT INTO trail_lookup (tenant_id, id, account_id, subject, subject_id, status, requested_at, api_calls)
    SELECT current_tenant(), r.id, r."accountId", r.subject, r."subjectId", 'queued', ${instantSql(requestedAt)},
      '{"total":0,"throttled":0,"byAction":{}}'
    FROM jsonb_to_recordset(${JSON.stringify(lookups)}::jsonb) AS r (id uuid, "accountId" uuid, subject text, "subjectId" uuid)
    ON CONFLICT (tenant_id, subject_id) WHERE status IN ('queued', 'running') DO NOTHING`,
  );
}

const OPEN: LookupRow["status"][] = ["queued", "running"];

/**
 * Shows the next lookup of an account as running: one that ran when its worker died, else the one that was asked for last, as somebody
 * waits for it. Null: none is open.
 */
export const takeLookup = (tx: TenantTx, accountId: string): Promise<LookupRow | null> =>
  firstRowOf(
    tx,
    LookupRow,
    Prisma.sql`
    UPDATE trail_lookup SET status = 'running' WHERE id = (
      SELECT t.id FROM trail_lookup t WHERE t.account_id = ${accountId}::uuid AND t.status IN ('queued', 'running')
      ORDER BY t.status DESC, t.requested_at DESC, t.id LIMIT 1)
    RETURNING ${COLUMNS}`,
  );

const OpenRow = z.object({ isOpen: z.boolean() });

/** Whether an account has lookups that have not ended. */
export async function hasOpenLookups(tx: TenantTx, accountId: string): Promise<boolean> {
  const row = await firstRowOf(
    tx,
    OpenRow,
    Prisma.sql`
    SELECT EXISTS (SELECT 1 FROM trail_lookup WHERE account_id = ${accountId}::uuid AND status IN ('queued', 'running'))
      OR EXISTS (SELECT 1 FROM last_accessed_lookup WHERE account_id = ${accountId}::uuid AND status IN ('queued', 'running')) AS "isOpen"`,
  );
  return row?.isOpen ?? false;
}

/** Shows the lookups of an account that run as waiting. */
export async function requeueLookups(tx: TenantTx, accountId: string): Promise<void> {
  const running = { where: { accountId, status: "running" }, data: { status: "queued" } };
  await clientOf(tx).trailLookup.updateMany(running);
  await clientOf(tx).lastAccessedLookup.updateMany(running);
}

/** Ends lookups of an account as failed: those that run, or all that are open. */
export async function failLookups(
  tx: TenantTx,
  accountId: string,
  { which, ...end }: { which: "running" | "open"; finishedAt: Date; error: string },
): Promise<void> {
  const failed = {
    where: { accountId, status: { in: which === "open" ? OPEN : ["running"] } },
    data: { ...end, status: "failed" },
  };
  await clientOf(tx).trailLookup.updateMany(failed);
  await clientOf(tx).lastAccessedLookup.updateMany(failed);
}

type LookupEnd = { status: "complete" | "partial" | "failed"; finishedAt: Date; error: string | null } & Partial<
  Pick<LookupRow, "result" | "apiCalls">
>;

/** Ends a lookup; one that has ended stays as it is. */
export async function endLookup(tx: TenantTx, id: string, { result, ...end }: LookupEnd): Promise<void> {
  await clientOf(tx).trailLookup.updateMany({
    where: { id, status: { in: OPEN } },
    data: { ...end, ...(result ? { result: result as Prisma.InputJsonObject } : {}) },
  });
}

const Finder = { accountId: z.uuid(), awsAccountId: z.string() };
const CredentialAsked = z.object({
  ...Finder,
  kind: z.string(),
  accessKeyId: z.string().nullable(),
  userName: z.string(),
  userRecordId: z.uuid().nullable(),
});
const UserAsked = z.object({ ...Finder, userName: z.string() });
const RoleAsked = z.object({ ...Finder, arn: z.string() });

/** What a credential is looked up by. */
export const findCredentialAsked = (tx: TenantTx, id: string): Promise<z.output<typeof CredentialAsked> | null> =>
  firstRowOf(
    tx,
    CredentialAsked,
    Prisma.sql`
    SELECT c.account_id AS "accountId", a.aws_account_id AS "awsAccountId", c.kind, c.access_key_id AS "accessKeyId",
      c.user_name AS "userName", c.user_record_id AS "userRecordId"
    FROM credential c JOIN aws_account a ON a.tenant_id = c.tenant_id AND a.id = c.account_id WHERE c.id = ${id}::uuid`,
  );

/** What a user is looked up by. */
export const findUserAsked = (tx: TenantTx, id: string): Promise<z.output<typeof UserAsked> | null> =>
  firstRowOf(
    tx,
    UserAsked,
    Prisma.sql`
    SELECT u.account_id AS "accountId", a.aws_account_id AS "awsAccountId", u.user_name AS "userName"
    FROM iam_user u JOIN aws_account a ON a.tenant_id = u.tenant_id AND a.id = u.account_id WHERE u.id = ${id}::uuid`,
  );

/** What a role is looked up by. */
export const findRoleAsked = (tx: TenantTx, id: string): Promise<z.output<typeof RoleAsked> | null> =>
  firstRowOf(
    tx,
    RoleAsked,
    Prisma.sql`
    SELECT r.account_id AS "accountId", a.aws_account_id AS "awsAccountId", r.arn
    FROM iam_role r JOIN aws_account a ON a.tenant_id = r.tenant_id AND a.id = r.account_id WHERE r.id = ${id}::uuid`,
  );
