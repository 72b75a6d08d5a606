import type { Benchmark, Finding, FindingStatus, FindingSubject, Resolution, Severity } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

export const SEVERITY_LABELS: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "Info",
};

export const STATUS_LABELS: Record<FindingStatus, { label: string; tone: Tone }> = {
  open: { label: "Open", tone: "warning" },
  excepted: { label: "Excepted", tone: "info" },
  resolved: { label: "Resolved", tone: "positive" },
};

export const BENCHMARK_LABELS: Record<Benchmark, string> = {
  "cis_7.0.0": "CIS AWS Foundations 7.0.0",
  "cis_6.0.0": "CIS AWS Foundations 6.0.0",
  "cis_5.0.0": "CIS AWS Foundations 5.0.0",
  "afsbp_1.0.0": "AWS Foundational Security Best Practices 1.0.0",
  nist_800_53_r5: "NIST SP 800-53 Rev. 5",
  "pci_dss_4.0.1": "PCI DSS 4.0.1",
};

export const SUBJECT_LABELS: Record<FindingSubject, string> = {
  credential: "Credential",
  user: "User",
  role: "Role",
  policy: "Policy",
  group: "Group",
  identity_provider: "Identity provider",
  account: "Account",
};

export const RESOLUTION_LABELS: Record<Resolution["kind"], string> = {
  deleted: "Deleted",
  deactivated: "Deactivated",
  corrected: "Corrected",
  policy_changed: "The policy changed",
  account_disconnected: "The account was disconnected",
};

const SUBJECT_PATHS: Record<Exclude<FindingSubject, "account">, string> = {
  credential: "/credentials",
  user: "/users",
  role: "/roles",
  policy: "/policies",
  group: "/groups",
  identity_provider: "/identity-providers",
};

/** The page of what a finding or an exception is of, without a query. */
export function subjectPath({
  subject,
  subjectId,
  awsAccountId,
}: Pick<Finding, "subject" | "subjectId" | "awsAccountId">): string {
  return subject === "account" ? `/accounts/${awsAccountId}` : `${SUBJECT_PATHS[subject]}/${subjectId}`;
}
