import { MigrationStage, type OwnedUser, type OwnerMatch, type OwnersUsers } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { STILL_TO_DO } from "../migrations/still-to-do.ts";
import { instantSql } from "../sql/instants.ts";
import { jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const OwnersUsersRow = z.object({
  owner: z.string().nullable(),
  stage: MigrationStage,
  users: z.int(),
  overdue: z.int(),
});

/** How many users of each owner stand, or stood, at which stage, and how many of them were overdue on that day. */
export const countOwnersUsers = (
  tx: TenantTx,
  { at, asOf }: { at: Date; asOf?: Date | undefined },
): Promise<OwnersUsers[]> =>
  rowsOf(
    tx,
    OwnersUsersRow,
    Prisma.sql`
    SELECT m.owner, m.stage, count(*)::int AS users,
      count(*) FILTER (WHERE m.due_on < (${instantSql(at)} AT TIME ZONE 'UTC')::date
        AND ${STILL_TO_DO})::int AS overdue
    FROM migration_period m WHERE ${
      asOf
        ? Prisma.sql`m.valid_from <= ${instantSql(asOf)} AND (m.valid_to IS NULL OR m.valid_to > ${instantSql(asOf)})`
        : Prisma.sql`m.valid_to IS NULL`
    }
    GROUP BY 1, 2`,
  );

const Tags = z.array(z.object({ key: z.string(), value: z.string() }));
const MigratingUser = z.object({
  userId: z.uuid(),
  userName: z.string(),
  awsAccountId: z.string(),
  path: z.string(),
  tags: jsonOf(Tags),
});

/** A pattern of IAM as one of LIKE. */
const likeOf = (pattern: string): string =>
  pattern
    .replace(/[\\%_]/g, (special) => `\\${special}`)
    .replaceAll("*", "%")
    .replaceAll("?", "_");

/** What a rule asks of more than tags; `isOwnedBy` of the domain package decides. */
const mayFitSql = ({ awsAccountIds, pathPrefix, userName }: OwnerMatch): Prisma.Sql =>
  Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(awsAccountIds ? [Prisma.sql`a.aws_account_id = ANY(${awsAccountIds}::text[])`] : []),
      ...(pathPrefix === undefined ? [] : [Prisma.sql`starts_with(u.path, ${pathPrefix})`]),
      ...(userName === undefined ? [] : [Prisma.sql`u.user_name ILIKE ${likeOf(userName)}`]),
    ],
    " AND ",
  );

/** The users that exist, have something to migrate and may fit a rule, as far as it decides who answers for them. */
export async function readOwnedUsers(tx: TenantTx, match: OwnerMatch): Promise<(OwnedUser & { userId: string })[]> {
  const rows = await rowsOf(
    tx,
    MigratingUser,
    Prisma.sql`
    SELECT u.id AS "userId", u.user_name AS "userName", a.aws_account_id AS "awsAccountId", u.path, u.tags
    FROM migration_period m
    JOIN iam_user u ON u.tenant_id = m.tenant_id AND u.id = m.user_id AND u.gone_at IS NULL
    JOIN aws_account a ON a.tenant_id = u.tenant_id AND a.id = u.account_id
    WHERE m.valid_to IS NULL AND ${mayFitSql(match)} ORDER BY lower(u.user_name), u.id`,
  );
  return rows.map((row) => ({ ...row, tags: Tags.parse(row.tags) }));
}
