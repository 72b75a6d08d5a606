import { z } from "zod";
import { CheckId, Severity } from "../judgement/check.ts";
import { MigrationStage } from "../migration/stages/stage.ts";
import { AwsAccountId } from "../primitives.ts";

/** Where the objects of a step are listed: the findings of a check, or the migrations of a stage. */
export const StepSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("findings"), checkId: CheckId }),
  z.object({ kind: z.literal("migrations"), stage: MigrationStage }),
]);
export type StepSource = z.infer<typeof StepSource>;

/** The one that comes first in the list of a step's objects. */
export const FirstObject = z.object({
  name: z.string(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  owner: z.string().nullable().describe("null: it has no owner"),
  path: z.string().describe("Its page in the console"),
});
export type FirstObject = z.infer<typeof FirstObject>;

/** What is to be done first, for all objects of one kind together. */
export const RankedStep = z.object({
  what: z.string().describe("What to do, in the imperative"),
  why: z.string().describe("What is wrong as long as it is not done"),
  severity: Severity.describe("Of the most severe object"),
  isSafe: z.boolean().describe("Nothing that is in use stops: it can be done at once"),
  count: z.int().describe("Objects: as many as the list of the source has"),
  source: StepSource,
  first: FirstObject.nullable().describe("null: it was mended between two readings"),
});
export type RankedStep = z.infer<typeof RankedStep>;

export const NextStepsInput = z.object({ awsAccountId: AwsAccountId.optional() });
export type NextStepsInput = z.infer<typeof NextStepsInput>;

export const NextSteps = z.object({
  steps: z.array(RankedStep).describe("At most seven, what matters most first"),
  more: z.int().describe("Kinds of steps that are open beside these"),
  accountsNotJudged: z.int().describe("Accounts of which nothing is known yet: they may have more"),
});
export type NextSteps = z.infer<typeof NextSteps>;
