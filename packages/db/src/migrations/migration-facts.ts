import { type Credential, Day, lastUseOf, RoleKind, TrailCount, TrustGrade, type UsageFacts } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { inventorySql } from "../history/as-of.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Look = z.object({ day: Day, latestAt: z.date(), userRecordId: z.uuid().nullable() });
/** A day on which scans were told of last uses: of the whole account's, or of one user alone. */
export type Look = z.output<typeof Look>;

/**
 * The days until an instant on which scans of an account were told of last uses.
 *
 * @param exceptScanId a scan that is landing: whether it was told is not written yet.
 */
export const readLooks = (tx: TenantTx, accountId: string, at: Date, exceptScanId: string | null): Promise<Look[]> =>
  rowsOf(
    tx,
    Look,
    Prisma.sql`
    SELECT (s.finished_at AT TIME ZONE 'UTC')::date::text AS day, max(s.finished_at) AS "latestAt", s.user_record_id AS "userRecordId"
    FROM scan s WHERE s.account_id = ${accountId}::uuid AND s.status IN ('complete', 'partial') AND s.finished_at <= ${instantSql(at)}
      AND s.id IS DISTINCT FROM ${exceptScanId}::uuid
      AND (s.kind = 'recheck' OR s.coverage @> '[{"resource": "credential_report", "state": "read"}]')
    GROUP BY 1, 3`,
  );

const UseDays = z.object({ subjectId: z.uuid(), days: z.array(Day) });

/** The days on which each of these credentials was used, as scans had sampled them until an instant. */
export async function readUseDays(tx: TenantTx, ids: readonly string[], at: Date): Promise<Map<string, string[]>> {
  const rows =
    ids.length === 0
      ? []
      : await rowsOf(
          tx,
          UseDays,
          Prisma.sql`
          SELECT d.subject_id AS "subjectId", array_agg(DISTINCT d.day::text) AS days FROM activity_day d
          WHERE d.subject = 'credential' AND d.subject_id = ANY(${[...ids]}::uuid[]) AND d.source = 'last_used'
            AND d.first_observed_at <= ${instantSql(at)} GROUP BY 1`,
        );
  return new Map(rows.map(({ subjectId, days }) => [subjectId, days]));
}

const CredentialOf = z.object({ id: z.uuid(), userId: z.uuid() });

/** All credentials that these users have, or ever had. */
export const readCredentialsOf = (tx: TenantTx, userIds: readonly string[]): Promise<z.output<typeof CredentialOf>[]> =>
  rowsOf(
    tx,
    CredentialOf,
    Prisma.sql`
    SELECT c.id, c.user_record_id AS "userId" FROM credential c
    WHERE c.user_record_id = ANY(${[...userIds]}::uuid[]) ORDER BY c.id`,
  );

const Used = z.object({ subjectId: z.uuid(), service: z.string() });

