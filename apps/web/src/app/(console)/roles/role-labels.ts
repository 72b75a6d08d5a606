import type { RoleKind } from "@rolecall/domain";

type Kind = (typeof RoleKind.options)[number];

export const ROLE_KIND_LABELS: Record<Kind, { label: string; meaning: string }> = {
  service_linked: { label: "Service-linked", meaning: "Made and owned by an AWS service" },
  identity_center: { label: "Identity Center", meaning: "Made by IAM Identity Center for a permission set" },
  federated: { label: "Federated", meaning: "Assumed through an identity provider" },
  cross_account: { label: "Cross-account", meaning: "Assumed from another AWS account" },
  service: { label: "Service", meaning: "Assumed by an AWS service for a workload" },
  other: { label: "Other", meaning: "Assumed within the account" },
};
