import type { JudgedGroup, JudgedPolicy, JudgedRole, JudgedUser } from "../../judgement/judged.ts";
import { allActions, allReads, NO_ACTIONS } from "./action-sets.ts";
import { type DocumentPower, documentPower, READ, WRITE } from "./document-power.ts";
import { awsManagedName, KNOWN_DOCUMENTS, KNOWN_POWERS } from "./known-policies.ts";
import type { HeldPolicy } from "./power-of-policies.ts";
import type { PolicyHolder } from "./resource-reach.ts";

/** What is known of the policies of an account. */
export type AccountPolicies = {
  awsAccountId: string;
  /** All managed policies of the account, and AWS's that are attached in it. */
  policies: readonly JudgedPolicy[];
  groups: readonly JudgedGroup[];
};

type Holder = Pick<JudgedUser, "attachedPolicyArns" | "inlinePolicies" | "permissionsBoundaryArn">;

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
    get allowedActions() {
      return { none: () => NO_ACTIONS, read: allReads, write: allActions }[power]();
    },
    isDenying: false,
    deniedActions: NO_ACTIONS,
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

/** Which policies the principals of an account hold. */
export type HeldPolicies = {
  of(principal: JudgedUser | JudgedRole): readonly HeldPolicy[];
  boundaryOf(principal: JudgedUser | JudgedRole): HeldPolicy | null;
};

/** Each document is read once, whoever holds it; what is not among the policies and groups is held as unread. */
export function createHeldPolicies({ awsAccountId, policies, groups }: AccountPolicies): HeldPolicies {
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
  return {
    of: policiesOfAny,
    boundaryOf: ({ permissionsBoundaryArn }) => (permissionsBoundaryArn === null ? null : held(permissionsBoundaryArn)),
  };
}
