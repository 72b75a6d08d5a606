import { z } from "zod";
import { Instant } from "../primitives.ts";

/** The kinds of resource that are read of an account, each with its own coverage. */
export const ResourceKind = z.enum([
  "users",
  "roles",
  "groups",
  "policies",
  "credential_report",
  "access_keys",
  "mfa_devices",
  "signing_certificates",
  "service_specific_credentials",
  "server_certificates",
  "role_session_durations",
  "instance_profiles",
  "oidc_providers",
  "saml_providers",
  "password_policy",
  "account_summary",
  "account_alias",
  "ssh_public_keys",
  "service_last_accessed",
  "roles_anywhere",
  "permission_sets",
]);
export type ResourceKind = z.infer<typeof ResourceKind>;

/**
 * `not_applicable`: the resource does not exist there, by design. `pending`: the scan is still reading it, and has landed what it knows
 * so far. All others but `read` mean: unknown.
 */
export const CoverageState = z.enum(["read", "denied", "throttled", "failed", "not_applicable", "pending"]);
export type CoverageState = z.infer<typeof CoverageState>;

/**
 * What AWS names as the cause of a denial, where it names one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const DeniedBy = z.object({
  policyType: z
    .enum(["service_control", "resource_control", "permissions_boundary", "session", "identity", "resource", "unknown"])
    .describe("`unknown`: AWS named no kind of policy"),
  policyArn: z.string().nullable(),
  isExplicit: z
    .boolean()
    .nullable()
    .describe("True for an explicit deny, false where nothing allows it; null: not told"),
  authorizationId: z.string().nullable().describe("AWS's id of the decision, for iam:GetRequestAuthorizationDetails"),
});
export type DeniedBy = z.infer<typeof DeniedBy>;

/** Whether one kind of resource could be read, and if not, why, in words that name the IAM action. */
export const ResourceCoverage = z.object({
  resource: ResourceKind,
  state: CoverageState,
  reason: z.string().nullable().describe("Why it could not be read, and which IAM action would allow it"),
  action: z.string().nullable().describe("The IAM action concerned, such as iam:ListAccessKeys"),
  deniedBy: DeniedBy.nullable().default(null),
  observedAt: Instant.nullable().describe(
    "When AWS made the data: the credential report's own time for what comes from it",
  ),
  pending: z.int().optional().describe("Of what is pending: how many users have still to be asked for"),
});
export type ResourceCoverage = z.infer<typeof ResourceCoverage>;
