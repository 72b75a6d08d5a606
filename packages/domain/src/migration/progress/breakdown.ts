import { z } from "zod";
import { AwsAccountId } from "../../primitives.ts";
import { MigrationTarget } from "../target/target.ts";
import { StageCounts } from "./progress.ts";

export const MigrationBreakdownInput = z.object({ by: z.enum(["account", "unit", "owner"]) });
export type MigrationBreakdownInput = z.infer<typeof MigrationBreakdownInput>;

/** So many days are “lately”. */
export const LATELY_DAYS = 28;

/** How far one account, unit or owner has come. */
export const MigrationBreakdown = z.object({
  id: z.string().describe("AWS account id, id of the unit, or the owner; empty: in none, or nobody is named"),
  name: z.string(),
  scope: z.int(),
  moved: z.int(),
  retired: z.int(),
  excepted: z.int(),
  blocked: z.int(),
  overdue: z.int().describe("Planned users past their day that are not at their end"),
  left: z.int().describe("To be moved or retired"),
  movedLately: z.int().describe(`In the last ${LATELY_DAYS} days`),
  retiredLately: z.int().describe(`In the last ${LATELY_DAYS} days`),
  addedLately: z.int().describe(`Users that came into the scope in the last ${LATELY_DAYS} days`),
});
export type MigrationBreakdown = z.infer<typeof MigrationBreakdown>;

/** What a user signs in or signs calls with, or did before it was moved. */
export const USER_TYPES = {
  console: "Console only",
  console_and_keys: "Console and keys",
  keys: "Keys only",
  other: "Other credentials",
} as const satisfies Record<string, string>;
export const UserType = z.enum(Object.keys(USER_TYPES) as [keyof typeof USER_TYPES, ...(keyof typeof USER_TYPES)[]]);
export type UserType = z.infer<typeof UserType>;

export const MigrationFlowInput = z.object({ awsAccountId: AwsAccountId.optional() });
export type MigrationFlowInput = z.infer<typeof MigrationFlowInput>;

/** Users of one type that go to one type of target. */
export const MigrationFlow = z.object({
  userType: UserType,
  target: MigrationTarget,
  users: z.int(),
  stages: StageCounts,
});
export type MigrationFlow = z.infer<typeof MigrationFlow>;
