import type { AttachedPolicy, EmulatedGroup, EmulatedPolicy, InlinePolicy } from "@rolecall/aws-emulator";
import { type AccountName, accountId } from "./accounts.ts";
import type { Ids } from "./ids.ts";

/** An AWS managed policy, by its name or its path and name. */
export const awsManaged = (name: string): AttachedPolicy => ({
  name: name.slice(name.lastIndexOf("/") + 1),
  arn: `arn:aws:iam::aws:policy/${name}`,
});

/** A customer managed policy of an account. */
export const customerManaged = (account: AccountName, name: keyof typeof CUSTOMER_POLICIES): AttachedPolicy => ({
  name,
  arn: `arn:aws:iam::${accountId(account)}:policy/${name}`,
});

export function inlinePolicy(name: string, action: string | readonly string[], resource = "*"): InlinePolicy {
  return { name, document: policyDocument(action, resource) };
}

/** One statement that allows actions on a resource. */
export function policyDocument(action: string | readonly string[], resource: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
  });
}

/** Policy name, what it allows, and where it is. Only the security team never let anybody have the policy that allows everything. */
const CUSTOMER_POLICIES = {
  "developer-boundary": {
    actions: ["s3:*", "ec2:*", "lambda:*", "dynamodb:*", "sqs:*", "sns:*", "logs:*", "cloudwatch:*"],
    accounts: ["development", "sandbox"],
  },
  "deploy-stacks": {
    actions: ["cloudformation:*", "s3:*", "ecr:*", "ecs:*", "lambda:*", "iam:PassRole"],
    accounts: ["development", "staging", "production", "sandbox", "shared", "data", "legacy"],
  },
  "assume-workload-roles": { actions: ["sts:AssumeRole"], accounts: ["shared"] },
  "legacy-everything": {
    actions: ["*"],
    accounts: ["management", "logs", "shared", "production", "staging", "development", "data", "sandbox", "legacy"],
  },
} as const satisfies Record<string, { actions: readonly string[]; accounts: readonly AccountName[] }>;

/** Group name, and what its members may do. */
const GROUPS: Record<
  string,
  { attached: readonly string[]; inline?: InlinePolicy; accounts: readonly AccountName[] | "all" }
> = {
  administrators: { attached: ["AdministratorAccess"], accounts: "all" },
  "read-only": { attached: ["ReadOnlyAccess"], accounts: "all" },
  "self-service": {
    attached: ["IAMUserChangePassword"],
    inline: inlinePolicy("manage-own-mfa", ["iam:EnableMFADevice", "iam:ResyncMFADevice"]),
    accounts: "all",
  },
  developers: {
    attached: ["PowerUserAccess"],
    accounts: ["development", "staging", "production", "sandbox", "shared", "data", "legacy"],
  },
  "platform-engineers": {
    attached: ["PowerUserAccess", "IAMReadOnlyAccess"],
    accounts: ["shared", "production", "staging"],
  },
  "data-engineers": {
    attached: ["AmazonAthenaFullAccess", "AWSGlueConsoleFullAccess", "AmazonS3FullAccess"],
    accounts: ["data", "development", "sandbox"],
  },
  auditors: { attached: ["SecurityAudit"], accounts: ["security", "logs", "management"] },
  billing: { attached: ["job-function/Billing"], accounts: ["management"] },
  support: { attached: ["CloudWatchReadOnlyAccess", "AWSSupportAccess"], accounts: ["production"] },
  deployers: {
    attached: ["AWSCloudFormationFullAccess", "AmazonEC2ContainerRegistryPowerUser"],
    accounts: ["development", "staging", "production", "shared", "legacy"],
  },
  springboard: {
    attached: [],
    inline: inlinePolicy("assume-only", "sts:AssumeRole", "arn:aws:iam::*:role/*"),
    accounts: ["shared", "management"],
  },
  AWSSESSendingGroupDoNotRename: {
    attached: [],
    inline: inlinePolicy("AmazonSesSendingAccess", "ses:SendRawEmail"),
    accounts: ["production", "staging", "legacy"],
  },
};

/** The groups of an account, made when the account was. */
export function groupsOf(ids: Ids, account: AccountName, createdAt: Date): Map<string, EmulatedGroup> {
  const rows = Object.entries(GROUPS).filter(
    ([, group]) => group.accounts === "all" || group.accounts.includes(account),
  );
  return new Map(
    rows.map(([groupName, group]) => [
      groupName.toLowerCase(),
      {
        groupId: ids.unique("AGPA", accountId(account), groupName),
        groupName,
        path: "/",
        createdAt,
        attachedPolicies: group.attached.map(awsManaged),
        inlinePolicies: group.inline ? [{ ...group.inline }] : [],
      },
    ]),
  );
}

/** The customer managed policies of an account. */
export function policiesOf(ids: Ids, account: AccountName, createdAt: Date): Map<string, EmulatedPolicy> {
  const rows: [string, { actions: readonly string[]; accounts: readonly AccountName[] }][] =
    Object.entries(CUSTOMER_POLICIES);
  const own = rows.filter(([, { accounts }]) => accounts.includes(account));
  return new Map(
    own.map(([policyName, { actions }]) => [
      policyName.toLowerCase(),
      {
        policyId: ids.unique("ANPA", accountId(account), policyName),
        policyName,
        path: "/",
        createdAt,
        description: null,
        tags: [],
        versions: [{ versionId: "v1", document: policyDocument(actions, "*"), createdAt }],
        defaultVersionId: "v1",
      },
    ]),
  );
}
