import { TrailLookup, TrailSubject } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
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

const OPEN: LookupRow["status"][] = ["queued", "running"];

/** Shows whether a lookup that has not ended waits or runs. */
export async function showLookup(
  tx: TenantTx,
  { id, status }: { id: string; status: "queued" | "running" },
): Promise<void> {
  await clientOf(tx).trailLookup.updateMany({ where: { id, status: { in: OPEN } }, data: { status } });
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
const CredentialAsked = z.object({ ...Finder, kind: z.string(), accessKeyId: z.string().nullable() });
const UserAsked = z.object({ ...Finder, userName: z.string() });
const RoleAsked = z.object({ ...Finder, arn: z.string() });

/** What a credential is looked up by. */
export const findCredentialAsked = (tx: TenantTx, id: string): Promise<z.output<typeof CredentialAsked> | null> =>
  firstRowOf(
    tx,
    CredentialAsked,
    Prisma.sql`
    SELECT c.account_id AS "accountId", a.aws_account_id AS "awsAccountId", c.kind, c.access_key_id AS "accessKeyId"
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
