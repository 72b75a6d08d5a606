import { Day, MigrationStage, MigrationTarget } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { NO_CAMPAIGN } from "./migration-periods.ts";

const MoreOfDay = z.object({ day: Day, stage: MigrationStage, more: z.int() });
/** By how many the migrations of a stage became more on a day. */
export type MoreOfDay = z.output<typeof MoreOfDay>;

/** Of what a series is: of the whole tenant, if nothing is named. */
export type MigrationSeriesOf = {
  awsAccountId?: string | undefined;
  /** Empty: nobody is named. */
  owner?: string | undefined;
  campaignId?: string | undefined;
};

/** By how many each stage became more, day by day from the first day up to `to`. Sums of them are how many there were. */
export const readMigrationDays = (
  tx: TenantTx,
  { awsAccountId, owner, campaignId, to }: MigrationSeriesOf & { to: string },
): Promise<MoreOfDay[]> => {
  const conditions = [
    awsAccountId
      ? Prisma.sql`d.account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})`
      : null,
    owner === undefined ? null : Prisma.sql`d.owner = ${owner}`,
    campaignId ? Prisma.sql`d.campaign_id = ${campaignId}::uuid` : null,
  ].filter((condition) => condition !== null);
  return rowsOf(
    tx,
    MoreOfDay,
    conditions.length === 0
      ? Prisma.sql`
        SELECT d.day::text AS day, d.stage, sum(d.more)::int AS more FROM tenant_migration_day d
        WHERE d.day <= ${to}::date GROUP BY 1, 2 HAVING sum(d.more) <> 0 ORDER BY 1, 2`
      : Prisma.sql`
        SELECT d.day::text AS day, d.stage, sum(d.more)::int AS more FROM migration_day d
        WHERE d.day <= ${to}::date AND ${Prisma.join(conditions, " AND ")} GROUP BY 1, 2 HAVING sum(d.more) <> 0 ORDER BY 1, 2`,
  );
};

const Step = z.object({ day: Day, stage: MigrationStage, owner: z.string(), campaignId: z.uuid(), more: z.int() });
type Step = z.output<typeof Step>;

/** The steps of an account's migrations as they are kept, and as they follow from their periods. */
export async function readMigrationDaysAgain(
  tx: TenantTx,
  { accountId }: { accountId: string },
): Promise<{ kept: Step[]; again: Step[] }> {
  const ofAccount = Prisma.sql`FROM migration_period WHERE account_id = ${accountId}::uuid`;
  const key = Prisma.sql`stage, coalesce(owner, '') AS owner, coalesce(campaign_id, ${NO_CAMPAIGN}::uuid) AS campaign_id`;
  const begun = Prisma.sql`SELECT (valid_from AT TIME ZONE 'UTC')::date AS day, ${key}, 1 AS more ${ofAccount}`;
  const ended = Prisma.sql`SELECT (valid_to AT TIME ZONE 'UTC')::date, ${key}, -1 ${ofAccount} AND valid_to IS NOT NULL`;
  const kept = Prisma.sql`SELECT day, stage, owner, campaign_id, more FROM migration_day WHERE account_id = ${accountId}::uuid`;
  const rows = (from: Prisma.Sql) =>
    rowsOf(
      tx,
      Step,
      Prisma.sql`
      SELECT day::text AS day, stage, owner, campaign_id AS "campaignId", sum(more)::int AS more FROM (${from}) steps
      GROUP BY 1, 2, 3, 4 HAVING sum(more) <> 0 ORDER BY 1, 2, 3, 4`,
    );
  return { kept: await rows(kept), again: await rows(Prisma.sql`${begun} UNION ALL ${ended}`) };
}

const TargetStep = MoreOfDay.extend({ target: MigrationTarget });
type TargetStep = z.output<typeof TargetStep>;

/** The steps of all of a tenant's migrations as they are kept, and as they follow from their periods. */
export async function readTenantMigrationDaysAgain(tx: TenantTx): Promise<{ kept: TargetStep[]; again: TargetStep[] }> {
  const rows = (from: Prisma.Sql) =>
    rowsOf(
      tx,
      TargetStep,
      Prisma.sql`
      SELECT day::text AS day, stage, target, sum(more)::int AS more FROM (${from}) steps
      GROUP BY 1, 2, 3 HAVING sum(more) <> 0 ORDER BY 1, 2, 3`,
    );
  const again = Prisma.sql`
    SELECT (valid_from AT TIME ZONE 'UTC')::date AS day, stage, target, 1 AS more FROM migration_period
    UNION ALL SELECT (valid_to AT TIME ZONE 'UTC')::date, stage, target, -1 FROM migration_period WHERE valid_to IS NOT NULL`;
  return {
    kept: await rows(Prisma.sql`SELECT day, stage, target, more FROM tenant_migration_day`),
    again: await rows(again),
  };
}