/** The services that each of these credentials was last used for, whenever a scan looked until an instant. */
export const readUsedServices = (tx: TenantTx, ids: readonly string[], at: Date): Promise<z.output<typeof Used>[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : rowsOf(
        tx,
        Used,
        Prisma.sql`
        SELECT DISTINCT d.subject_id AS "subjectId", d.service FROM activity_day d
        WHERE d.subject = 'credential' AND d.subject_id = ANY(${[...ids]}::uuid[]) AND d.service <> ''
          AND d.first_observed_at <= ${instantSql(at)}`,
      );

/** A credential, as far as its use is told from. */
type UsedCredential = Pick<
  z.output<typeof Credential>,
  "id" | "kind" | "status" | "lastUse" | "lastUsedAt" | "createdAt" | "firstSeenAt"
> & { userRecordId: string | null };

/** What is known of the use of a credential that exists, by the looks at its account and the days of its use. */
export function usageFactsOf(
  credential: UsedCredential,
  { looks, days, at }: { looks: readonly Look[]; days: ReadonlyMap<string, readonly string[]>; at: Date },
): UsageFacts {
  const { id, kind, status, createdAt, firstSeenAt, userRecordId } = credential;
  const scanDays = looks
    .filter((look) => look.latestAt >= firstSeenAt && (look.userRecordId ?? userRecordId) === userRecordId)
    .map(({ day }) => day);
  const known = { daysUsed: days.get(id) ?? [], scanDays, lastUse: lastUseOf(credential) };
  return { kind, status, createdAt, goneAt: null, asOf: at, ...known };
}

const Counted = z.array(TrailCount);
const LookedUp = z.object({ subjectId: z.uuid(), lookedUpAt: z.date(), result: z.record(z.string(), z.unknown()) });
const Seen = z.object({
  userAgents: Counted,
  sourceIpAddresses: Counted,
  services: Counted,
  /** None of a lookup of before calls were counted. */
  calls: Counted.default([]),
});

/** What lookups in CloudTrail that had ended by an instant told of the use of these credentials, the newest of each. */
export async function readObserved(
  tx: TenantTx,
  ids: readonly string[],
  at: Date,
): Promise<Map<string, { lookedUpAt: Date } & z.output<typeof Seen>>> {
  const rows =
    ids.length === 0
      ? []
      : await rowsOf(
          tx,
          LookedUp,
          Prisma.sql`
          SELECT DISTINCT ON (l.subject_id) l.subject_id AS "subjectId", l.finished_at AS "lookedUpAt", l.result FROM trail_lookup l
          WHERE l.subject_id = ANY(${[...ids]}::uuid[]) AND l.result IS NOT NULL AND l.finished_at <= ${instantSql(at)}
          ORDER BY l.subject_id, l.finished_at DESC`,
        );
  return new Map(
    rows.flatMap(({ subjectId, lookedUpAt, result }) => {
      const { success, data } = Seen.safeParse(result);
      return success ? [[subjectId, { lookedUpAt, ...data }]] : [];
    }),
  );
}

const ServiceUsed = z.object({ service: z.string(), lastUsedAt: z.date() });

/** When a user, or one of its credentials, was last seen to use each service, as scans had told until an instant. */
export const readServicesUsed = (
  tx: TenantTx,
  ids: readonly string[],
  at: Date,
): Promise<z.output<typeof ServiceUsed>[]> =>
  rowsOf(
    tx,
    ServiceUsed,
    Prisma.sql`
    SELECT d.service, max(d.last_at) AS "lastUsedAt" FROM activity_day d
    WHERE d.subject IN ('user', 'credential') AND d.subject_id = ANY(${[...ids]}::uuid[]) AND d.service <> ''
      AND d.first_observed_at <= ${instantSql(at)} GROUP BY 1 ORDER BY 1`,
  );

const Candidate = z.object({
  arn: z.string(),
  kind: RoleKind,
  trustGrade: TrustGrade,
  trustDocument: z.unknown(),
  attachedPolicyArns: z.array(z.string()),
  permissionsBoundaryArn: z.string().nullable(),
  inlinePolicies: z.array(z.object({ name: z.string(), document: z.unknown(), problem: z.string().nullable() })),
});

/** So many roles are looked at: a page is to be answered, and those that were used last fit best. */
const MOST_CANDIDATES = 200;

/** Roles of an account whose trust policy is graded ok, and which AWS did not make, those that were used last first. */
export const readCandidates = (tx: TenantTx, accountId: string): Promise<z.output<typeof Candidate>[]> =>
  rowsOf(
    tx,
    Candidate,
    Prisma.sql`
    SELECT ${columnsOf(Candidate, "r", { trustDocument: Prisma.sql`r.trust->'document'` })} FROM iam_role r
    WHERE r.account_id = ${accountId}::uuid AND r.gone_at IS NULL AND r.trust_grade = 'ok' AND r.kind <> 'service_linked'
    ORDER BY r.last_used_at DESC NULLS LAST, r.id LIMIT ${MOST_CANDIDATES}`,
  );

const NamingRole = z.object({ roleArn: z.string(), awsAccountId: z.string() });

/** Roles of the tenant's accounts whose trust policies name a principal. */
export const readRolesNaming = (tx: TenantTx, arn: string): Promise<z.output<typeof NamingRole>[]> =>
  rowsOf(
    tx,
    NamingRole,
    Prisma.sql`
    SELECT r.arn AS "roleArn", a.aws_account_id AS "awsAccountId" FROM iam_role r
    JOIN aws_account a ON a.tenant_id = r.tenant_id AND a.id = r.account_id
    WHERE r.gone_at IS NULL AND r.trust->'principals' @> ${JSON.stringify([{ type: "AWS", value: arn }])}::jsonb ORDER BY 1`,
  );

const Successor = z.object({
  id: z.uuid(),
  arn: z.string(),
  roleName: z.string(),
  accountId: z.uuid(),
  trustGrade: TrustGrade,
  lastUsedAt: z.date().nullable(),
  attachedPolicyArns: z.array(z.string()),
  permissionsBoundaryArn: z.string().nullable(),
  inlinePolicies: z.array(z.object({ name: z.string(), document: z.unknown(), problem: z.string().nullable() })),
});
export type Successor = z.output<typeof Successor>;

const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** The roles of these ARNs that exist in the tenant's accounts, or existed at `asOf`. */
export async function readSuccessors(tx: TenantTx, arns: readonly string[], asOf?: Date): Promise<Successor[]> {
  if (arns.length === 0) return [];
  const ids = await rowsOf(
    tx,
    z.object({ id: z.uuid() }),
    Prisma.sql`
    SELECT r.id FROM iam_role r
    WHERE r.role_name = ANY(${arns.map(nameOfArn)}::text[]) AND r.arn = ANY(${[...arns]}::text[])`,
  );
  if (ids.length === 0) return [];
  const slice = { asOf, ids: ids.map(({ id }) => id) };
  return rowsOf(
    tx,
    Successor,
    Prisma.sql`
    SELECT ${columnsOf(Successor, "r")} FROM ${inventorySql("iam_role", "r", slice)}
    WHERE r.id = ANY(${slice.ids}::uuid[]) AND r.gone_at IS NULL`,
  );
}

const RoleUse = z.object({ subjectId: z.uuid(), day: Day, observedOn: Day });
/** A day on which a role was used, and the day of the scan that told of it first. */
export type RoleUse = z.output<typeof RoleUse>;

/** The days of use of these roles that scans had told of until an instant. */
export const readRoleUse = (tx: TenantTx, ids: readonly string[], at: Date): Promise<RoleUse[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : rowsOf(
        tx,
        RoleUse,
        Prisma.sql`
        SELECT d.subject_id AS "subjectId", d.day::text AS day, min((d.first_observed_at AT TIME ZONE 'UTC')::date)::text AS "observedOn"
        FROM activity_day d WHERE d.subject = 'role' AND d.subject_id = ANY(${[...ids]}::uuid[]) AND d.source = 'last_used'
          AND d.first_observed_at <= ${instantSql(at)} GROUP BY 1, 2`,
      );

const StandingException = z.object({ subjectId: z.uuid(), until: z.date() });

/** Until when somebody answers for findings of these subjects of an account, as of an instant. */
export const readExceptedUntil = (
  tx: TenantTx,
  accountId: string,
  at: Date,
): Promise<z.output<typeof StandingException>[]> =>
  rowsOf(
    tx,
    StandingException,
    Prisma.sql`
    SELECT e.subject_id AS "subjectId", max(e.expires_at) AS until FROM finding_exception e
    WHERE e.account_id = ${accountId}::uuid AND e.subject IN ('user', 'credential') AND e.created_at <= ${instantSql(at)}
      AND (e.ended_at IS NULL OR e.ended_at > ${instantSql(at)}) AND e.expires_at > ${instantSql(at)} GROUP BY 1`,
  );

const Recreated = z.object({ userId: z.uuid(), at: z.date() });

/** Which of these users, who are gone, have namesakes in their account that were seen later; since when. */
export const readRecreated = (
  tx: TenantTx,
  userIds: readonly string[],
  at: Date,
): Promise<z.output<typeof Recreated>[]> =>
  userIds.length === 0
    ? Promise.resolve([])
    : rowsOf(
        tx,
        Recreated,
        Prisma.sql`
        SELECT u.id AS "userId", min(n.first_seen_at) AS at FROM iam_user u
        JOIN iam_user n ON n.tenant_id = u.tenant_id AND n.account_id = u.account_id AND n.user_name = u.user_name AND n.id <> u.id
          AND n.first_seen_at >= u.gone_at AND n.first_seen_at <= ${instantSql(at)}
        WHERE u.id = ANY(${[...userIds]}::uuid[]) GROUP BY 1`,
      );
