import type {
  CheckId,
  ExceptionCondition,
  Fact,
  FindingSubject,
  Resolution,
  Severity,
  TrustGrade,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";

/** A finding as a judgement writes it; what people write on it is not among that. */
export type FindingRow = {
  id: string;
  checkId: CheckId;
  subject: FindingSubject;
  subjectId: string;
  resourceName: string;
  userRecordId: string | null;
  owner: string | null;
  isOpen: boolean;
  isProvisional: boolean;
  severity: Severity;
  grade: TrustGrade | null;
  sentence: string;
  facts: Fact[];
  firstOpenedAt: Date;
  openedAt: Date;
  timesOpened: number;
  resolvedAt: Date | null;
  resolution: Resolution | null;
};

/** A stretch of time in which a finding says the same. */
export type PeriodRow = Pick<FindingRow, "severity" | "grade" | "sentence" | "facts" | "resolvedAt" | "resolution"> & {
  findingId: string;
  openedAt: Date;
  openedScanId: string | null;
};

/** Columns in words of the code, in those of the table, and their types. */
const COLUMNS = [
  ["id", "id", "uuid"],
  ["checkId", "check_id", "text"],
  ["subject", "subject", "text"],
  ["subjectId", "subject_id", "uuid"],
  ["resourceName", "resource_name", "text"],
  ["userRecordId", "user_record_id", "uuid"],
  ["owner", "owner", "text"],
  ["isOpen", "is_open", "boolean"],
  ["isProvisional", "is_provisional", "boolean"],
  ["severity", "severity", "text"],
  ["grade", "grade", "text"],
  ["sentence", "sentence", "text"],
  ["facts", "facts", "jsonb"],
  ["firstOpenedAt", "first_opened_at", "timestamptz"],
  ["openedAt", "opened_at", "timestamptz"],
  ["timesOpened", "times_opened", "int"],
  ["resolvedAt", "resolved_at", "timestamptz"],
  ["resolution", "resolution", "jsonb"],
] as const satisfies readonly (readonly [keyof FindingRow, string, string])[];

const SELECTED = Prisma.raw(COLUMNS.map(([name, column]) => `f.${column} AS "${name}"`).join(", "));
const LISTED = Prisma.raw(COLUMNS.map(([, column]) => column).join(", "));
const VALUES = Prisma.raw(COLUMNS.map(([name]) => `r."${name}"`).join(", "));
const TYPED = Prisma.raw(COLUMNS.map(([name, , type]) => `"${name}" ${type}`).join(", "));
const UPDATED = Prisma.raw(
  COLUMNS.filter(([name]) => name !== "id")
    .map(([, column]) => `${column} = excluded.${column}`)
    .join(", "),
);

/** The findings of these subjects, resolved ones too. */
export const readFindings = (
  tx: TenantTx,
  accountId: string,
  subjectIds: readonly string[],
): Promise<FindingRow[]> => tx.$queryRaw`
  SELECT ${SELECTED} FROM finding f WHERE f.account_id = ${accountId}::uuid AND f.subject_id = ANY(${[...subjectIds]}::uuid[])`;

/** These findings. */
export const readFindingsOf = (tx: TenantTx, ids: readonly string[]): Promise<FindingRow[]> => tx.$queryRaw`
  SELECT ${SELECTED} FROM finding f WHERE f.id = ANY(${[...ids]}::uuid[])`;

/** Of whom the open findings of an account are, or of one of its users alone. */
export const readOpenFindingSubjects = (
  tx: TenantTx,
  accountId: string,
  userRecordId: string | null,
): Promise<Pick<FindingRow, "id" | "subject" | "subjectId">[]> => tx.$queryRaw`
  SELECT f.id, f.subject, f.subject_id AS "subjectId" FROM finding f
  WHERE f.account_id = ${accountId}::uuid AND f.is_open
    AND (${userRecordId}::uuid IS NULL OR f.user_record_id = ${userRecordId}::uuid
      OR (f.subject = 'user' AND f.subject_id = ${userRecordId}::uuid))`;

/** What a judgement makes of findings. */
export type FindingWrites = {
  findings: FindingRow[];
  /** Findings whose resolution of this very instant is taken back: what was resolved then is open after all. */
  continued: string[];
  /** Findings whose open period ends; without a resolution another one goes on from it. */
  ended: { findingId: string; resolution: Resolution | null }[];
  begun: PeriodRow[];
};

/** Writes what became of findings at an instant, in bulk. */
export async function writeFindings(tx: TenantTx, accountId: string, at: Date, writes: FindingWrites): Promise<void> {
  const { findings, continued, ended, begun } = writes;
  const instant = Prisma.sql`${at.toISOString()}::timestamptz`;
  if (findings.length > 0) {
    await tx.$executeRaw`
      INSERT INTO finding (tenant_id, account_id, ${LISTED})
      SELECT current_tenant(), ${accountId}::uuid, ${VALUES} FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) AS r (${TYPED})
      ON CONFLICT (tenant_id, id) DO UPDATE SET ${UPDATED}`;
  }
  if (continued.length > 0) {
    await tx.$executeRaw`
      UPDATE finding_period SET resolved_at = NULL, resolution = NULL
      WHERE finding_id = ANY(${continued}::uuid[]) AND resolved_at = ${instant} AND resolution IS NOT NULL`;
  }
  if (ended.length > 0) {
    await tx.$executeRaw`
      UPDATE finding_period p SET resolved_at = ${instant}, resolution = r.resolution
      FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) AS r ("findingId" uuid, resolution jsonb)
      WHERE p.tenant_id = current_tenant() AND p.finding_id = r."findingId" AND p.resolved_at IS NULL`;
  }
  if (begun.length > 0) {
    await tx.$executeRaw`
      INSERT INTO finding_period (tenant_id, finding_id, opened_at, account_id, opened_scan_id, severity, grade, sentence, facts)
      SELECT current_tenant(), r."findingId", r."openedAt", ${accountId}::uuid, r."openedScanId", r.severity, r.grade, r.sentence, r.facts
      FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) AS r ("findingId" uuid, "openedAt" timestamptz, "openedScanId" uuid,
        severity text, grade text, sentence text, facts jsonb)
      ON CONFLICT (tenant_id, finding_id, opened_at) DO UPDATE SET opened_scan_id = excluded.opened_scan_id, severity = excluded.severity,
        grade = excluded.grade, sentence = excluded.sentence, facts = excluded.facts, resolved_at = NULL, resolution = NULL`;
  }
}

export type KnownPeriod = PeriodRow & Pick<FindingRow, "checkId" | "subject" | "subjectId" | "resourceName">;

/** The whole course of an account's findings. Periods without any length are none. */
export const readAccountPeriods = (tx: TenantTx, accountId: string): Promise<KnownPeriod[]> => tx.$queryRaw`
  SELECT p.finding_id AS "findingId", p.opened_at AS "openedAt", p.opened_scan_id AS "openedScanId", p.severity, p.grade, p.sentence, p.facts,
    p.resolved_at AS "resolvedAt", p.resolution, f.check_id AS "checkId", f.subject, f.subject_id AS "subjectId",
    f.resource_name AS "resourceName"
  FROM finding_period p JOIN finding f ON f.tenant_id = p.tenant_id AND f.id = p.finding_id
  WHERE p.account_id = ${accountId}::uuid AND (p.resolved_at IS NULL OR p.resolved_at > p.opened_at)
  ORDER BY p.opened_at, p.finding_id`;

/** An exception that stands as long as its condition does. */
export type ConditionalException = {
  id: string;
  checkId: CheckId;
  subject: FindingSubject;
  subjectId: string;
  condition: ExceptionCondition;
  owner: string;
  expiresAt: Date;
};

/** The exceptions of an account that stand at an instant and hang on a condition. */
export const readConditionalExceptions = (
  tx: TenantTx,
  accountId: string,
  at: Date,
): Promise<ConditionalException[]> => tx.$queryRaw`
  SELECT id, check_id AS "checkId", subject, subject_id AS "subjectId", condition, owner, expires_at AS "expiresAt" FROM finding_exception
  WHERE account_id = ${accountId}::uuid AND ended_at IS NULL AND expires_at > ${at.toISOString()}::timestamptz
    AND jsonb_typeof(condition) = 'object'`;

/** Ends an exception whose condition does not stand any more. */
export async function endException(tx: TenantTx, id: string, at: Date, reason: string): Promise<void> {
  await tx.findingException.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: at, endKind: "void", endReason: reason },
  });
}
