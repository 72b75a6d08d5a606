import { FindingException, type FindingWrites, JudgedFinding, JudgedPeriod } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { recordsetOf } from "../sql/recordset.ts";
import { clientOf, execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** The types of the columns in which judgements write findings. */
const TYPES: Readonly<Record<keyof JudgedFinding, string>> = {
  id: "uuid",
  checkId: "text",
  subject: "text",
  subjectId: "uuid",
  resourceName: "text",
  userRecordId: "uuid",
  owner: "text",
  isOpen: "boolean",
  isProvisional: "boolean",
  severity: "text",
  grade: "text",
  sentence: "text",
  facts: "jsonb",
  firstOpenedAt: "timestamptz",
  openedAt: "timestamptz",
  timesOpened: "int",
  resolvedAt: "timestamptz",
  resolution: "jsonb",
};
const ROWS = recordsetOf(TYPES, "id");

const selectFindings = async (
  tx: TenantTx,
  ids: readonly string[],
  where: (ids: string[]) => Prisma.Sql,
): Promise<JudgedFinding[]> =>
  ids.length === 0
    ? []
    : rowsOf(
        tx,
        JudgedFinding,
        Prisma.sql`SELECT ${columnsOf(JudgedFinding, "f")} FROM finding f WHERE ${where([...ids])}`,
      );

/** The findings of these subjects, resolved ones too. */
export const readFindings = (
  tx: TenantTx,
  accountId: string,
  subjectIds: readonly string[],
): Promise<JudgedFinding[]> =>
  selectFindings(
    tx,
    subjectIds,
    (ids) => Prisma.sql`f.account_id = ${accountId}::uuid AND f.subject_id = ANY(${ids}::uuid[])`,
  );

/** These findings. */
export const readFindingsOf = (tx: TenantTx, ids: readonly string[]): Promise<JudgedFinding[]> =>
  selectFindings(tx, ids, (asked) => Prisma.sql`f.id = ANY(${asked}::uuid[])`);

const OpenFinding = JudgedFinding.pick({ id: true, subject: true, subjectId: true });

/** Of whom the open findings of an account are, or of one of its users alone. */
export const readOpenFindingSubjects = (
  tx: TenantTx,
  accountId: string,
  userRecordId: string | null,
): Promise<z.output<typeof OpenFinding>[]> =>
  rowsOf(
    tx,
    OpenFinding,
    Prisma.sql`
    SELECT ${columnsOf(OpenFinding, "f")} FROM finding f
    WHERE f.account_id = ${accountId}::uuid AND f.is_open
      AND (${userRecordId}::uuid IS NULL OR f.user_record_id = ${userRecordId}::uuid
        OR (f.subject = 'user' AND f.subject_id = ${userRecordId}::uuid))`,
  );

/** Writes what became of findings at an instant, in bulk. */
export async function writeFindings(tx: TenantTx, accountId: string, at: Date, writes: FindingWrites): Promise<void> {
  const { findings, continued, ended, begun } = writes;
  const instant = instantSql(at);
  if (findings.length > 0) {
    await execute(
      tx,
      Prisma.sql`
      INSERT INTO finding (tenant_id, account_id, ${ROWS.listed})
      SELECT current_tenant(), ${accountId}::uuid, ${ROWS.values} FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) AS r (${ROWS.typed})
      ON CONFLICT (tenant_id, id) DO UPDATE SET ${ROWS.updated}`,
    );
  }
  if (continued.length > 0) {
    await execute(
      tx,
      Prisma.sql`
      UPDATE finding_period SET resolved_at = NULL, resolution = NULL
      WHERE finding_id = ANY(${continued}::uuid[]) AND resolved_at = ${instant} AND resolution IS NOT NULL`,
    );
  }
  if (ended.length > 0) {
    await execute(
      tx,
      Prisma.sql`
      UPDATE finding_period p SET resolved_at = ${instant}, resolution = r.resolution
      FROM jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) AS r ("findingId" uuid, resolution jsonb)
      WHERE p.tenant_id = current_tenant() AND p.finding_id = r."findingId" AND p.resolved_at IS NULL`,
    );
  }
  if (begun.length > 0) {
    await execute(
      tx,
      Prisma.sql`
      INSERT INTO finding_period (tenant_id, finding_id, opened_at, account_id, opened_scan_id, severity, grade, sentence, facts)
      SELECT current_tenant(), r."findingId", r."openedAt", ${accountId}::uuid, r."openedScanId", r.severity, r.grade, r.sentence, r.facts
      FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) AS r ("findingId" uuid, "openedAt" timestamptz, "openedScanId" uuid,
        severity text, grade text, sentence text, facts jsonb)
      ON CONFLICT (tenant_id, finding_id, opened_at) DO UPDATE SET opened_scan_id = excluded.opened_scan_id, severity = excluded.severity,
        grade = excluded.grade, sentence = excluded.sentence, facts = excluded.facts, resolved_at = NULL, resolution = NULL`,
    );
  }
}

const OF_FINDING = { checkId: true, subject: true, subjectId: true, resourceName: true } as const;
const KnownPeriod = JudgedPeriod.extend(JudgedFinding.pick(OF_FINDING).shape);
export type KnownPeriod = z.output<typeof KnownPeriod>;

/** The whole course of an account's findings. Periods without any length are none. */
export const readAccountPeriods = (tx: TenantTx, accountId: string): Promise<KnownPeriod[]> =>
  rowsOf(
    tx,
    KnownPeriod,
    Prisma.sql`
    SELECT ${columnsOf(JudgedPeriod, "p")}, ${columnsOf(JudgedFinding.pick(OF_FINDING), "f")}
    FROM finding_period p JOIN finding f ON f.tenant_id = p.tenant_id AND f.id = p.finding_id
    WHERE p.account_id = ${accountId}::uuid AND (p.resolved_at IS NULL OR p.resolved_at > p.opened_at)
    ORDER BY p.opened_at, p.finding_id`,
  );

const ConditionalException = FindingException.pick({
  id: true,
  checkId: true,
  subject: true,
  subjectId: true,
  owner: true,
  expiresAt: true,
}).extend({ condition: FindingException.shape.condition.unwrap() });
/** An exception that stands as long as its condition does. */
export type ConditionalException = z.output<typeof ConditionalException>;

/** The exceptions of an account that stand at an instant and hang on a condition. */
export const readConditionalExceptions = (tx: TenantTx, accountId: string, at: Date): Promise<ConditionalException[]> =>
  rowsOf(
    tx,
    ConditionalException,
    Prisma.sql`
    SELECT ${columnsOf(ConditionalException, "x")} FROM finding_exception x
    WHERE x.account_id = ${accountId}::uuid AND x.ended_at IS NULL AND x.expires_at > ${instantSql(at)}
      AND jsonb_typeof(x.condition) = 'object'`,
  );

/** Ends an exception whose condition does not stand any more. */
export async function endException(tx: TenantTx, id: string, at: Date, reason: string): Promise<void> {
  await clientOf(tx).findingException.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: at, endKind: "void", endReason: reason },
  });
}
