import { migrations } from "@rolecall/db";
import {
  type ListMigrationsInput,
  type Migration,
  MigrationStage,
  type MigrationStanding,
  type Page,
  type StageCounts,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { readInventory } from "../inventory/read-inventory.ts";

/** One page of migrations, of now or as of an instant. @throws AppError INVALID for a cursor of another list or a future `asOf` */
export const listMigrations = (ctx: Ctx, input: ListMigrationsInput): Promise<Page<Migration>> =>
  readInventory(ctx, input, (tx) => migrations.listMigrationRows(tx, input));

/** How many migrations stand at each stage, whatever their target. */
export const stageCountsOf = (rows: readonly Pick<migrations.StageCount, "stage" | "count">[]): StageCounts => {
  const count = (stage: MigrationStage) =>
    rows.filter((row) => row.stage === stage).reduce((sum, row) => sum + row.count, 0);
  return Object.fromEntries(MigrationStage.options.map((stage) => [stage, count(stage)])) as StageCounts;
};

/** How many migrations stand where, by stage and by target. @throws AppError INVALID for a future `asOf` */
export const getMigrationStanding = (
  ctx: Ctx,
  input: { awsAccountId?: string | undefined; asOf?: Date | undefined },
): Promise<MigrationStanding> =>
  readInventory(ctx, input, async (tx) => {
    const rows = await migrations.countMigrations(tx, input);
    const byTarget = Map.groupBy(rows, ({ target }) => target);
    const targets = [...byTarget].map(([target, ofTarget]) => ({ target, stages: stageCountsOf(ofTarget) }));
    return { stages: stageCountsOf(rows), targets };
  });
