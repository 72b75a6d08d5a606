import { z } from "zod";
import { CredentialKind } from "../inventory/credential.ts";
import { Holder } from "../inventory/holder.ts";
import { AwsAccountId, Instant, TypedText } from "../primitives.ts";

const days = z.number().int().min(1).max(3650);

/** Limits in whole days. */
export const RotationLimits = z.object({
  rotationDays: days.nullable().describe("Rotated at this age: the day itself still passes. Null: no limit of age"),
  unusedDays: days.nullable().describe("Unused from this many days without use. Null: never"),
  graceDays: z
    .number()
    .int()
    .min(0)
    .max(365)
    .describe("So long after it was made a key is neither unused nor one too many: time to put it to use"),
  warnDaysBefore: z
    .array(days)
    .max(5)
    .describe("Stages of warning before the deadline, most days first; due_soon begins with the first"),
});
export type RotationLimits = z.infer<typeof RotationLimits>;

/** Whom an override is for. Each condition that is given must hold; within a list one is enough. */
export const RotationMatch = z.object({
  awsAccountIds: z.array(AwsAccountId).max(1000).optional(),
  unitIds: z
    .array(
      z.string().regex(/^(r-|ou-)[0-9a-z-]+$/, "An organisational unit is named by its id, such as ou-ab12-cdef3456"),
    )
    .optional()
    .describe("Organisational units; what is below them belongs to them"),
  tag: z
    .object({ key: TypedText.min(1).max(128), value: TypedText.max(256).optional() })
    .optional()
    .describe("A tag of the user; without a value any value matches"),
  pathPrefix: z
    .string()
    .regex(/^\/(.*\/)?$/, "A path begins and ends with a slash")
    .optional(),
  kinds: z.array(CredentialKind).max(50).optional(),
  holder: Holder.optional(),
});
export type RotationMatch = z.infer<typeof RotationMatch>;

/** An exception to the defaults for a part of the credentials: what it leaves open is told by the next that matches. */
export const RotationOverride = z.object({
  name: TypedText.min(1).max(80),
  match: RotationMatch,
  limits: RotationLimits.partial(),
});
export type RotationOverride = z.infer<typeof RotationOverride>;

/** The rotation policies of a tenant. Of overrides that match the same credential the first wins, limit by limit. */
export const RotationPolicies = z.object({
  human: RotationLimits,
  machine: RotationLimits,
  overrides: z.array(RotationOverride).max(100),
});
export type RotationPolicies = z.infer<typeof RotationPolicies>;

/** As kept: since when, and who set it. `setAt` null: the defaults, which nobody has changed. */
export const RotationPoliciesView = RotationPolicies.extend({
  setAt: Instant.nullable(),
  setBy: z.string().nullable(),
});
export type RotationPoliciesView = z.infer<typeof RotationPoliciesView>;

/** The limits that hold for one credential, and which lines of the policies they come from. */
export const AppliedLimits = RotationLimits.extend({
  holder: Holder,
  reason: z.string().describe('Names of the overrides that told a limit, or "default for humans" and the like'),
});
export type AppliedLimits = z.infer<typeof AppliedLimits>;

/** The instants that decide a credential's state later on. Null: does not apply, or cannot be told. */
export const CredentialDeadlines = z.object({
  deadlineAt: Instant.nullable(),
  unusedAt: Instant.nullable(),
  dueSoonAt: Instant.nullable().describe("From when it is due soon; never without a deadline"),
});
export type CredentialDeadlines = z.infer<typeof CredentialDeadlines>;
