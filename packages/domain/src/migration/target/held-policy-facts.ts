import type { JudgedGroup, JudgedPolicy } from "../../judgement/judged.ts";
import { KNOWN_DOCUMENTS } from "../../rules/power/known-policies.ts";
import { type PolicyFacts, policyFacts } from "./policy-facts.ts";

/** Whoever holds policies: a user with groups, or a role. */
export type PolicyHolding = {
  attachedPolicyArns: readonly string[];
  inlinePolicies: readonly { document?: unknown }[];
  groupNames?: readonly string[];
};

const NOTHING: PolicyFacts = { allowedServices: [], conditionKeys: [] };
const UNREAD: PolicyFacts = { allowedServices: null, conditionKeys: null };

const union = (lists: readonly (readonly string[] | null)[]): readonly string[] | null =>
  lists.some((list) => list === null) ? null : [...new Set(lists.flatMap((list) => list ?? []))].sort();

const together = (facts: readonly PolicyFacts[]): PolicyFacts => {
  const [only = NOTHING] = facts;
  if (facts.length < 2) return only;
  return {
    allowedServices: union(facts.map(({ allowedServices }) => allowedServices)),
    conditionKeys: union(facts.map(({ conditionKeys }) => conditionKeys)),
  };
};

/** Tells what the policies of holders say. Each managed policy and each group is read once, whoever has it. */
export function createHeldPolicyFacts({
  policies,
  groups,
}: {
  policies: readonly JudgedPolicy[];
  groups: readonly JudgedGroup[];
}): (holder: PolicyHolding) => PolicyFacts {
  const byArn = new Map(policies.map((policy) => [policy.arn, policy]));
  const read = new Map<string, PolicyFacts>();
  const managed = (arn: string): PolicyFacts => {
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const facts = read.get(arn) ?? policyFacts([byArn.get(arn)?.document ?? KNOWN_DOCUMENTS[name] ?? null]);
    read.set(arn, facts);
    return facts;
  };
  const own = ({ attachedPolicyArns, inlinePolicies }: PolicyHolding): PolicyFacts[] => [
    ...attachedPolicyArns.map(managed),
    ...inlinePolicies.map(({ document = null }) => policyFacts([document])),
  ];
  const ofGroups = new Map(groups.map((group) => [group.groupName, together(own(group))]));
  return (holder) =>
    together([...own(holder), ...(holder.groupNames ?? []).map((name) => ofGroups.get(name) ?? UNREAD)]);
}
