import {
  EXPIRING_DAYS,
  FindingException,
  type FindingSubject,
  type ListExceptionsInput,
  type Page,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { clientOf, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { accountIdSql } from "./findings-as-of.ts";

/** Where the subjects of findings stand, and the name that says which one it is. */
const SUBJECTS = {
  credential: { table: "credential", name: "coalesce(s.access_key_id, s.name, s.user_name)", user: "s.user_record_id" },
  user: { table: "iam_user", name: "s.user_name", user: "s.id" },
  role: { table: "iam_role", name: "s.role_name", user: "NULL::uuid" },
  policy: { table: "iam_policy", name: "s.policy_name", user: "NULL::uuid" },
  group: { table: "iam_group", name: "s.group_name", user: "NULL::uuid" },
  identity_provider: { table: "identity_provider", name: "s.name", user: "NULL::uuid" },
  account: { table: "account_settings", name: "a.name", user: "NULL::uuid" },
} as const satisfies Record<FindingSubject, { table: string; name: string; user: string }>;

const SubjectRow = z.object({
  accountId: z.uuid(),
  name: z.string(),
  userRecordId: z.uuid().nullable().describe("The user that it is, or belongs to"),
  goneAt: z.date().nullable(),
});
export type SubjectRow = z.output<typeof SubjectRow>;

/** What a finding or an exception is of, also what is gone; null if the tenant has none of this id. */
export function findSubject(tx: TenantTx, subject: FindingSubject, id: string): Promise<SubjectRow | null> {
  const { table, name, user } = SUBJECTS[subject];
  const columns = columnsOf(SubjectRow, "s", { name: Prisma.raw(name), userRecordId: Prisma.raw(user) });
  return firstRowOf(
    tx,
    SubjectRow,
    Prisma.sql`
    SELECT ${columns} FROM ${Prisma.raw(table)} s JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
    WHERE s.id = ${id}::uuid`,
  );
}

/** The rule of `exceptionState` of the domain package in SQL; a test holds the two equal. */
const stateSql = (at: Date): Prisma.Sql => Prisma.sql`CASE
  WHEN x.ended_at <= ${instantSql(at)} AND x.ended_at < x.expires_at THEN x.end_kind
  WHEN x.expires_at <= ${instantSql(at)} THEN 'expired'
  WHEN x.expires_at <= ${instantSql(at)} + make_interval(hours => ${24 * EXPIRING_DAYS}::int) THEN 'expiring'
  ELSE 'active' END`;

const ExceptionRow = FindingException.extend({ accountId: z.uuid() });
type ExceptionRow = z.output<typeof ExceptionRow>;
const shown = ({ accountId: _, ...exception }: ExceptionRow): FindingException => exception;

/** The name of a subject that was never found to fail. */
const NAMES = Prisma.join(
  Object.entries(SUBJECTS).map(
    ([subject, { table, name }]) =>
      Prisma.sql`WHEN ${subject} THEN (SELECT ${Prisma.raw(name)} FROM ${Prisma.raw(table)} s WHERE s.tenant_id = x.tenant_id AND s.id = x.subject_id)`,
  ),
  " ",
);

/** Exceptions as they stand at an instant. One that ran out has not been ended by anybody, even if another one took its place. */
function exceptionsAt(at: Date): List<typeof ExceptionRow> {
  const ended = Prisma.sql`x.ended_at <= ${instantSql(at)} AND x.ended_at < x.expires_at`;
  return {
    row: ExceptionRow,
    select: columnsOf(ExceptionRow, "x", {
      findingId: Prisma.sql`f.id`,
      resourceName: Prisma.sql`coalesce(f.resource_name, CASE x.subject ${NAMES} END)`,
      awsAccountId: Prisma.sql`a.aws_account_id`,
      accountName: Prisma.sql`a.name`,
      endedAt: Prisma.sql`CASE WHEN ${ended} THEN x.ended_at END`,
      endReason: Prisma.sql`CASE WHEN ${ended} THEN x.end_reason END`,
      state: stateSql(at),
    }),
    from: Prisma.sql`finding_exception x
      JOIN aws_account a ON a.tenant_id = x.tenant_id AND a.id = x.account_id
      LEFT JOIN finding f ON f.tenant_id = x.tenant_id AND f.account_id = x.account_id AND f.check_id = x.check_id
        AND f.subject = x.subject AND f.subject_id = x.subject_id`,
    id: Prisma.sql`x.id`,
    sorts: { createdAt: { expression: Prisma.sql`x.created_at`, type: "timestamptz", required: true } },
  };
}

/** What a finding and its exceptions have in common. */
export type ExceptionKey = Pick<ExceptionRow, "accountId" | "checkId" | "subject" | "subjectId">;
const keyOf = ({ accountId, checkId, subject, subjectId }: ExceptionKey) =>
  [accountId, checkId, subject, subjectId].join(" ");

/** The newest exception of each of these findings that had been made at that instant, as it stood then. */
export async function newestExceptions(
  tx: TenantTx,
  findings: readonly ExceptionKey[],
  at: Date,
): Promise<(finding: ExceptionKey) => FindingException | null> {
  const subjectIds = [...new Set(findings.map((finding) => finding.subjectId))];
  if (subjectIds.length === 0) return () => null;
  const { row, select, from } = exceptionsAt(at);
  const rows = await rowsOf(
    tx,
    row,
    Prisma.sql`
    SELECT DISTINCT ON (x.account_id, x.check_id, x.subject, x.subject_id) ${select}
    FROM ${from} WHERE x.subject_id = ANY(${subjectIds}::uuid[]) AND x.created_at <= ${instantSql(at)}
    ORDER BY x.account_id, x.check_id, x.subject, x.subject_id, x.created_at DESC, x.id DESC`,
  );
  const byKey = new Map(rows.map((row) => [keyOf(row), shown(row)]));
  return (finding) => byKey.get(keyOf(finding)) ?? null;
}

/** One page of exceptions, newest first, also those that have ended. */
export async function listExceptionRows(
  tx: TenantTx,
  { awsAccountId, subjectId, state, cursor, limit }: ListExceptionsInput,
  now: Date,
): Promise<Page<FindingException>> {
  const where = [
    awsAccountId ? Prisma.sql`x.account_id = ${accountIdSql(awsAccountId)}` : null,
    subjectId ? Prisma.sql`x.subject_id = ${subjectId}::uuid` : null,
    state ? Prisma.sql`${stateSql(now)} = ${state}` : null,
  ];
  const page = await pageOf(tx, exceptionsAt(now), { where, sort: "-createdAt", cursor, limit });
  return { ...page, items: page.items.map(shown) };
}

/** One exception, also one that has ended; null if the tenant has none of this id. */
export const findException = (tx: TenantTx, id: string, now: Date): Promise<ExceptionRow | null> =>
  oneOf(tx, exceptionsAt(now), Prisma.sql`x.id = ${id}::uuid`);

export type NewException = ExceptionKey &
  Pick<
    FindingException,
    "id" | "owner" | "reason" | "approver" | "condition" | "createdAt" | "createdBy" | "expiresAt"
  >;

/**
 * Ends the exception of this check and subject whose day has passed, so that another one can take its place.
 *
 * @returns the one that stands and so is in the way; null: there is none.
 */
export async function clearExpired(tx: TenantTx, key: ExceptionKey, now: Date): Promise<FindingException | null> {
  const { accountId, checkId, subject, subjectId } = key;
  const unended = await clientOf(tx).findingException.findFirst({
    where: { accountId, checkId, subject, subjectId, endedAt: null },
    select: { id: true, tenantId: true, expiresAt: true },
  });
  if (!unended) return null;
  if (unended.expiresAt > now) return findException(tx, unended.id, now);
  const { id, tenantId, expiresAt } = unended;
  await clientOf(tx).findingException.update({
    where: { tenantId_id: { tenantId, id } },
    data: { endedAt: expiresAt, endKind: "expired", endReason: "Its day had passed" },
  });
  return null;
}

/** Writes a new exception; the one before must have ended. */
export async function insertException(tx: TenantTx, tenantId: string, exception: NewException): Promise<void> {
  const condition = exception.condition ?? Prisma.DbNull;
  await clientOf(tx).findingException.create({ data: { ...exception, tenantId, condition } });
}

/** Ends an exception that somebody takes back. */
export async function endException(
  tx: TenantTx,
  { tenantId, id }: { tenantId: string; id: string },
  { endedAt, endReason }: { endedAt: Date; endReason: string },
): Promise<void> {
  await clientOf(tx).findingException.update({
    where: { tenantId_id: { tenantId, id } },
    data: { endedAt, endKind: "revoked", endReason },
  });
}

/** Has accounts judged again as soon as the sweep comes by: one, or all that the tenant has. */
export async function judgeSoon(tx: TenantTx, now: Date, accountId?: string): Promise<void> {
  await clientOf(tx).awsAccount.updateMany({ where: accountId ? { id: accountId } : {}, data: { judgeDueAt: now } });
}
