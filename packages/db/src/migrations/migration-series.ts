import { Day, MigrationStage } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

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
        SELECT d.day::text AS day, d.stage, d.more FROM tenant_migration_day d WHERE d.day <= ${to}::date AND d.more <> 0 ORDER BY d.day, d.stage`
      : Prisma.sql`
        SELECT d.day::text AS day, d.stage, sum(d.more)::int AS more FROM migration_day d
        WHERE d.day <= ${to}::date AND ${Prisma.join(conditions, " AND ")} GROUP BY 1, 2 HAVING sum(d.more) <> 0 ORDER BY 1, 2`,
  );
};
