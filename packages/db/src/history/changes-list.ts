import { type ChangeKind, type ListChangesInput, type Page, Subject } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { isRotationEndSql, SUCCESSOR_SQL } from "../rotation/key-rotation-sql.ts";
import { all, keyset, toPage } from "../sql/paging.ts";
import { FIRST_SEEN_SQL, JOIN_FIRST_FOUND, KIND_OF_VERSION, READ_BY_SQL, scanBeforeSql } from "./changes-first-seen.ts";

type Content = Record<string, unknown>;

/** One version with the one before it and what was around it. */
export type ChangeStepRow = {
  /** The subject's. */
  id: string;
  subject: Subject;
  change: "created" | "changed" | "removed";
  foundAt: Date;
  /** When the scan before began, of those that read this kind of subject. */
  notBefore: Date | null;
  accountId: string;
  awsAccountId: string;
  accountName: string;
  scanId: string;
  isFirstSeen: boolean;
  isRecreated: boolean;
  before: Content | null;
  after: Content;
  replacedBy: { accessKeyId: string; createdAt: Date } | null;
};

const BEFORE = Prisma.sql`
  SELECT b.content FROM entity_version b
  WHERE b.subject = v.subject AND b.subject_id = v.subject_id AND b.valid_from < v.valid_from ORDER BY b.valid_from DESC LIMIT 1`;

const IS_ROTATION = isRotationEndSql(BEFORE);

const KIND_CONDITION: Readonly<Record<ChangeKind, Prisma.Sql>> = {
  appeared: Prisma.sql`v.change = 'created' AND f.at IS NULL`,
  first_seen: Prisma.sql`v.change = 'created' AND f.at IS NOT NULL`,
  changed: Prisma.sql`v.change = 'changed' AND NOT ${IS_ROTATION}`,
  vanished: Prisma.sql`v.change = 'removed' AND NOT ${IS_ROTATION}`,
  rotated: IS_ROTATION,
};

/** Where another one of the same name was in the account before, and is gone. A record that came back is the same one. */
const RECREATED = Prisma.join(
  (
    [
      ["user", "iam_user", "user_name"],
      ["role", "iam_role", "role_name"],
      ["policy", "iam_policy", "policy_name"],
      ["group", "iam_group", "group_name"],
      ["instance_profile", "instance_profile", "instance_profile_name"],
      ["identity_provider", "identity_provider", "arn"],
    ] as const
  ).map(([subject, table, name]) => {
    const [from, column] = [Prisma.raw(table), Prisma.raw(name)];
    return Prisma.sql`SELECT FROM ${from} n JOIN ${from} o ON o.tenant_id = n.tenant_id AND o.account_id = n.account_id
      AND o.${column} = n.${column} AND o.id <> n.id AND o.gone_at <= v.valid_from AND o.first_seen_at < n.first_seen_at
      WHERE v.subject = ${subject} AND n.id = v.subject_id AND n.first_seen_at = v.valid_from`;
  }),
  " UNION ALL ",
);

const NEWEST = { foundAt: { expression: Prisma.sql`v.valid_from`, type: "timestamptz", required: true } } as const;

const at = (when: Date): Prisma.Sql => Prisma.sql`${when.toISOString()}::timestamptz`;

function conditionsOf(input: ListChangesInput): (Prisma.Sql | null)[] {
  const subjects = input.subject ? [input.subject] : input.subjectId ? Subject.options : null;
  const wantsFirstSeen = input.firstSeen || input.change === "first_seen";
  return [
    Prisma.sql`v.change <> 'learned'`,
    input.since ? Prisma.sql`v.valid_from >= ${at(input.since)}` : null,
    input.until ? Prisma.sql`v.valid_from < ${at(input.until)}` : null,
    input.awsAccountId
      ? Prisma.sql`v.account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${input.awsAccountId})`
      : null,
    subjects ? Prisma.sql`v.subject = ANY(${subjects}::text[])` : null,
    input.subjectId ? Prisma.sql`v.subject_id = ${input.subjectId}::uuid` : null,
    wantsFirstSeen ? null : Prisma.sql`f.at IS NULL`,
    input.change ? KIND_CONDITION[input.change] : null,
  ];
}

