import type { CheckCounts, CheckId } from "../judgement/check.ts";
import type { ExceptionCondition } from "../judgement/finding.ts";
import type {
  JudgedCredential,
  JudgedGroup,
  JudgedLimits,
  JudgedPolicy,
  JudgedProvider,
  JudgedRole,
  JudgedSettings,
  JudgedUser,
  JudgedUserWithOwner,
  JudgementContext,
  RoleJudgement,
  UserJudgement,
  Verdict,
} from "../judgement/judged.ts";
import { type AccountToCheck, checkAccount } from "./checks/check-account.ts";
import { checkRolePolicies } from "./checks/check-policies.ts";
import { checkUser } from "./checks/check-user.ts";
import { judgeLimits } from "./deadlines/limits.ts";
import { conditionStands, type StandingCondition } from "./exceptions/exception-condition.ts";
import { createPowers } from "./power/powers.ts";
import { gradeTrust } from "./trust/grade-trust.ts";
import { waysOfRole } from "./trust/role-ways.ts";
import { trustVerdicts } from "./trust/trust-verdicts.ts";

/** What all subjects of an account are judged by. */
export type AccountRulesInput = {
  context: JudgementContext;
  /** The instant at which deadlines are past or not. */
  asOf: Date;
  policies: readonly JudgedPolicy[];
  groups: readonly JudgedGroup[];
  providers: readonly JudgedProvider[];
};

/** An account as a whole, with as much of its users and roles as its own checks look at. */
export type AccountToJudge = {
  /** Null: nothing was read of the account as a whole. */
  settings: JudgedSettings | null;
  /** Those of no user: the root user's, and server certificates. */
  credentials: readonly JudgedCredential[];
  users: AccountToCheck["users"];
  roles: AccountToCheck["roles"];
};

/** All rules, for the subjects of one account at one instant. What depends on policies and context alone is worked out once. */
export type AccountRules = {
  /** Tells of roles that somebody of the account may become; to be told of all of them before the first judgement. */
  addRoles(roles: readonly JudgedRole[]): void;
  judgeUser(user: JudgedUserWithOwner, credentials: readonly JudgedCredential[]): UserJudgement;
  judgeRole(role: JudgedRole): RoleJudgement;
  /** What is of no user and no role: the account, its root user, server certificates, policies, groups and providers. */
  judgeAccount(account: AccountToJudge): { verdicts: Verdict[]; limits: JudgedLimits[] };
  /** @param user null: the exception is of no user's. */
  exceptionStands(
    condition: ExceptionCondition,
    user: JudgedUser | null,
    credentials: readonly JudgedCredential[],
  ): StandingCondition;
};

/** Composes the rules. Nothing here reads a clock, and no subject's verdicts depend on the order of the others. */
export function createAccountRules({ context, asOf, policies, groups, providers }: AccountRulesInput): AccountRules {
  const powers = createPowers({ awsAccountId: context.awsAccountId, policies, groups });
  const policiesByArn = new Map(policies.map((policy) => [policy.arn, policy]));
  const groupsByName = new Map(groups.map((group) => [group.groupName, group]));
  return {
    addRoles: powers.addRoles,
    judgeUser: (user, credentials) => {
      const power = powers.ofUser(user);
      const limits = judgeLimits(user, credentials, context);
      return { verdicts: checkUser({ user, credentials, power, limits, asOf }), limits, power: power.power };
    },
    judgeRole: (role) => {
      const power = powers.ofRole(role);
      const trust = gradeTrust(role, power, context, providers);
      const verdicts = [...trustVerdicts(role, trust, power), ...checkRolePolicies({ role, power })];
      const ways = waysOfRole(role, powers.assumableBy(role), context);
      return { verdicts, grade: trust.grade, power: power.power, ways };
    },
    judgeAccount: ({ settings, credentials, users, roles }) => {
      const limits = judgeLimits(null, credentials, context);
      const given = { settings, credentials, limits, policies, groups, roles, users, providers, context, asOf };
      return { verdicts: checkAccount(given), limits };
    },
    exceptionStands: (condition, user, credentials) =>
      conditionStands(condition, { user, credentials, policies: policiesByArn, groups: groupsByName }),
  };
}

export type CountsByCheck = Partial<Record<CheckId, CheckCounts>>;

/** Counts of verdicts by check, to be added to as batches of subjects are judged. */
export class CheckCounter {
  readonly counts: CountsByCheck = {};

  add(verdicts: readonly Verdict[]): void {
    for (const { checkId, result } of verdicts) {
      const counts = this.counts[checkId] ?? { failed: 0, passed: 0, unknown: 0 };
      this.counts[checkId] = counts;
      if (result === "fail") counts.failed += 1;
      else if (result === "pass") counts.passed += 1;
      else counts.unknown += 1;
    }
  }
}
