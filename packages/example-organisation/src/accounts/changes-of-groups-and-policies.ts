import { type EmulatedAccount, groupOf, policyOf } from "@rolecall/aws-emulator";
import { uniqueId } from "../clockwork/ids.ts";
import { iamCall } from "../events/trail.ts";
import { accountId } from "../story/accounts.ts";
import { attachedPolicies, attachedPolicy, inlinePolicies, policyDocument, tagList } from "../story/short-forms.ts";
import type { Changes } from "./change.ts";

function groupIn({ groups, name }: EmulatedAccount, groupName: string) {
  const group = groups.get(groupName.toLowerCase());
  if (!group) throw new Error(`No group ${groupName} in ${name}`);
  return group;
}

function policyIn({ policies, name }: EmulatedAccount, policyName: string) {
  const policy = policies.get(policyName.toLowerCase());
  if (!policy) throw new Error(`No policy ${policyName} in ${name}`);
  return policy;
}

/** Groups, and customer managed policies with their versions. */
export const GROUP_AND_POLICY_CHANGES: Changes<
  | "group_created"
  | "group_policy_attached"
  | "group_policy_detached"
  | "group_inline_replaced"
  | "policy_created"
  | "policy_version_created"
  | "policy_default_set"
> = {
  group_created: ({ account, group, policies, inline }) => ({
    what: `group ${group} created`,
    calls: [iamCall("CreateGroup", { groupName: group }, group)],
    apply: ({ awsAccountId, groups }, createdAt) => {
      const made = groupOf({
        groupId: uniqueId("AGPA", awsAccountId, group),
        groupName: group,
        createdAt,
        attachedPolicies: attachedPolicies(account, policies),
        inlinePolicies: inlinePolicies(inline),
      });
      groups.set(group.toLowerCase(), made);
    },
  }),
  group_policy_attached: ({ account, group, policy }) => {
    const attached = attachedPolicy(account, policy);
    return {
      what: `policy ${attached.name} attached to group ${group}`,
      calls: [iamCall("AttachGroupPolicy", { groupName: group, policyArn: attached.arn }, attached.arn, group)],
      apply: (held) => void groupIn(held, group).attachedPolicies.push({ ...attached }),
    };
  },
  group_policy_detached: ({ account, group, policy }) => {
    const { arn, name } = attachedPolicy(account, policy);
    return {
      what: `policy ${name} detached from group ${group}`,
      calls: [iamCall("DetachGroupPolicy", { groupName: group, policyArn: arn }, arn, group)],
      apply: (held) => {
        const changed = groupIn(held, group);
        changed.attachedPolicies = changed.attachedPolicies.filter((attached) => attached.arn !== arn);
      },
    };
  },
  group_inline_replaced: ({ group, inline }) => ({
    what: `inline policy of group ${group} replaced`,
    calls: inline.map(({ name }) => iamCall("PutGroupPolicy", { groupName: group, policyName: name }, group)),
    apply: (held) => {
      groupIn(held, group).inlinePolicies = inlinePolicies(inline);
    },
  }),
  policy_created: ({ account, policy, path, description, tags, actions }) => ({
    what: `policy ${policy} created`,
    calls: [
      iamCall(
        "CreatePolicy",
        { policyName: policy, path },
        `arn:aws:iam::${accountId(account)}:policy${path}${policy}`,
      ),
    ],
    apply: ({ awsAccountId, policies }, createdAt) => {
      const made = policyOf({
        policyId: uniqueId("ANPA", awsAccountId, policy),
        policyName: policy,
        path,
        createdAt,
        description,
        tags: tagList(tags),
        versions: [{ versionId: "v1", document: policyDocument(actions), createdAt }],
      });
      policies.set(policy.toLowerCase(), made);
    },
  }),
  policy_version_created: ({ account, policy, versionId, actions }) => {
    const { arn } = attachedPolicy(account, `own:${policy}`);
    const document = policyDocument(actions);
    const parameters = { policyArn: arn, policyDocument: document, setAsDefault: true };
    return {
      what: `policy ${policy} has the new default version ${versionId}`,
      calls: [iamCall("CreatePolicyVersion", parameters, arn)],
      apply: (held, createdAt) => {
        const changed = policyIn(held, policy);
        changed.versions.push({ versionId, document, createdAt });
        changed.defaultVersionId = versionId;
      },
    };
  },
  policy_default_set: ({ account, policy, versionId }) => {
    const { arn } = attachedPolicy(account, `own:${policy}`);
    return {
      what: `policy ${policy} went back to version ${versionId}`,
      calls: [iamCall("SetDefaultPolicyVersion", { policyArn: arn, versionId }, arn)],
      apply: (held) => {
        policyIn(held, policy).defaultVersionId = versionId;
      },
    };
  },
};
