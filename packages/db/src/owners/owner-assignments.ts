import { type DecidedOwner, OwnerAssignment } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Decided = z.object({
  userId: z.uuid(),
  kind: z.enum(["plan", "by_hand"]),
  owner: z.string(),
  by: z.string(),
  at: z.date(),
});

/** Whom plans named, and who was assigned by hand, at an instant, by user: of all, of an account, or of one user. Plans go first. */
export async function readDecidedOwners(
  tx: TenantTx,
  of: { accountId?: string; userId?: string },
  at: Date,
): Promise<Map<string, DecidedOwner>> {
  const ofUser = of.userId ? Prisma.sql`user_id = ${of.userId}::uuid` : Prisma.sql`TRUE`;
  const ofWhom = of.accountId ? Prisma.sql`account_id = ${of.accountId}::uuid AND ${ofUser}` : ofUser;
  const until = instantSql(at);
  const rows = await rowsOf(
    tx,
    Decided,
    Prisma.sql`
    SELECT user_id AS "userId", 'by_hand' AS kind, owner, set_by AS by, valid_from AS at FROM owner_assignment
    WHERE ${ofWhom} AND valid_from <= ${until} AND (valid_to IS NULL OR valid_to > ${until})
    UNION ALL
    SELECT user_id, 'plan', owner, accepted_by, accepted_at FROM migration_plan
    WHERE ${ofWhom} AND accepted_at <= ${until} AND (ended_at IS NULL OR ended_at > ${until})
    ORDER BY kind`,
  );
  return new Map(
    rows.map(({ userId, kind, owner, by, at: since }): [string, DecidedOwner] => [
      userId,
      kind === "plan" ? { kind, owner } : { kind, owner, by, at: since },
    ]),
  );
}

/** What was assigned to a user by hand up to an instant, the newest first. */
export function listOwnerAssignments(tx: TenantTx, userId: string, at: Date): Promise<OwnerAssignment[]> {
  const hasEnded = Prisma.sql`w.valid_to <= ${instantSql(at)}`;
  const columns = columnsOf(OwnerAssignment, "w", {
    from: Prisma.sql`w.valid_from`,
    to: Prisma.sql`CASE WHEN ${hasEnded} THEN w.valid_to END`,
    endedBy: Prisma.sql`CASE WHEN ${hasEnded} THEN w.ended_by END`,
  });
  return rowsOf(
    tx,
    OwnerAssignment,
    Prisma.sql`
    SELECT ${columns} FROM owner_assignment w
    WHERE w.user_id = ${userId}::uuid AND w.valid_from <= ${instantSql(at)} ORDER BY w.valid_from DESC`,
  );
}

const Assignable = z.object({
  userId: z.uuid(),
  userName: z.string(),
  accountId: z.uuid(),
  assigned: z.string().nullable(),
});

/** Those of these users that exist, with who is assigned to them by hand. */
export const readAssignable = (tx: TenantTx, userIds: readonly string[]): Promise<z.output<typeof Assignable>[]> =>
  rowsOf(
    tx,
    Assignable,
    Prisma.sql`
    SELECT u.id AS "userId", u.user_name AS "userName", u.account_id AS "accountId", w.owner AS assigned
    FROM iam_user u
    LEFT JOIN owner_assignment w ON w.tenant_id = u.tenant_id AND w.user_id = u.id AND w.valid_to IS NULL
    WHERE u.id = ANY(${[...userIds]}::uuid[]) AND u.gone_at IS NULL ORDER BY u.id`,
  );

type Assigned = { userId: string; accountId: string };

/** Ends what is assigned to these users by hand, and assigns an owner from then on; null: nobody. */
export async function replaceAssignments(
  tx: TenantTx,
  users: readonly Assigned[],
  { owner, at, by }: { owner: string | null; at: Date; by: string },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE owner_assignment SET valid_to = ${instantSql(at)}, ended_by = ${by}
    WHERE user_id = ANY(${users.map(({ userId }) => userId)}::uuid[]) AND valid_to IS NULL`,
  );
  if (owner === null) return;
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO owner_assignment (tenant_id, user_id, valid_from, account_id, owner, set_by)
    SELECT current_tenant(), "userId", ${instantSql(at)}, "accountId", ${owner}, ${by}
    FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb) AS r ("userId" uuid, "accountId" uuid)
    ON CONFLICT (tenant_id, user_id, valid_from) DO UPDATE SET valid_to = NULL, ended_by = NULL, owner = excluded.owner, set_by = excluded.set_by`,
  );
}
