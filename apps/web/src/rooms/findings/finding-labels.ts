import type { Benchmark, FindingStatus, Resolution, Severity } from "@rolecall/domain";
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

export const RESOLUTION_LABELS: Record<Resolution["kind"], string> = {
  deleted: "Deleted",
  deactivated: "Deactivated",
  corrected: "Corrected",
  policy_changed: "The policy changed",
  account_disconnected: "The account was disconnected",
};
