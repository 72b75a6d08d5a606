import { z } from "zod";
import { Day, Instant } from "../primitives.ts";

/** Where the change from an old key to a new one stands. */
export const RotationStage = z.enum(["overlapping", "in_name_only", "quiet", "deactivated", "complete"]);
export type RotationStage = z.infer<typeof RotationStage>;

/** An old and a new access key of one user as one rotation. Instants are AWS's where AWS tells them, else of the scan that saw it. */
export const Rotation = z.object({
  oldCredentialId: z.uuid(),
  oldAccessKeyId: z.string().nullable(),
  newCredentialId: z.uuid(),
  newAccessKeyId: z.string().nullable(),
  stage: RotationStage.describe("in_name_only: the old key is still in use although the new one has been in use"),
  startedAt: Instant.describe("When the new key was made"),
  oldAgeDaysAtStart: z.number().int().nullable(),
  oldQuietSince: Instant.nullable().describe("Last use of the old key; null: still in use, or unknown"),
  startedAtLatest: z
    .boolean()
    .describe("AWS did not tell when the new key was made: it was there by startedAt, which is a bound"),
  newUsedSince: Instant.nullable().describe("First known use of the new key"),
  newUsedAtLatest: z
    .boolean()
    .describe(
      "It had been used when it was first seen: newUsedSince is a bound, and it may have been in use long before",
    ),
  oldDeactivatedAt: Instant.nullable(),
  oldDeletedAt: Instant.nullable(),
  overlapDays: z.number().int().nullable().describe("Days with both keys active, so far"),
  cutOverDays: z.number().int().nullable().describe("From the new key to the end of the old one; null: not ended"),
  sentence: z.string(),
});
export type Rotation = z.infer<typeof Rotation>;

/** The rotations of a user's access keys, newest first. */
export const RotationHistory = z.object({
  userId: z.uuid(),
  rotations: z.array(Rotation),
  deadlock: z
    .string()
    .nullable()
    .describe(
      "Why no key can be rotated although one is overdue, or why that is not known: both slots hold active keys. Null: none",
    ),
  medianDaysBetweenRotations: z.number().int().nullable(),
});
export type RotationHistory = z.infer<typeof RotationHistory>;

/** `irregular`: used, without a rhythm. `none`: not used in the window. `unknown`: too little was observed to tell. */
export const UsageRhythm = z.enum(["daily", "weekly", "monthly", "quarterly", "irregular", "none", "unknown"]);
export type UsageRhythm = z.infer<typeof UsageRhythm>;

/** From the days on which it was used: how often, and from when it may be deactivated. */
export const UsagePattern = z.object({
  rhythm: UsageRhythm,
  sentence: z.string().describe("The rhythm and what it was seen in"),
  observedFrom: Day.nullable().describe("The first day that scans can tell of"),
  daysUsed: z.number().int(),
  typicalGapDays: z.number().int().nullable(),
  safeToDeactivateAfter: Instant.nullable(),
  reason: z.string().describe("Why from then, or why there is no such day yet"),
});
export type UsagePattern = z.infer<typeof UsagePattern>;

/** Active access keys by state, each in one; and those of them that are unused, in whatever state. */
export const RotationCounts = z.object({
  ok: z.number().int(),
  dueSoon: z.number().int(),
  overdue: z.number().int(),
  unused: z.number().int().describe("By use, whatever their state: some of them are overdue too"),
  excepted: z.number().int(),
  unknown: z.number().int().describe("Of unknown age: neither compliant nor overdue"),
});
export type RotationCounts = z.infer<typeof RotationCounts>;

/** How one account, unit or owner stands today. */
export const RotationStanding = RotationCounts.extend({
  id: z.string().describe("AWS account id, id of the unit, or the owner; empty: nobody is named"),
  name: z.string(),
  compliantPercent: z.number().min(0).max(100).nullable().describe("Not overdue, of those of known age; null: none"),
});
export type RotationStanding = z.infer<typeof RotationStanding>;
export const RotationStandingsInput = z.object({ by: z.enum(["account", "unit", "owner"]) });
export type RotationStandingsInput = z.infer<typeof RotationStandingsInput>;
