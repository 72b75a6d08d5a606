import type { JudgedGroup, JudgedPolicy } from "../../judgement/judged.ts";
import { KNOWN_DOCUMENTS } from "../../rules/power/known-policies.ts";
import type { HeldPermissions, LabelledPolicy } from "./permissions/facts.ts";

/** Whoever holds policies: a user with groups, or a role. */
export type PermissionsHolder = {
  attachedPolicyArns: readonly string[];
  inlinePolicies: readonly { name: string; document?: unknown }[];
  permissionsBoundaryArn: string | null;
  groupNames?: readonly string[];
};

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** Tells what holders hold, by the policies and groups of their account. What is not among them could not be read. */
export function createHeldPermissions({
  policies,
  groups,
}: {
  policies: readonly JudgedPolicy[];
  groups: readonly JudgedGroup[];
}): (holder: PermissionsHolder) => HeldPermissions {
  const byArn = new Map(policies.map((policy) => [policy.arn, policy]));
  const byName = new Map(groups.map((group) => [group.groupName, group]));
  const documentOf = (arn: string): unknown => byArn.get(arn)?.document ?? KNOWN_DOCUMENTS[nameOf(arn)] ?? null;
  const own = (
    { attachedPolicyArns, inlinePolicies }: Pick<PermissionsHolder, "attachedPolicyArns" | "inlinePolicies">,
    of: string,
  ): LabelledPolicy[] => [
    ...attachedPolicyArns.map((arn) => ({ label: `policy ${nameOf(arn)}${of}`, document: documentOf(arn) })),
    ...inlinePolicies.map(({ name, document = null }) => ({ label: `inline policy ${name}${of}`, document })),
  ];
  return (holder) => {
    const { permissionsBoundaryArn: arn, groupNames = [] } = holder;
    const ofGroups = groupNames.flatMap((name) => {
      const group = byName.get(name);
      return group ? own(group, ` of group ${name}`) : [{ label: `group ${name}`, document: null }];
    });
    return {
      policies: [...own(holder, ""), ...ofGroups],
      boundary: arn === null ? null : { arn, document: documentOf(arn) },
    };
  };
}
