import type { ExceptionCondition } from "../../judgement/finding.ts";
import type { JudgedCredential, JudgedGroup, JudgedPolicy, JudgedUser } from "../../judgement/judged.ts";
import { type BearingPolicies, type BearingPolicy, restrictsSourceIp } from "./source-ip.ts";

/** What the condition of an exception is held against: all as known at one instant. */
export type ConditionFacts = {
  /** Null: the exception is of no user's. */
  user: JudgedUser | null;
  credentials: readonly Pick<JudgedCredential, "kind">[];
  /** Managed policies by ARN; one that is missing here counts as not read. */
  policies: ReadonlyMap<string, Pick<JudgedPolicy, "document" | "problem">>;
  /** Groups of the account by name; one of the user's that is missing here counts as not read. */
  groups: ReadonlyMap<string, Pick<JudgedGroup, "attachedPolicyArns" | "inlinePolicies">>;
};

/** `stands` null: it cannot be told, which does not void an exception. */
export type StandingCondition = { stands: boolean | null; reason: string };

type FactsOfUser = ConditionFacts & { user: JudgedUser };
type ConditionOf<Kind extends ExceptionCondition["kind"]> = Extract<ExceptionCondition, { kind: Kind }>;
type ConditionRules = {
  [Kind in ExceptionCondition["kind"]]: (condition: ConditionOf<Kind>, facts: FactsOfUser) => StandingCondition;
};

/** All policies that bear on a user, those of its groups included; what was not read has no document. */
function bearingPolicies({ user, policies, groups }: FactsOfUser): BearingPolicies {
  const managed = (arn: string): BearingPolicy => ({ name: arn, document: policies.get(arn)?.document ?? null });
  const ofGroup = (name: string): BearingPolicy[] => {
    const group = groups.get(name);
    return group ? [...group.inlinePolicies, ...group.attachedPolicyArns.map(managed)] : [{ name, document: null }];
  };
  return {
    granting: [
      ...user.inlinePolicies,
      ...user.attachedPolicyArns.map(managed),
      ...user.groupNames.flatMap((name) => ofGroup(name)),
    ],
    boundary: user.permissionsBoundaryArn === null ? null : managed(user.permissionsBoundaryArn),
  };
}

const RULES: ConditionRules = {
  source_ip: ({ cidrs }, facts) => {
    const { restricts, reason } = restrictsSourceIp(bearingPolicies(facts), cidrs);
    return { stands: restricts, reason };
  },
  permissions_boundary: ({ policyArn }, { user: { permissionsBoundaryArn } }) => ({
    stands: permissionsBoundaryArn === policyArn,
    reason: permissionsBoundaryArn
      ? `Its permissions boundary is ${permissionsBoundaryArn}.`
      : "It has no permissions boundary.",
  }),
  hardware_mfa: (_, { user: { mfa } }) => {
    if (mfa === "unknown") return { stands: null, reason: "The kind of its MFA devices is not known." };
    return mfa === "fido" || mfa === "hardware"
      ? { stands: true, reason: `It has a ${mfa === "fido" ? "FIDO" : "hardware"} device.` }
      : { stands: false, reason: mfa === "none" ? "It has no MFA device." : "It has a virtual MFA device only." };
  },
  no_console_password: (_, { user: { hasConsolePassword }, credentials }) => {
    if (hasConsolePassword === false) return { stands: true, reason: "It has no console password." };
    return hasConsolePassword || credentials.some(({ kind }) => kind === "console_password")
      ? { stands: false, reason: "It has a console password." }
      : { stands: null, reason: "Whether it has a console password could not be read." };
  },
};

/**
 * Whether the condition of an exception still stands. A condition is one of a user: where there is none, such as for a role or the
 * root user, nothing can hold.
 */
export function conditionStands<Kind extends ExceptionCondition["kind"]>(
  condition: ConditionOf<Kind>,
  facts: ConditionFacts,
): StandingCondition {
  const { user } = facts;
  if (!user) return { stands: false, reason: "There is no IAM user that the condition could hold." };
  const rule: (condition: ConditionOf<Kind>, facts: FactsOfUser) => StandingCondition = RULES[condition.kind as Kind];
  return rule(condition, { ...facts, user });
}
