import { z } from "zod";
import { AwsAccountId, Instant } from "../primitives.ts";

/** How much a finding matters, gravest first. */
export const Severity = z.enum(["critical", "high", "medium", "low", "info"]);
export type Severity = z.infer<typeof Severity>;

/** Of every credential, user, role and account. The ids are stable: findings are kept under them. */
const HYGIENE_CHECKS = [
  "root_access_key",
  "root_mfa",
  "root_hardware_mfa",
  "root_recently_used",
  "root_centrally_managed",
  "password_policy_length",
  "password_policy_reuse",
  "password_policy_strength",
  "console_user_mfa",
  "credential_overdue",
  "credential_unused",
  "api_key_without_expiry",
  "one_active_key",
  "key_made_with_user",
  "rotated_in_name_only",
  "two_key_deadlock",
  "quarantine_policy",
  "user_direct_policies",
  "admin_policy",
  "service_wildcard_policy",
  "inline_admin_policy",
  "cloudshell_full_access",
  "support_role",
  "federation_in_place",
  "server_certificate_expired",
  "saml_provider_expired",
] as const;

/** Of the trust policy of a role: one check for each pattern. */
const TRUST_CHECKS = [
  "trust_public",
  "trust_not_principal",
  "trust_external_without_id",
  "trust_external_id_optional",
  "trust_external_id_wildcard",
  "trust_external_id_guessable",
  "trust_external_id_reused",
  "trust_service_without_source",
  "trust_oidc_without_subject",
  "trust_oidc_any_tenant",
  "trust_oidc_broad_subject",
  "trust_oidc_pull_requests",
  "trust_oidc_optional_claim",
  "trust_oidc_without_audience",
  "trust_eks_whole_cluster",
  "trust_saml_audience",
  "trust_cognito_pool",
  "trust_roles_anywhere_any_certificate",
  "trust_mfa_optional",
  "trust_session_tags_unlimited",
  "trust_deleted_principal",
] as const;

export const TrustCheckId = z.enum(TRUST_CHECKS);
export type TrustCheckId = z.infer<typeof TrustCheckId>;
export const CheckId = z.enum([...HYGIENE_CHECKS, ...TRUST_CHECKS]);
export type CheckId = z.infer<typeof CheckId>;

/** The frameworks that checks are mapped to. */
export const Framework = z.enum(["cis", "afsbp", "nist_800_53", "pci_dss"]);
export type Framework = z.infer<typeof Framework>;

/** A benchmark in the version that a tenant is measured by. */
export const Benchmark = z.enum([
  "cis_7.0.0",
  "cis_6.0.0",
  "cis_5.0.0",
  "afsbp_1.0.0",
  "nist_800_53_r5",
  "pci_dss_4.0.1",
]);
export type Benchmark = z.infer<typeof Benchmark>;

/** What a check is of: where its findings live. */
export const FindingSubject = z.enum(["credential", "user", "role", "policy", "group", "identity_provider", "account"]);
export type FindingSubject = z.infer<typeof FindingSubject>;

/** One control of a benchmark that a check answers, in whole or in part. */
export const ControlRef = z.object({
  benchmark: Benchmark,
  control: z.string().describe("The benchmark's own number, such as 2.12 or IAM.3"),
  level: z
    .union([z.literal(1), z.literal(2)])
    .nullable()
    .describe("CIS profile level; null where there are none"),
});
export type ControlRef = z.infer<typeof ControlRef>;

/** A check as the catalogue tells it. */
export const CheckDefinition = z.object({
  id: CheckId,
  title: z.string().describe("What should be so"),
  subject: FindingSubject,
  severity: Severity.describe("Before it is weighted by what the principal may do"),
  why: z.string(),
  fix: z.string().describe("What to do, in the words of AWS's console and API"),
  controls: z.array(ControlRef),
  source: z.string().describe("Address or section that the rule comes from"),
});
export type CheckDefinition = z.infer<typeof CheckDefinition>;

/** A control that cannot be judged from what is read of an account; it is shown as not assessed, never as passed. */
export const UnassessedControl = ControlRef.extend({ title: z.string(), reason: z.string() });
export type UnassessedControl = z.infer<typeof UnassessedControl>;

/** How many subjects a check failed, passed, or could not be judged of. */
export const CheckCounts = z.object({
  failed: z.number().int(),
  passed: z.number().int(),
  unknown: z.number().int().describe("Could not be judged: never counted as passed"),
});
export type CheckCounts = z.infer<typeof CheckCounts>;

/**
 * What is to be said of a check as a whole, worst first. `unknown`: nothing that is known of fails it, and something could not be judged,
 * or an account was not judged yet. `excepted`: all that fail it are answered for. `no_subject`: there is nothing that it is of.
 */
export const CheckResult = z.enum(["failed", "unknown", "excepted", "passed", "no_subject"]);
export type CheckResult = z.infer<typeof CheckResult>;

/** A check with how the tenant stands. */
export const CheckStanding = CheckDefinition.extend({
  result: CheckResult,
  counts: CheckCounts.describe("Of the last judgement of each connected account"),
  excepted: z.number().int().describe("Of the failed ones, those that somebody answers for"),
  worst: Severity.nullable().describe("The gravest open finding; null: none is open"),
});
export type CheckStanding = z.infer<typeof CheckStanding>;

/** How the tenant, or one account, stands by a benchmark; without one by all checks. */
export const ChecksView = z.object({
  benchmark: Benchmark.nullable(),
  checks: z.array(CheckStanding),
  notAssessed: z.array(UnassessedControl).describe("Controls that cannot be judged from what is read: never passed"),
  accountsJudged: z.number().int(),
  accountsNotJudged: z.number().int().describe("Connected accounts without a judgement yet: unknown, not passed"),
  judgedAt: Instant.nullable().describe("The oldest of the accounts' last judgements"),
});
export type ChecksView = z.infer<typeof ChecksView>;

export const ChecksInput = z.object({
  benchmark: Benchmark.optional(),
  awsAccountId: AwsAccountId.optional(),
  asOf: Instant.optional(),
});
export type ChecksInput = z.infer<typeof ChecksInput>;
