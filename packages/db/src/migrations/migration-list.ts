import { type ListMigrationsInput, Migration, type MigrationStage, nextStepOf, type Page } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { containsSql, namedSql } from "../inventory/named.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const MigrationRow = Migration.omit({ replacement: true, nextStep: true }).extend({
  id: z.uuid(),
  accountId: z.uuid(),
  replacementRoleArn: z.string().nullable(),
});
type MigrationRow = z.output<typeof MigrationRow>;

const MIGRATIONS: List<typeof MigrationRow> = {
  row: MigrationRow,
  select: columnsOf(MigrationRow, "m", {
    id: Prisma.sql`m.user_id`,
    awsAccountId: Prisma.sql`a.aws_account_id`,
    accountName: Prisma.sql`a.name`,
    dueOn: Prisma.sql`m.due_on::text`,
  }),
  from: Prisma.sql`migration_period m JOIN aws_account a ON a.tenant_id = m.tenant_id AND a.id = m.account_id`,
  id: Prisma.sql`m.user_id`,
  sorts: {
    next: {
      expression: Prisma.sql`migration_turn(m.stage, m.target, m.confidence, m.due_on)`,
      type: "text",
      required: true,
    },
    userName: { expression: Prisma.sql`m.user_name`, type: "text", required: true },
    stageSince: { expression: Prisma.sql`m.stage_since`, type: "timestamptz", required: true },
    dueOn: { expression: Prisma.sql`m.due_on`, type: "date" },
  },
};

/** The periods of now, or those that were valid then. */
const heldAt = (asOf: Date | undefined): Prisma.Sql =>
  asOf
    ? Prisma.sql`m.valid_from <= ${instantSql(asOf)} AND (m.valid_to IS NULL OR m.valid_to > ${instantSql(asOf)})`
    : Prisma.sql`m.valid_to IS NULL`;

const shown = ({ id: _, accountId: __, replacementRoleArn, ...row }: MigrationRow): Migration => ({
  ...row,
  replacement: replacementRoleArn === null ? null : { roleArn: replacementRoleArn },
  nextStep: nextStepOf(row.stage, { target: row.target, hasRole: replacementRoleArn !== null }),
});

/** One page of the migrations that there are, or were at `input.asOf`. */
export async function listMigrationRows(tx: TenantTx, input: ListMigrationsInput): Promise<Page<Migration>> {
  const { stage, target, confidence, owner, campaignId, awsAccountId, q, asOf, sort, cursor, limit } = input;
  const where = [
    heldAt(asOf),
    stage ? Prisma.sql`m.stage = ${stage}` : null,
    target ? Prisma.sql`m.target = ${target}` : null,
    confidence ? Prisma.sql`m.confidence = ${confidence}` : null,
    owner === undefined ? null : owner === "" ? Prisma.sql`m.owner IS NULL` : Prisma.sql`m.owner = ${owner}`,
    campaignId ? Prisma.sql`m.campaign_id = ${campaignId}::uuid` : null,
    awsAccountId ? Prisma.sql`a.aws_account_id = ${awsAccountId}` : null,
    await namedSql(tx, Prisma.sql`m.user_id`, "iam_user", input),
    q ? containsSql([Prisma.sql`m.user_name`], q) : null,
  ];
  const page = await pageOf(tx, MIGRATIONS, { where, sort, cursor, limit });
  return { ...page, items: page.items.map(shown) };
}

/** Where the migration of a user stands, or stood at an instant; null: there is, or was, nothing to move. */
export async function findMigration(
  tx: TenantTx,
  userId: string,
  asOf?: Date,
): Promise<(Migration & { accountId: string }) | null> {
  const row = await oneOf(tx, MIGRATIONS, Prisma.sql`m.user_id = ${userId}::uuid AND ${heldAt(asOf)}`);
  return row && { ...shown(row), accountId: row.accountId };
}

const StageCount = z.object({ stage: Migration.shape.stage, target: Migration.shape.target, count: z.int() });
export type StageCount = { stage: MigrationStage; target: Migration["target"]; count: number };

/** How many migrations stand where, by stage and target: of an account by its migrations, of the tenant by its days. */
export const countMigrations = (
  tx: TenantTx,
  { awsAccountId, asOf }: { awsAccountId?: string | undefined; asOf?: Date | undefined },
): Promise<StageCount[]> => {
  const ofAccount = Prisma.sql`
    SELECT m.stage, m.target, 1 AS more FROM migration_period m
    WHERE ${heldAt(asOf)} AND m.account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})`;
  const steps = awsAccountId
    ? ofAccount
    : asOf
      ? stepsUntil(asOf)
      : Prisma.sql`SELECT stage, target, more FROM tenant_migration_day`;
  return rowsOf(
    tx,
    StageCount,
    Prisma.sql`
    SELECT stage, target, sum(more)::int AS count FROM (${steps}) steps GROUP BY 1, 2 HAVING sum(more) <> 0 ORDER BY 1, 2`,
  );
};

/** All steps of the tenant's migrations up to an instant: those of whole days, and those of its own day one by one. */
function stepsUntil(asOf: Date): Prisma.Sql {
  const instant = instantSql(asOf);
  const day = Prisma.sql`(${instant} AT TIME ZONE 'UTC')::date`;
  const onIts = (column: Prisma.Sql) =>
    Prisma.sql`${column} >= ${day}::timestamp AT TIME ZONE 'UTC' AND ${column} <= ${instant}`;
  return Prisma.sql`
    SELECT stage, target, more FROM tenant_migration_day WHERE day < ${day}
    UNION ALL SELECT stage, target, 1 FROM migration_period m WHERE ${onIts(Prisma.sql`m.valid_from`)}
    UNION ALL SELECT stage, target, -1 FROM migration_period m WHERE ${onIts(Prisma.sql`m.valid_to`)}`;
}
