import { Credential, Day } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const HeldCredential = Credential.pick({
  ...{ id: true, kind: true, accessKeyId: true, name: true, userRecordId: true },
  ...{ createdAt: true, firstSeenAt: true, goneAt: true, lastUse: true, lastUsedAt: true },
});
/** A credential that a user holds, or held. */
export type HeldCredential = z.output<typeof HeldCredential>;

/** All credentials that these users held until an instant, also those that are gone, the oldest first. */
export const readHeldCredentials = (tx: TenantTx, userIds: readonly string[], at: Date): Promise<HeldCredential[]> =>
  rowsOf(
    tx,
    HeldCredential,
    Prisma.sql`
    SELECT ${columnsOf(HeldCredential, "c", { goneAt: Prisma.sql`CASE WHEN c.gone_at <= ${instantSql(at)} THEN c.gone_at END` })}
    FROM credential c WHERE c.user_record_id = ANY(${[...userIds]}::uuid[]) AND c.first_seen_at <= ${instantSql(at)}
    ORDER BY coalesce(c.created_at, c.first_seen_at), c.id`,
  );

const NamedRole = z.object({
  id: z.uuid(),
  arn: z.string(),
  roleName: z.string(),
  createdAt: z.date().nullable(),
  firstSeenAt: z.date(),
  goneAt: z.date().nullable(),
});
/** A role by which others take over, also one that is gone. */
export type NamedRole = z.output<typeof NamedRole>;

/** The roles of these ARNs that were seen until an instant. */
export const readNamedRoles = (tx: TenantTx, arns: readonly string[], at: Date): Promise<NamedRole[]> =>
  arns.length === 0
    ? Promise.resolve([])
    : rowsOf(
        tx,
        NamedRole,
        Prisma.sql`
        SELECT ${columnsOf(NamedRole, "r", { goneAt: Prisma.sql`CASE WHEN r.gone_at <= ${instantSql(at)} THEN r.gone_at END` })}
        FROM iam_role r
        WHERE r.role_name = ANY(${arns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1))}::text[]) AND r.arn = ANY(${[...arns]}::text[])
          AND r.first_seen_at <= ${instantSql(at)} ORDER BY r.first_seen_at, r.id`,
      );

const LookDay = z.object({ day: Day });

/** The days until an instant on which scans of an account were told when its roles were last used. */
export const readRoleLooks = async (tx: TenantTx, accountId: string, at: Date): Promise<string[]> => {
  const rows = await rowsOf(
    tx,
    LookDay,
    Prisma.sql`
    SELECT DISTINCT (s.finished_at AT TIME ZONE 'UTC')::date::text AS day FROM scan s
    WHERE s.account_id = ${accountId}::uuid AND s.status IN ('complete', 'partial') AND s.finished_at <= ${instantSql(at)}
      AND s.coverage @> '[{"resource": "roles", "state": "read"}]'`,
  );
  return rows.map(({ day }) => day);
};
