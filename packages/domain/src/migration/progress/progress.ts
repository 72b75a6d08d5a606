import { z } from "zod";
import { Interval, SeriesInput } from "../../metrics/metrics.ts";
import { Day, TypedText } from "../../primitives.ts";
import { MigrationStage } from "../stages/stage.ts";
import { MigrationTarget } from "../target/target.ts";

export const MigrationProgressInput = SeriesInput.extend({
  owner: TypedText.max(256).optional().describe("Who answers for the users; empty: nobody is named"),
  campaignId: z.uuid().optional(),
  targetDate: Day.optional().describe("By when all shall be done: the pace that this needs is told"),
});
export type MigrationProgressInput = z.infer<typeof MigrationProgressInput>;

export const StageCounts = z.record(MigrationStage, z.int());
export type StageCounts = z.infer<typeof StageCounts>;

export const ProgressPoint = z.object({
  day: Day,
  stages: StageCounts.describe("How many migrations stood at each stage at the end of the day"),
  scope: z.int().describe("All migrations that there were by then: it grows with new users"),
  moved: z.int().describe("Those whose user is gone and whose work a role took over"),
  retired: z.int().describe("Those that needed no successor"),
  excepted: z.int().describe("Those that stay, by an exception"),
  left: z.int().describe("The rest"),
});
export type ProgressPoint = z.infer<typeof ProgressPoint>;

const ForecastInterval = z.object({
  percent: z.union([z.literal(50), z.literal(85)]),
  from: z.date().nullable().describe("Null: not within five years"),
  to: z.date().nullable(),
});

export const MigrationProgress = z.object({
  from: Day,
  to: Day,
  interval: Interval,
  points: z.array(ProgressPoint),
  forecast: z.object({
    intervals: z.array(ForecastInterval).describe("When the last one ends, as the pace of the last weeks suggests"),
    pacePerWeek: z.number().describe("Ends a week so far, less what was added"),
    paceNeeded: z
      .number()
      .nullable()
      .describe("Ends a week that the target date needs; null: no target date, or it is past"),
    reason: z.string().nullable().describe("Why there is no forecast; null: there is one"),
  }),
});
export type MigrationProgress = z.infer<typeof MigrationProgress>;

/** How many migrations stand where, and how well their targets are borne out. */
export const MigrationStanding = z.object({
  stages: StageCounts,
  targets: z.array(z.object({ target: MigrationTarget, stages: StageCounts })),
});
export type MigrationStanding = z.infer<typeof MigrationStanding>;
