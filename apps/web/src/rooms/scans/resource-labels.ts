import type { CoverageState, DeniedBy, ResourceKind, ScanKind } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

/** Each kind of resource that a scan reads, in words. */
export const RESOURCE_LABELS: Record<ResourceKind, string> = {
  users: "Users",
  roles: "Roles and trust policies",
  groups: "Groups",
  policies: "Policies",
  credential_report: "Credential report",
  access_keys: "Access keys",
  mfa_devices: "MFA devices",
  signing_certificates: "Signing certificates",
  service_specific_credentials: "Service passwords and API keys",
  server_certificates: "Server certificates",
  role_session_durations: "Session durations of roles",
  instance_profiles: "Instance profiles",
  oidc_providers: "OIDC providers",
  saml_providers: "SAML providers",
  password_policy: "Password policy",
  account_summary: "Account summary and root user",
  account_alias: "Account alias",
  ssh_public_keys: "SSH public keys",
  service_last_accessed: "Services last accessed",
  roles_anywhere: "Roles Anywhere",
  permission_sets: "Permission sets of Identity Center",
};

type StateWords = { label: string; tone: Tone };

const COVERAGE_STATES: Record<CoverageState, StateWords> = {
  read: { label: "Read", tone: "positive" },
  denied: { label: "No permission", tone: "critical" },
  throttled: { label: "Throttled by AWS", tone: "warning" },
  failed: { label: "Failed", tone: "critical" },
  not_applicable: { label: "Not applicable", tone: "neutral" },
  pending: { label: "Pending", tone: "info" },
};

/** Something missing in an upload is no failure: AWS was not called. */
const NOT_IN_FILES: StateWords = { label: "Not in the files", tone: "neutral" };

/** The state of one kind of resource after a scan of this kind. */
export function coverageState(state: CoverageState, kind: ScanKind | null): StateWords {
  return kind === "upload" && state === "failed" ? NOT_IN_FILES : COVERAGE_STATES[state];
}

const POLICY_TYPES: Record<DeniedBy["policyType"], string> = {
  service_control: "a service control policy of the organisation",
  resource_control: "a resource control policy of the organisation",
  permissions_boundary: "the role's permissions boundary",
  session: "the session policy",
  identity: "a policy of the role",
  resource: "a policy of the resource",
  unknown: "a policy of a kind that AWS does not name",
};

/** Which kind of policy denied the call, as far as AWS reports it. */
export function deniedByInWords({ policyType, isExplicit }: DeniedBy): string {
  const by = POLICY_TYPES[policyType];
  if (isExplicit === true) return `Denied explicitly by ${by}`;
  if (isExplicit === false && policyType !== "unknown") return `Not allowed by ${by}`;
  return `Denied by ${by}`;
}
