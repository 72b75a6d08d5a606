import { arns } from "../../../identity/arns.ts";
import { allManagedPolicies, findManagedPolicy, type ManagedPolicy } from "../../../identity/managed-policies.ts";
import { element, encodePolicy } from "../../../protocol/query-xml.ts";
import type { EmulatedAccount, EmulatedPolicy, EmulatedPolicyVersion, Tag } from "../../../world/model.ts";

/** A managed policy, of AWS or of the account, as one shape. */
export type AnyPolicy = {
  arn: string;
  name: string;
  path: string;
  policyId: string;
  createdAt: Date;
  description: string | null;
  tags: readonly Tag[];
  /** Of AWS's own policies the default version only. */
  versions: readonly EmulatedPolicyVersion[];
  defaultVersionId: string;
};

export const ofAccount = (account: EmulatedAccount, policy: EmulatedPolicy): AnyPolicy => ({
  ...policy,
  name: policy.policyName,
  arn: arns.policy(account, policy),
});

export const ofAws = (arn: string, policy: ManagedPolicy): AnyPolicy => ({
  ...policy,
  arn,
  description: null,
  tags: [],
  versions: [policy],
  defaultVersionId: policy.versionId,
});

/** The managed policy with this ARN; undefined if there is none. */
export function findPolicy(account: EmulatedAccount, arn: string): AnyPolicy | undefined {
  const awsManaged = findManagedPolicy(arn);
  if (awsManaged) return ofAws(arn, awsManaged);
  const policy = account.policies.get(arn.slice(arn.lastIndexOf("/") + 1).toLowerCase());
  return policy && arns.policy(account, policy) === arn ? ofAccount(account, policy) : undefined;
}

/** All policies of AWS that the emulator knows, under the ARNs that they have in the account's partition. */
export const awsPoliciesOf = ({ partition }: EmulatedAccount): AnyPolicy[] =>
  allManagedPolicies().map((policy) => ofAws(`arn:${partition}:iam::aws:policy${policy.path}${policy.name}`, policy));

export type PolicyUse = { attachments: number; boundaries: number };

/** How often each managed policy of the account is in use, by ARN. */
export function policyUse(account: EmulatedAccount): Map<string, PolicyUse> {
  const uses = new Map<string, PolicyUse>();
  const add = (arn: string, field: keyof PolicyUse) => {
    const use = uses.get(arn);
    if (use) use[field] += 1;
    else uses.set(arn, { attachments: 0, boundaries: 0, [field]: 1 });
  };
  for (const holders of [account.users, account.roles]) {
    for (const { attachedPolicies, permissionsBoundaryArn } of holders.values()) {
      for (const { arn } of attachedPolicies) add(arn, "attachments");
      if (permissionsBoundaryArn !== null) add(permissionsBoundaryArn, "boundaries");
    }
  }
  for (const { attachedPolicies } of account.groups.values()) {
    for (const { arn } of attachedPolicies) add(arn, "attachments");
  }
  return uses;
}

/** What lists show; GetPolicy adds a description and tags. */
export const policyXml = (policy: AnyPolicy, use: PolicyUse | undefined): string =>
  element("PolicyName", policy.name) +
  element("PolicyId", policy.policyId) +
  element("Arn", policy.arn) +
  element("Path", policy.path) +
  element("DefaultVersionId", policy.defaultVersionId) +
  element("AttachmentCount", use?.attachments ?? 0) +
  element("PermissionsBoundaryUsageCount", use?.boundaries ?? 0) +
  element("IsAttachable", true) +
  element("CreateDate", policy.createdAt) +
  element("UpdateDate", updatedAt(policy));

/** When the newest version was made, whichever is the default one. */
const updatedAt = ({ versions, createdAt }: AnyPolicy): Date =>
  new Date(Math.max(createdAt.getTime(), ...versions.map((version) => version.createdAt.getTime())));

/** Without its document, as ListPolicyVersions shows a version. */
export const policyVersionHeadXml = (policy: AnyPolicy, version: EmulatedPolicyVersion): string =>
  element("VersionId", version.versionId) +
  element("IsDefaultVersion", version.versionId === policy.defaultVersionId) +
  element("CreateDate", version.createdAt);

export const policyVersionXml = (policy: AnyPolicy, version: EmulatedPolicyVersion): string =>
  element("Document", encodePolicy(version.document)) + policyVersionHeadXml(policy, version);

/** The newest one first, as IAM lists them. */
export const newestFirst = ({ versions }: AnyPolicy): EmulatedPolicyVersion[] => [...versions].reverse();
