import { MigrationPlan } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const COLUMNS = columnsOf(MigrationPlan, "p", { dueOn: Prisma.sql`p.due_on::text` });
const heldAt = (at: Date): Prisma.Sql =>
  Prisma.sql`p.accepted_at <= ${instantSql(at)} AND (p.ended_at IS NULL OR p.ended_at > ${instantSql(at)})`;

/** The plans that held at an instant, of the users of an account, or of one of them. */
export const readPlans = (
  tx: TenantTx,
  of: { accountId: string } | { userId: string },
  at: Date,
): Promise<MigrationPlan[]> =>
  rowsOf(
    tx,
    MigrationPlan,
    Prisma.sql`
    SELECT ${COLUMNS} FROM migration_plan p WHERE ${heldAt(at)} AND ${
      "userId" in of ? Prisma.sql`p.user_id = ${of.userId}::uuid` : Prisma.sql`p.account_id = ${of.accountId}::uuid`
    }`,
  );

const PastPlan = MigrationPlan.extend({ endedAt: z.date().nullable() });
/** A plan, and when it was withdrawn or another one took its place. */
export type PastPlan = z.output<typeof PastPlan>;

/** All plans that there were for these users, the newest first. */
export const listPlans = (tx: TenantTx, userIds: readonly string[]): Promise<PastPlan[]> =>
  rowsOf(
    tx,
    PastPlan,
    Prisma.sql`
    SELECT ${columnsOf(PastPlan, "p", { dueOn: Prisma.sql`p.due_on::text` })} FROM migration_plan p
    WHERE p.user_id = ANY(${[...userIds]}::uuid[]) ORDER BY p.accepted_at DESC, p.id`,
  );

/** Ends the plan that a user has. @returns whether there was one */
export const endPlan = async (tx: TenantTx, userId: string, at: Date): Promise<boolean> =>
  (await execute(
    tx,
    Prisma.sql`UPDATE migration_plan SET ended_at = ${instantSql(at)} WHERE user_id = ${userId}::uuid AND ended_at IS NULL`,
  )) > 0;

/** Keeps a plan; the one before it has to be ended first. */
export async function insertPlan(tx: TenantTx, accountId: string, plan: MigrationPlan): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO migration_plan (tenant_id, id, user_id, account_id, target, reason, owner, due_on, replacement_role_arn,
      "values", blocked_reason, proposed_target, proposed_confidence, accepted_at, accepted_by)
    VALUES (current_tenant(), ${plan.id}::uuid, ${plan.userId}::uuid, ${accountId}::uuid, ${plan.target}, ${plan.reason}, ${plan.owner},
      ${plan.dueOn}::date, ${plan.replacementRoleArn}, ${JSON.stringify(plan.values)}::jsonb,
      ${plan.blockedReason}, ${plan.proposedTarget}, ${plan.proposedConfidence}, ${instantSql(plan.acceptedAt)}, ${plan.acceptedBy})`,
  );
}
