import { MS_PER_DAY, Severity } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";

/** Which findings: of when (undefined: of now), of which account, which one. */
export type FindingSlice = { asOf?: Date | undefined; awsAccountId?: string | undefined; id?: string | undefined };

/** The account's own id; none for an account that the tenant does not have. */
export const accountIdSql = (awsAccountId: string): Prisma.Sql =>
  Prisma.sql`(SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})`;

/** Days of a century: as in the generated column `triage_order`. */
const CENTURY_DAYS = 36_525;
const rankOf = (severity: Severity): number => Severity.options.indexOf(severity);

const triageOrderSql = (severity: Prisma.Sql, openedAt: Prisma.Sql): Prisma.Sql => Prisma.sql`
  ((${openedAt} AT TIME ZONE 'UTC') + CASE ${severity} ${Prisma.join(
    Severity.options.map((option) => Prisma.raw(`WHEN '${option}' THEN ${rankOf(option)}`)),
    " ",
  )} END * interval '${Prisma.raw(String(CENTURY_DAYS))} days') AT TIME ZONE 'UTC'`;

/** The instant from which on a triage order is of this severity or of one that is less grave: 1970, and a century later for each. */
const eraSql = (rank: number): Prisma.Sql => instantSql(new Date(rank * CENTURY_DAYS * MS_PER_DAY));

/** Whether the finding `f` is of this severity, by the order that has an index: each severity is a stretch of it. */
export const severitySql = (severity: Severity): Prisma.Sql =>
  Prisma.sql`f.triage_order >= ${eraSql(rankOf(severity))} AND f.triage_order < ${eraSql(rankOf(severity) + 1)}`;

/** What was taken back at the instant at which it was written was never so. */
export const HAS_LENGTH = Prisma.sql`(resolved_at IS NULL OR resolved_at > opened_at)`;

/**
 * The newest period of each finding that had begun by then, with when the finding was opened last and how often by then. A period
 * that goes on from the one before, because the finding says something else, opens nothing.
 */
function periodsThenSql(at: Prisma.Sql, { awsAccountId, id }: FindingSlice): Prisma.Sql {
  const ofAccount = awsAccountId ? Prisma.sql`AND account_id = ${accountIdSql(awsAccountId)}` : Prisma.empty;
  const ofFinding = id ? Prisma.sql`AND finding_id = ${id}::uuid` : Prisma.empty;
  return Prisma.sql`(
    SELECT DISTINCT ON (finding_id) *,
      max(opened_at) FILTER (WHERE opens) OVER of_finding AS last_opened_at,
      count(*) FILTER (WHERE opens) OVER of_finding AS times_opened
    FROM (
      SELECT *, NOT coalesce(lag(resolved_at) OVER in_order = opened_at AND lag(resolution) OVER in_order IS NULL, FALSE) AS opens
      FROM finding_period WHERE opened_at <= ${at} AND ${HAS_LENGTH} ${ofAccount} ${ofFinding}
      WINDOW in_order AS (PARTITION BY finding_id ORDER BY opened_at)
    ) begun
    WINDOW of_finding AS (PARTITION BY finding_id)
    ORDER BY finding_id, opened_at DESC
  )`;
}

/**
 * What stands in FROM for findings under the alias `f`, with the columns of the table: the table itself, or what its periods tell of
 * `slice.asOf`. What people add to a finding is of now in both.
 */
export function findingsSql(slice: FindingSlice): Prisma.Sql {
  if (!slice.asOf) return Prisma.raw("finding f");
  const at = instantSql(slice.asOf);
  const severity = Prisma.sql`coalesce(now.severity_override, p.severity)`;
  return Prisma.sql`(
    SELECT now.tenant_id, now.id, now.account_id, now.check_id, now.subject, now.subject_id, now.resource_name, now.user_record_id,
      now.owner, now.assignee, now.note, now.severity_override, now.first_opened_at,
      now.is_provisional AND p.resolved_at IS NULL AS is_provisional, ended.at IS NULL AS is_open,
      p.severity, p.grade, p.sentence, p.facts, p.last_opened_at AS opened_at, p.times_opened::int AS times_opened,
      ended.at AS resolved_at, CASE WHEN ended.at IS NOT NULL THEN p.resolution END AS resolution,
      ${triageOrderSql(severity, Prisma.sql`p.last_opened_at`)} AS triage_order
    FROM ${periodsThenSql(at, slice)} p
    JOIN finding now ON now.tenant_id = p.tenant_id AND now.id = p.finding_id
    CROSS JOIN LATERAL (SELECT CASE WHEN p.resolved_at <= ${at} THEN p.resolved_at END AS at) ended
  ) f`;
}

/** Whether somebody answers for the finding `f` at an instant. */
export const isExceptedSql = (at: Date): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM finding_exception x
  WHERE x.tenant_id = f.tenant_id AND x.subject_id = f.subject_id AND x.subject = f.subject AND x.check_id = f.check_id
    AND x.account_id = f.account_id AND x.created_at <= ${instantSql(at)} AND x.expires_at > ${instantSql(at)}
    AND (x.ended_at IS NULL OR x.ended_at > ${instantSql(at)}))`;

/** Of now, what is open in accounts that are disconnected counts no more; of then, all that was known. */
export const isListedSql = ({ asOf }: FindingSlice): Prisma.Sql =>
  asOf ? Prisma.sql`TRUE` : Prisma.sql`(NOT f.is_open OR a.status <> 'disconnected')`;
