import {
  type CheckId,
  checksOf,
  exceptionHolds,
  Finding,
  type FindingException,
  FindingPeriod,
  type FindingStatus,
  type FindingSubject,
  type ListFindingsInput,
  type Page,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql, untilSql } from "../sql/instants.ts";
import { containing, type List, type Paging, pageOf } from "../sql/paging.ts";
import { clientOf, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { newestExceptions } from "./exceptions.ts";
import {
  accountIdSql,
  type FindingSlice,
  findingsSql,
  HAS_LENGTH,
  isExceptedSql,
  isListedSql,
  severitySql,
} from "./findings-as-of.ts";
import { findingsOfNamedSql } from "./findings-named.ts";

const StoredFinding = Finding.omit({
  title: true,
  fix: true,
  controls: true,
  status: true,
  exception: true,
}).extend({ accountId: z.uuid() });

/** A finding as the database tells it; what the catalogue of checks says of it is added by the use case. */
export type FindingRow = z.output<typeof StoredFinding> & Pick<Finding, "status" | "exception">;

const findingsIn = (slice: FindingSlice): List<typeof StoredFinding> => ({
  row: StoredFinding,
  select: columnsOf(StoredFinding, "f", {
    // Not joined: what is read in the order of an index stays in it.
    userName: Prisma.sql`(SELECT u.user_name FROM iam_user u WHERE u.tenant_id = f.tenant_id AND u.id = f.user_record_id)`,
    awsAccountId: Prisma.sql`a.aws_account_id`,
    accountName: Prisma.sql`a.name`,
    severity: Prisma.sql`coalesce(f.severity_override, f.severity)`,
    judgedSeverity: Prisma.sql`f.severity`,
  }),
  from: Prisma.sql`${findingsSql(slice)} JOIN aws_account a ON a.tenant_id = f.tenant_id AND a.id = f.account_id`,
  id: Prisma.sql`f.id`,
  sorts: {
    severity: { expression: Prisma.sql`f.triage_order`, type: "timestamptz", required: true },
    openedAt: { expression: Prisma.sql`f.opened_at`, type: "timestamptz", required: true },
    resourceName: { expression: Prisma.sql`f.resource_name`, type: "text", required: true },
  },
});

function statusOf(resolvedAt: Date | null, exception: FindingException | null): FindingStatus {
  if (resolvedAt) return "resolved";
  return exception && exceptionHolds(exception.state) ? "excepted" : "open";
}

/** @param at the instant at which it is told what is excepted */
async function selectFindings(tx: TenantTx, slice: FindingSlice, paging: Paging, at: Date): Promise<Page<FindingRow>> {
  const page = await pageOf(tx, findingsIn(slice), paging);
  const exceptionOf = await newestExceptions(tx, page.items, at);
  const items = page.items.map((row) => {
    const exception = exceptionOf(row);
    return { ...row, status: statusOf(row.resolvedAt, exception), exception };
  });
  return { ...page, items };
}

function statusSql({ status }: Pick<ListFindingsInput, "status">, at: Date): Prisma.Sql {
  if (status === "resolved") return Prisma.sql`NOT f.is_open`;
  if (status === undefined) return Prisma.sql`f.is_open`;
  return Prisma.sql`f.is_open AND ${status === "open" ? Prisma.sql`NOT` : Prisma.empty} ${isExceptedSql(at)}`;
}

function nameSql(q: string): Prisma.Sql {
  const pattern = containing(q);
  return Prisma.sql`(f.resource_name ILIKE ${pattern} OR EXISTS (
    SELECT FROM iam_user u WHERE u.tenant_id = f.tenant_id AND u.id = f.user_record_id AND u.user_name ILIKE ${pattern}))`;
}

const COLUMN_OF = {
  checkId: Prisma.sql`f.check_id`,
  subject: Prisma.sql`f.subject`,
  assignee: Prisma.sql`f.assignee`,
  owner: Prisma.sql`f.owner`,
} as const;

/** Each check is of subjects of one kind, by which they are found without being gone through. */
const checksOfSubject = (subject: FindingSubject): CheckId[] =>
  checksOf(undefined)
    .filter((check) => check.subject === subject)
    .map(({ id }) => id);

async function conditionsOf(
  tx: TenantTx,
  input: ListFindingsInput,
  checkIds: readonly CheckId[] | undefined,
  at: Date,
): Promise<(Prisma.Sql | null)[]> {
  const { q, subject, severity, asOf } = input;
  const equal = Object.entries(COLUMN_OF).map(([key, column]) => {
    const value = input[key as keyof typeof COLUMN_OF];
    return value === undefined ? null : Prisma.sql`${column} = ${value}`;
  });
  const ofChecks = (ids: readonly CheckId[]) => Prisma.sql`f.check_id = ANY(${[...ids]}::text[])`;
  return [
    statusSql(input, at),
    isListedSql(input),
    ...equal,
    severity ? severitySql(severity) : null,
    subject ? ofChecks(checksOfSubject(subject)) : null,
    input.provisional === undefined ? null : Prisma.sql`f.is_provisional = ${input.provisional}`,
    input.awsAccountId ? Prisma.sql`f.account_id = ${accountIdSql(input.awsAccountId)}` : null,
    input.subjectId ? Prisma.sql`f.subject_id = ${input.subjectId}::uuid` : null,
    input.userRecordId ? Prisma.sql`f.user_record_id = ${input.userRecordId}::uuid` : null,
    checkIds ? ofChecks(checkIds) : null,
    input.openedFrom ? Prisma.sql`f.opened_at >= ${instantSql(input.openedFrom)}` : null,
    q && !asOf ? await findingsOfNamedSql(tx, q) : null,
    q ? nameSql(q) : null,
  ];
}

/**
 * One page of findings, by default those that are open; exceptions count as they stood at `input.asOf` or else stand at `now`.
 *
 * @param checkIds only findings of these checks; undefined: of any.
 */
export async function listFindingRows(
  tx: TenantTx,
  input: ListFindingsInput,
  checkIds: readonly CheckId[] | undefined,
  now: Date,
): Promise<Page<FindingRow>> {
  const at = input.asOf ?? now;
  const where = await conditionsOf(tx, input, checkIds, at);
  const slice = { asOf: input.asOf, awsAccountId: input.awsAccountId };
  const { sort, cursor, limit } = input;
  return selectFindings(tx, slice, { where, sort, cursor, limit }, at);
}

/** One finding, also a resolved one; null if the tenant has none of this id, or it had not been opened at `asOf`. */
export async function findFinding(tx: TenantTx, id: string, now: Date, asOf?: Date): Promise<FindingRow | null> {
  const where = [Prisma.sql`f.id = ${id}::uuid`];
  const { items } = await selectFindings(tx, { id, asOf }, { where, sort: "openedAt", limit: 1 }, asOf ?? now);
  return items[0] ?? null;
}

/** The same of now, and nobody else changes it before this transaction ends. */
export async function findFindingForUpdate(tx: TenantTx, id: string, now: Date): Promise<FindingRow | null> {
  await firstRowOf(
    tx,
    z.object({ id: z.uuid() }),
    Prisma.sql`SELECT id FROM finding WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return findFinding(tx, id, now);
}

const PERIODS = 200;

/** The course of a finding until `asOf`, newest first: its last 200 periods. */
export function listPeriodRows(tx: TenantTx, findingId: string, asOf?: Date): Promise<FindingPeriod[]> {
  const until = untilSql(asOf);
  const columns = columnsOf(FindingPeriod, "p", {
    resolvedAt: Prisma.sql`CASE WHEN p.resolved_at <= ${until} THEN p.resolved_at END`,
    resolution: Prisma.sql`CASE WHEN p.resolved_at <= ${until} THEN p.resolution END`,
  });
  return rowsOf(
    tx,
    FindingPeriod,
    Prisma.sql`
    SELECT ${columns} FROM finding_period p WHERE p.finding_id = ${findingId}::uuid AND p.opened_at <= ${until} AND ${HAS_LENGTH}
    ORDER BY p.opened_at DESC LIMIT ${PERIODS}`,
  );
}

/** When the account of a finding, or its user alone, was judged last until `asOf`; null: not yet. */
export async function findJudgedAt(
  tx: TenantTx,
  { accountId, userRecordId }: Pick<FindingRow, "accountId" | "userRecordId">,
  asOf?: Date,
): Promise<Date | null> {
  const row = await firstRowOf(
    tx,
    z.object({ judgedAt: z.date() }),
    Prisma.sql`
    SELECT judged_at AS "judgedAt" FROM judgement
    WHERE account_id = ${accountId}::uuid AND (user_record_id IS NULL OR user_record_id = ${userRecordId}::uuid)
      AND judged_at <= ${untilSql(asOf)}
    ORDER BY judged_at DESC LIMIT 1`,
  );
  return row?.judgedAt ?? null;
}

export type Triage = Pick<FindingRow, "assignee" | "note" | "severityOverride">;

/** Sets what is given of how a finding is handled and leaves the rest. */
export async function setTriage(tx: TenantTx, id: string, triage: Partial<Triage>): Promise<void> {
  await clientOf(tx).finding.updateMany({ where: { id }, data: triage });
}
