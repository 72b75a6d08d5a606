import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const UserOwner = z.object({ userId: z.uuid(), owner: z.string() });
/** Who answers for a user otherwise than its tags say. */
export type UserOwner = z.output<typeof UserOwner>;

/** Of these users, those for whom others answer than their tags say. */
export async function readUserOwners(tx: TenantTx, userIds: readonly string[]): Promise<UserOwner[]> {
  if (userIds.length === 0) return [];
  return rowsOf(
    tx,
    UserOwner,
    Prisma.sql`
    SELECT ${columnsOf(UserOwner, "o")} FROM user_owner o WHERE o.user_id = ANY(${[...userIds]}::uuid[]) AND o.valid_to IS NULL`,
  );
}

/** Writes who answers for users from an instant on; null: as their tags say. */
export async function writeUserOwners(
  tx: TenantTx,
  { accountId, at }: { accountId: string; at: Date },
  changed: readonly { userId: string; owner: string | null }[],
): Promise<void> {
  if (changed.length === 0) return;
  await execute(
    tx,
    Prisma.sql`
    UPDATE user_owner SET valid_to = ${instantSql(at)}
    WHERE user_id = ANY(${changed.map(({ userId }) => userId)}::uuid[]) AND valid_to IS NULL`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO user_owner (tenant_id, user_id, valid_from, account_id, owner)
    SELECT current_tenant(), "userId", ${instantSql(at)}, ${accountId}::uuid, owner
    FROM jsonb_to_recordset(${JSON.stringify(changed.filter(({ owner }) => owner !== null))}::jsonb) AS r ("userId" uuid, owner text)
    ON CONFLICT (tenant_id, user_id, valid_from) DO UPDATE SET valid_to = NULL, owner = excluded.owner`,
  );
}

/** Writes who answers for credentials otherwise than the tags of their users say, in bulk. */
export async function writeAssignedOwners(
  tx: TenantTx,
  rows: readonly { id: string; owner: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await execute(
    tx,
    Prisma.sql`
    UPDATE credential c SET assigned_owner = r.owner
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id uuid, owner text)
    WHERE c.tenant_id = current_tenant() AND c.id = r.id`,
  );
}
