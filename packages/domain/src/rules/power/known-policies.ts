import type { Power } from "../../inventory/trust-grade.ts";

const allow = (actions: object): object => ({ Statement: { Effect: "Allow", ...actions, Resource: "*" } });

/**
 * What AWS's own policies say, where only the name of one is known. Those that are left out grant what only their document tells.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const KNOWN_DOCUMENTS: Readonly<Record<string, object>> = {
  AdministratorAccess: allow({ Action: "*" }),
  PowerUserAccess: allow({ NotAction: ["iam:*", "organizations:*", "account:*"] }),
  IAMFullAccess: allow({ Action: "iam:*" }),
  AWSDenyAll: { Statement: { Effect: "Deny", Action: "*", Resource: "*" } },
};

/** The powers of AWS's own policies whose documents are long and change often; `none`: they allow nothing, or deny only. */
export const KNOWN_POWERS: Readonly<Record<string, Extract<Power, "read" | "write" | "none">>> = {
  ReadOnlyAccess: "read",
  SecurityAudit: "read",
  ViewOnlyAccess: "read",
  IAMReadOnlyAccess: "read",
  AWSOrganizationsReadOnlyAccess: "read",
  AmazonS3ReadOnlyAccess: "read",
  AmazonEC2ReadOnlyAccess: "read",
  CloudWatchReadOnlyAccess: "read",
  AWSBillingReadOnlyAccess: "read",
  IAMUserChangePassword: "write",
  AWSSupportAccess: "write",
  AWSCloudShellFullAccess: "write",
  AmazonS3FullAccess: "write",
  Billing: "write",
  AWSCompromisedKeyQuarantine: "none",
  AWSCompromisedKeyQuarantineV2: "none",
  AWSCompromisedKeyQuarantineV3: "none",
  AWSCompromisedKeyQuarantineV4: "none",
};

const AWS_MANAGED = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/;

/** The name of one of AWS's own policies; null if the ARN is of another. */
export const awsManagedName = (arn: string): string | null => AWS_MANAGED.exec(arn)?.[1] ?? null;
