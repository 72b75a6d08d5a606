import { z } from "zod";
import { Instant } from "../primitives.ts";

/** The kinds of resource that a scan reads, each with its own coverage. */
export const ResourceKind = z.enum([
  "users",
  "roles",
  "credential_report",
  "access_keys",
  "mfa_devices",
  "role_session_durations",
  "account_summary",
  "account_alias",
]);
export type ResourceKind = z.infer<typeof ResourceKind>;

/** `not_applicable`: the resource does not exist there, by design. The other three but `read` all mean: unknown. */
export const CoverageState = z.enum(["read", "denied", "throttled", "failed", "not_applicable"]);
export type CoverageState = z.infer<typeof CoverageState>;

/** Whether one kind of resource could be read, and if not, why, in words that name the IAM action. */
export const ResourceCoverage = z.object({
  resource: ResourceKind,
  state: CoverageState,
  reason: z.string().nullable().describe("Why it could not be read, and which IAM action would allow it"),
  action: z.string().nullable().describe("The IAM action concerned, such as iam:ListAccessKeys"),
  observedAt: Instant.nullable().describe(
    "When AWS made the data: the credential report's own time for what comes from it",
  ),
});
export type ResourceCoverage = z.infer<typeof ResourceCoverage>;
