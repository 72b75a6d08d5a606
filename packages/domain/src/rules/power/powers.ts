import type { JudgedGroup, JudgedPolicy, JudgedRole, JudgedUser } from "../../judgement/judged.ts";
import type { PowerView } from "../../judgement/trust.ts";
import { WildcardSet } from "../../policy/wildcard-set.ts";
import { allActions, allReads, NO_ACTIONS } from "./action-sets.ts";
import { type DocumentPower, documentPower, READ, rights, WRITE } from "./document-power.ts";
import { awsManagedName, KNOWN_DOCUMENTS, KNOWN_POWERS } from "./known-policies.ts";
import { type HeldPolicy, powerOfPolicies } from "./power-of-policies.ts";
import type { PolicyHolder } from "./resource-reach.ts";

/** What principals of one account may do, by its policies. */
export type Powers = {
  ofUser(user: JudgedUser): PowerView;
  ofRole(role: JudgedRole): PowerView;
  /** Patterns of the role ARNs that it may ask sts:AssumeRole for, sorted; `*`: all. */
  assumableBy(of: JudgedUser | JudgedRole): readonly string[];
};

/** What is known of the policies of an account. */
export type AccountPolicies = {
  awsAccountId: string;
  /** All managed policies of the account, and AWS's that are attached in it. */
  policies: readonly JudgedPolicy[];
  groups: readonly JudgedGroup[];
};

type Holder = Pick<JudgedUser, "attachedPolicyArns" | "inlinePolicies" | "permissionsBoundaryArn">;

const ASSUME_ROLE = rights(["sts:AssumeRole"]);
const UNREAD = documentPower(null);
const KNOWN = new Map<string, DocumentPower>([
  ...Object.entries(KNOWN_DOCUMENTS).map(([name, document]): [string, DocumentPower] => [
    name,
    documentPower(document),
  ]),
  ...Object.entries(KNOWN_POWERS).map(([name, power]): [string, DocumentPower] => [name, knownPower(power)]),
]);

function knownPower(power: "read" | "write" | "none"): DocumentPower {
  return {
    granted: { none: 0n, read: READ, write: READ | WRITE }[power],
    denied: 0n,
    writeAction: power === "write" ? "changes" : null,
    anyAction: power === "none" ? null : "reads",
    allowedActions: { none: () => NO_ACTIONS, read: allReads, write: allActions }[power],
    deniedActions: null,
    assumable: [],
    isComplete: true,
  };
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** The document that was read tells; else what is known of AWS's own policy of this name. */
function managedPolicy(arn: string, policy: JudgedPolicy | undefined, holder: PolicyHolder): HeldPolicy {
  const label = `policy ${policy?.policyName ?? nameOf(arn)}`;
  const isRead = policy !== undefined && policy.document !== null;
  if (isRead) return { label, says: documentPower(policy.document, holder) };
  return { label, says: KNOWN.get(awsManagedName(arn) ?? "") ?? UNREAD };
}

const inlinePolicies = (
  { inlinePolicies: policies }: Pick<Holder, "inlinePolicies">,
  of: string,
  holder: PolicyHolder,
): HeldPolicy[] =>
  policies.map(({ name, document }) => ({
    label: `inline policy ${name}${of}`,
    says: documentPower(document, holder),
  }));

/**
 * Tells what the users and roles of one account may do. A policy that could not be read makes a power unknown, unless what is known
 * says that the principal is an administrator or can become one. A permissions boundary caps; one that could not be read does not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function createPowers({ awsAccountId, policies, groups }: AccountPolicies): Powers {
  const anybody: PolicyHolder = { awsAccountId, ownArn: null };
  const byArn = new Map(policies.map((policy) => [policy.arn, policy]));
  const managed = new Map<string, HeldPolicy>();
  const held = (arn: string): HeldPolicy => {
    const known = managed.get(arn) ?? managedPolicy(arn, byArn.get(arn), anybody);
    managed.set(arn, known);
    return known;
  };
  const ofGroups = new Map(
    groups.map((group) => {
      const of = ` of group ${group.groupName}`;
      const attached = group.attachedPolicyArns.map(held).map(({ label, says }) => ({ label: label + of, says }));
      return [group.groupName, [...attached, ...inlinePolicies(group, of, anybody)]];
    }),
  );
  const ofGroup = (name: string): readonly HeldPolicy[] =>
    ofGroups.get(name) ?? [{ label: `group ${name}`, says: UNREAD }];

  const policiesOf = (holder: Holder, groupNames: readonly string[], ownArn: string | null): HeldPolicy[] => [
    ...holder.attachedPolicyArns.map(held),
    ...inlinePolicies(holder, "", { awsAccountId, ownArn }),
    ...groupNames.flatMap(ofGroup),
  ];
  const found = new WeakMap<JudgedUser | JudgedRole, HeldPolicy[]>();
  const policiesOfAny = (of: JudgedUser | JudgedRole): HeldPolicy[] => {
    const known = found.get(of);
    if (known) return known;
    const policies = "groupNames" in of ? policiesOf(of, of.groupNames, of.arn) : policiesOf(of, [], null);
    found.set(of, policies);
    return policies;
  };
  const boundaryOf = ({ permissionsBoundaryArn }: Holder): HeldPolicy | null =>
    permissionsBoundaryArn === null ? null : held(permissionsBoundaryArn);

  const powerOf = (of: JudgedUser | JudgedRole): PowerView => powerOfPolicies(policiesOfAny(of), boundaryOf(of));
  return {
    ofUser: powerOf,
    ofRole: powerOf,
    assumableBy: (of) => {
      const all = policiesOfAny(of);
      const boundary = boundaryOf(of)?.says;
      if (all.some(({ says }) => (says.denied & ASSUME_ROLE) !== 0n)) return [];
      const given = all.flatMap(({ says }) => says.assumable);
      return [...new Set(boundary?.isComplete ? inBoth(given, boundary.assumable) : given)].sort();
    },
  };
}

/** The patterns of either list that lie within one of the other. */
function inBoth(some: readonly string[], others: readonly string[]): string[] {
  const [within, without] = [new WildcardSet(others), new WildcardSet(some)];
  return [...some.filter((pattern) => within.covers(pattern)), ...others.filter((pattern) => without.covers(pattern))];
}
