import { TrailLookup } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Known = { status: TrailLookup.shape.status.nullable(), finishedAt: z.date().nullable() };
const UserAsked = z.object({
  userId: z.uuid(),
  userName: z.string(),
  accountId: z.uuid(),
  awsAccountId: z.string(),
  isGone: z.boolean(),
  ...Known,
});
/** A user, with how the newest lookup of the services and actions that it used stands; null: there is none. */
export type UserAsked = z.output<typeof UserAsked>;

/** These users, as far as the tenant has them. */
export const readUsersAsked = (tx: TenantTx, userIds: readonly string[]): Promise<UserAsked[]> =>
  rowsOf(
    tx,
    UserAsked,
    Prisma.sql`
    SELECT u.id AS "userId", u.user_name AS "userName", u.account_id AS "accountId", a.aws_account_id AS "awsAccountId",
      u.gone_at IS NOT NULL AS "isGone", l.status, l.finished_at AS "finishedAt"
    FROM iam_user u JOIN aws_account a ON a.tenant_id = u.tenant_id AND a.id = u.account_id
    LEFT JOIN LATERAL (
      SELECT x.status, x.finished_at FROM last_accessed_lookup x WHERE x.tenant_id = u.tenant_id AND x.user_id = u.id
      ORDER BY x.requested_at DESC LIMIT 1) l ON true
    WHERE u.id = ANY(${[...userIds]}::uuid[]) ORDER BY u.user_name, u.id`,
  );

const CredentialAsked = z.object({ id: z.uuid(), userId: z.uuid(), ...Known });

/** The active access keys with a known id and console passwords of these users, with how the newest lookup of each stands. */
export const readCredentialsAsked = (
  tx: TenantTx,
  userIds: readonly string[],
): Promise<z.output<typeof CredentialAsked>[]> =>
  rowsOf(
    tx,
    CredentialAsked,
    Prisma.sql`
    SELECT c.id, c.user_record_id AS "userId", l.status, l.finished_at AS "finishedAt" FROM credential c
    LEFT JOIN LATERAL (
      SELECT x.status, x.finished_at FROM trail_lookup x WHERE x.tenant_id = c.tenant_id AND x.subject_id = c.id
      ORDER BY x.requested_at DESC, x.id DESC LIMIT 1) l ON true
    WHERE c.user_record_id = ANY(${[...userIds]}::uuid[]) AND c.gone_at IS NULL AND c.status = 'active'
      AND (c.kind = 'console_password' OR (c.kind = 'access_key' AND c.access_key_id IS NOT NULL))
    ORDER BY c.id`,
  );

/** All lookups of what users did, or those of one user. */
const lookupsOf = (userId: string | undefined): Prisma.Sql => Prisma.sql`(
  SELECT t.account_id, t.status, t.requested_at, t.error FROM trail_lookup t WHERE t.subject = 'credential'
    AND ${userId ? Prisma.sql`t.subject_id IN (SELECT c.id FROM credential c WHERE c.user_record_id = ${userId}::uuid)` : Prisma.sql`TRUE`}
  UNION ALL
  SELECT t.account_id, t.status, t.requested_at, t.error FROM last_accessed_lookup t
    WHERE ${userId ? Prisma.sql`t.user_id = ${userId}::uuid` : Prisma.sql`TRUE`}) l`;

const Since = z.object({ since: z.date().nullable() });

/** Since when lookups are under way, or were asked for last; null: never. */
export async function findGatheringSince(tx: TenantTx, userId?: string): Promise<Date | null> {
  const row = await firstRowOf(
    tx,
    Since,
    Prisma.sql`
    SELECT coalesce(
      (SELECT min(l.requested_at) FROM ${lookupsOf(userId)} WHERE l.status IN ('queued', 'running')),
      (SELECT max(l.requested_at) FROM ${lookupsOf(userId)})) AS since`,
  );
  return row?.since ?? null;
}

const Counted = z.object({
  awsAccountId: z.string(),
  accountName: z.string(),
  open: z.int(),
  done: z.int(),
  failed: z.int(),
});

/** How many lookups that were asked for since an instant wait, told something, or failed, by account. */
export const countLookups = (
  tx: TenantTx,
  { since, userId }: { since: Date; userId?: string | undefined },
): Promise<z.output<typeof Counted>[]> =>
  rowsOf(
    tx,
    Counted,
    Prisma.sql`
    SELECT a.aws_account_id AS "awsAccountId", a.name AS "accountName",
      count(*) FILTER (WHERE l.status IN ('queued', 'running'))::int AS open,
      count(*) FILTER (WHERE l.status IN ('complete', 'partial'))::int AS done,
      count(*) FILTER (WHERE l.status = 'failed')::int AS failed
    FROM ${lookupsOf(userId)} JOIN aws_account a ON a.id = l.account_id
    WHERE l.requested_at >= ${instantSql(since)} GROUP BY 1, 2 ORDER BY 1`,
  );

const Failure = z.object({
  awsAccountId: z.string(),
  accountName: z.string(),
  reason: z.string(),
  lookups: z.int(),
});
/** So many reasons are told: more of them nobody reads. */
const MOST_FAILURES = 20;

/** Why lookups that were asked for since an instant failed, the most frequent reason first. */
export const listLookupFailures = (
  tx: TenantTx,
  { since, userId }: { since: Date; userId?: string | undefined },
): Promise<z.output<typeof Failure>[]> =>
  rowsOf(
    tx,
    Failure,
    Prisma.sql`
    SELECT a.aws_account_id AS "awsAccountId", a.name AS "accountName", l.error AS reason, count(*)::int AS lookups
    FROM ${lookupsOf(userId)} JOIN aws_account a ON a.id = l.account_id
    WHERE l.requested_at >= ${instantSql(since)} AND l.status = 'failed' AND l.error IS NOT NULL
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 3 LIMIT ${MOST_FAILURES}`,
  );
