import {
  type MigrationBreakdown,
  type MigrationBreakdownInput,
  MigrationStage,
  MigrationTarget,
  UserType,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { UNITS_OF_ACCOUNT } from "../organizations/units-of-account.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { STILL_TO_DO } from "./still-to-do.ts";

const Count = z.int();
const BreakdownRow = z.object({
  ...{ id: z.string(), name: z.string(), scope: Count, moved: Count, retired: Count, excepted: Count, blocked: Count },
  ...{ overdue: Count, movedLately: Count, retiredLately: Count, addedLately: Count },
});

/** What is added up: how a group is named and who belongs to it. `a` is the account, `s` its users of one owner and stage. */
const GROUPS: Record<MigrationBreakdownInput["by"], { id: Prisma.Sql; name: Prisma.Sql; joins: Prisma.Sql }> = {
  account: { id: Prisma.sql`a.aws_account_id`, name: Prisma.sql`a.name`, joins: Prisma.empty },
  owner: {
    id: Prisma.sql`s.owner`,
    name: Prisma.sql`coalesce(nullif(s.owner, ''), 'No owner')`,
    joins: Prisma.empty,
  },
  unit: {
    id: Prisma.sql`coalesce(u.id, '')`,
    name: Prisma.sql`coalesce(u.name, u.id, 'In no organisational unit')`,
    joins: UNITS_OF_ACCOUNT,
  },
};

/**
 * How far each account, unit (with all below it) or owner has come by the end of a day, and what became of it since another one. Of the
 * roll-ups, but for what is overdue.
 */
export async function readBreakdown(
  tx: TenantTx,
  by: MigrationBreakdownInput["by"],
  { day, since }: { day: string; since: string },
): Promise<MigrationBreakdown[]> {
  const { id, name, joins } = GROUPS[by];
  const of = (column: "users" | "more", ...stages: MigrationStage[]) => Prisma.sql`
    coalesce(sum(s.${Prisma.raw(column)}) FILTER (WHERE s.stage = ANY(${stages})), 0)::int`;
  const rows = await rowsOf(
    tx,
    BreakdownRow,
    Prisma.sql`
    WITH steps AS (
      SELECT d.account_id, d.owner, d.stage, sum(d.more) AS users, sum(d.more) FILTER (WHERE d.day > ${since}::date) AS more, 0 AS late
      FROM migration_day d WHERE d.day <= ${day}::date GROUP BY 1, 2, 3
      UNION ALL
      SELECT m.account_id, coalesce(m.owner, ''), '', 0, 0, count(*) FROM migration_period m
      WHERE m.valid_to IS NULL AND m.due_on < ${day}::date AND ${STILL_TO_DO} GROUP BY 1, 2
    )
    SELECT ${id} AS id, min(${name}) AS name, sum(s.users)::int AS scope, ${of("users", "removed", "verified")} AS moved,
      ${of("users", "retired")} AS retired, ${of("users", "excepted")} AS excepted, ${of("users", "blocked")} AS blocked,
      sum(s.late)::int AS overdue, ${of("more", "removed", "verified")} AS "movedLately", ${of("more", "retired")} AS "retiredLately",
      coalesce(sum(s.more), 0)::int AS "addedLately"
    FROM aws_account a JOIN steps s ON s.account_id = a.id ${joins}
    GROUP BY 1 HAVING sum(s.users) > 0 ORDER BY 2, 1`,
  );
  return rows.map((row) => ({ ...row, left: row.scope - row.moved - row.retired - row.excepted }));
}

const FlowRow = z.object({ userType: UserType, target: MigrationTarget, stage: MigrationStage, users: Count });
/** Users of one type, target and stage. */
export type FlowRow = z.output<typeof FlowRow>;

/** How many users of which type go where, and how far they are. A user's type is told from all credentials that it ever held. */
export const readFlow = (tx: TenantTx, { awsAccountId }: { awsAccountId?: string | undefined }): Promise<FlowRow[]> => {
  const account = Prisma.sql`(SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId ?? null})`;
  const ofAccount = (alias: "c" | "m") =>
    awsAccountId ? Prisma.sql`${Prisma.raw(alias)}.account_id = ${account}` : Prisma.sql`TRUE`;
  return rowsOf(
    tx,
    FlowRow,
    Prisma.sql`
    WITH held AS (
      SELECT c.user_record_id, bool_or(c.kind = 'console_password') AS console, bool_or(c.kind = 'access_key') AS keys
      FROM credential c WHERE c.user_record_id IS NOT NULL AND ${ofAccount("c")} GROUP BY 1
    )
    SELECT CASE WHEN h.console AND h.keys THEN 'console_and_keys' WHEN h.console THEN 'console' WHEN h.keys THEN 'keys' ELSE 'other' END AS "userType",
      m.target, m.stage, count(*)::int AS users
    FROM migration_period m LEFT JOIN held h ON h.user_record_id = m.user_id
    WHERE m.valid_to IS NULL AND ${ofAccount("m")} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
};