/** One page of what changed, the newest first. The page is cut before anything else is looked up. */
export async function listChangeRows(tx: TenantTx, input: ListChangesInput): Promise<Page<ChangeStepRow>> {
  const order = keyset(NEWEST, "-foundAt", Prisma.sql`v.subject_id`, input.cursor);
  const rows = await tx.$queryRaw<(ChangeStepRow & { sortValue: string | null })[]>`
    WITH ${READ_BY_SQL}, ${FIRST_SEEN_SQL}, page AS MATERIALIZED (
      SELECT v.*, f.at IS NOT NULL AS is_first_seen, ${order.sortValue}
      FROM entity_version v
      ${JOIN_FIRST_FOUND}
      WHERE ${all([...conditionsOf(input), order.after])} ${order.orderBy} LIMIT ${input.limit + 1}
    )
    SELECT v.subject_id AS id, v.subject, v.change, v.valid_from AS "foundAt", previous.started_at AS "notBefore",
      v.account_id AS "accountId", a.aws_account_id AS "awsAccountId", a.name AS "accountName", v.scan_id AS "scanId",
      v.is_first_seen AS "isFirstSeen", v.change = 'created' AND EXISTS (${RECREATED}) AS "isRecreated",
      b.content AS before, v.content AS after, to_jsonb(replaced) AS "replacedBy", v."sortValue"
    FROM page v
    JOIN aws_account a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
    LEFT JOIN read_by r ON r.subject = v.subject AND r.kind = ${KIND_OF_VERSION}
    LEFT JOIN LATERAL (${scanBeforeSql("v.account_id", "v.valid_from", "v.scan_id", "r.resources")}) previous ON TRUE
    LEFT JOIN LATERAL (${BEFORE}) b ON TRUE
    LEFT JOIN LATERAL (${SUCCESSOR_SQL}) replaced ON TRUE
    ${order.orderBy}`;
  const page = toPage(rows, input.limit);
  const items = page.items.map((row) => ({
    ...row,
    replacedBy: row.replacedBy && { ...row.replacedBy, createdAt: new Date(row.replacedBy.createdAt) },
  }));
  return { ...page, items };
}

/** What may have made a change: events by their names, that name the subject, within a time. */
export type ActorQuestion = {
  accountId: string;
  eventNames: string[];
  resourceNames: string[];
  after: Date | null;
  until: Date;
};
export type ActorRow = {
  actorArn: string | null;
  eventName: string;
  at: Date;
  sourceIpAddress: string | null;
  userAgent: string | null;
};

/** The newest event that answers each question, in their order; null: none that was looked up does. */
export async function findActors(tx: TenantTx, questions: readonly ActorQuestion[]): Promise<(ActorRow | null)[]> {
  if (questions.length === 0) return [];
  const rows = await tx.$queryRaw<(ActorRow & { index: number })[]>`
    SELECT q.index::int AS index, e.actor_arn AS "actorArn", e.event_name AS "eventName", e.at,
      e.source_ip_address AS "sourceIpAddress", e.user_agent AS "userAgent"
    FROM jsonb_to_recordset(${JSON.stringify(questions.map((question, index) => ({ ...question, index })))}::jsonb)
      AS q (index int, "accountId" uuid, "eventNames" text[], "resourceNames" text[], "after" timestamptz, "until" timestamptz)
    CROSS JOIN LATERAL (
      SELECT * FROM trail_event e
      WHERE e.account_id = q."accountId" AND e.at > coalesce(q."after", '-infinity') AND e.at <= q."until"
        AND e.event_name = ANY(q."eventNames") AND e.resource_names && q."resourceNames"
      ORDER BY e.at DESC LIMIT 1
    ) e`;
  const found = new Map(rows.map(({ index, ...row }) => [index, row]));
  return questions.map((_, index) => found.get(index) ?? null);
}
