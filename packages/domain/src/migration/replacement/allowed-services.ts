import type { JudgedGroup, JudgedPolicy } from "../../judgement/judged.ts";
import { readIdentityPolicy } from "../../policy/statements.ts";
import { KNOWN_DOCUMENTS } from "../../rules/power/known-policies.ts";

/** Whoever holds policies: a user with groups, or a role. */
export type PolicyHolding = {
  attachedPolicyArns: readonly string[];
  inlinePolicies: readonly { document?: unknown }[];
  groupNames?: readonly string[];
};

/** Services by their prefix, such as `s3`; `*`: any. Null: a policy could not be read. */
export type AllowedServices = (holder: PolicyHolding) => readonly string[] | null;

const ANY = "*";
const serviceOf = (action: string): string => {
  const [service = ANY] = action.split(":");
  return /[*?]/.test(service) ? ANY : service;
};

/** Services of which a document allows anything, conditions and denials aside. */
function inDocument(document: unknown): ReadonlySet<string> | null {
  const { statements, isComplete } = readIdentityPolicy(document);
  if (!isComplete) return null;
  const allowed = statements.filter(({ allows }) => allows);
  return new Set(allowed.flatMap(({ actions }) => (actions.isExcept ? [ANY] : actions.patterns.map(serviceOf))));
}

const unionOf = (sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null => {
  const united = new Set<string>();
  for (const set of sets) {
    if (!set) return null;
    for (const service of set) united.add(service);
  }
  return united;
};

/** Tells of which services holders may do anything. Each managed policy and group is read once. */
export function createAllowedServices({
  policies,
  groups,
}: {
  policies: readonly JudgedPolicy[];
  groups: readonly JudgedGroup[];
}): AllowedServices {
  const byArn = new Map(policies.map((policy) => [policy.arn, policy]));
  const read = new Map<string, ReadonlySet<string> | null>();
  const managed = (arn: string): ReadonlySet<string> | null => {
    const known = read.get(arn);
    if (known !== undefined) return known;
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const document = byArn.get(arn)?.document ?? KNOWN_DOCUMENTS[name] ?? null;
    const services = document === null ? null : inDocument(document);
    read.set(arn, services);
    return services;
  };
  const own = ({ attachedPolicyArns, inlinePolicies }: PolicyHolding): (ReadonlySet<string> | null)[] => [
    ...attachedPolicyArns.map(managed),
    ...inlinePolicies.map(({ document = null }) => (document === null ? null : inDocument(document))),
  ];
  const ofGroups = new Map(groups.map((group) => [group.groupName, unionOf(own(group))]));
  return (holder) => {
    const inGroups = (holder.groupNames ?? []).map((name) => ofGroups.get(name) ?? null);
    const services = unionOf([...own(holder), ...inGroups]);
    return services && [...services].sort();
  };
}

/** Whether holders of these services may use those; null: it could not be read. */
export const coversServices = (allowed: readonly string[] | null, used: readonly string[]): boolean | null =>
  allowed && (allowed.includes(ANY) || used.every((service) => allowed.includes(service)));
