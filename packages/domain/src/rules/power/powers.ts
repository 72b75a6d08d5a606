import type { JudgedRole, JudgedUser } from "../../judgement/judged.ts";
import type { PowerView } from "../../judgement/trust.ts";
import { WildcardSet } from "../../policy/wildcard-set.ts";
import { rights } from "./document-power.ts";
import { type AccountPolicies, createHeldPolicies } from "./held-policies.ts";
import { describeJumps, type RoleElsewhere } from "./jumps.ts";
import { powerOfPolicies } from "./power-of-policies.ts";
import { type Caller, type EnterableRole, ReachedPower } from "./reached-power.ts";
import { doorsOf } from "./role-doors.ts";

/** What principals of one account may do, by its policies. */
export type Powers = {
  /**
   * Tells of roles of the account that somebody of it may become. To be told of all of them before the first question, else what is
   * answered is by the principals' own policies alone. Of each only what matters is kept.
   */
  addRoles(roles: readonly JudgedRole[]): void;
  ofUser(user: JudgedUser): PowerView;
  ofRole(role: JudgedRole): PowerView;
  /** The same with the roles of other accounts that it may go on to, which gives it no right in its own. */
  explain(of: JudgedUser | JudgedRole, known: Elsewhere): PowerView;
  /** Patterns of the role ARNs that it may ask sts:AssumeRole for, sorted; `*`: all. */
  assumableBy(of: JudgedUser | JudgedRole): readonly string[];
};

/** What is known of other accounts: roles that may let in somebody of this one, and which accounts are connected at all. */
export type Elsewhere = { elsewhere: readonly RoleElsewhere[]; connected: readonly string[] };

const ASSUME_ROLE = rights(["sts:AssumeRole"]);

/**
 * Tells what the users and roles of one account may do. A policy that could not be read makes a power unknown, unless what is known
 * says that the principal is an administrator or can become one. A permissions boundary caps; one that could not be read does not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function createPowers(policies: AccountPolicies): Powers {
  const { awsAccountId } = policies;
  const held = createHeldPolicies(policies);
  /** Null: its policies deny it. */
  const assumableOf = (of: JudgedUser | JudgedRole): readonly string[] | null => {
    const all = held.of(of);
    const boundary = held.boundaryOf(of)?.says;
    const denied = all.reduce((set, { says }) => set | says.denied, boundary?.denied ?? 0n);
    if ((denied & ASSUME_ROLE) !== 0n) return null;
    const given = all.flatMap(({ says }) => says.assumable);
    return [...new Set(boundary?.isComplete ? inBoth(given, boundary.assumable) : given)].sort();
  };
  const ownPower = (of: JudgedUser | JudgedRole): PowerView => powerOfPolicies(held.of(of), held.boundaryOf(of));
  const callerOf = (of: JudgedUser | JudgedRole): Caller => {
    const roleName = "roleName" in of ? of.roleName : null;
    const boundary = roleName === null ? undefined : held.boundaryOf(of)?.says;
    return {
      arn: of.arn,
      label: "roleName" in of ? `role ${of.roleName}` : `user ${of.userName}`,
      roleName,
      own: ownPower(of),
      assumable: assumableOf(of),
      withinBoundary: boundary?.isComplete ? new WildcardSet(boundary.assumable) : null,
    };
  };
  const enterable: EnterableRole[] = [];
  let reached: ReachedPower | null = null;
  const powerOf = (of: JudgedUser | JudgedRole): PowerView => {
    if (enterable.length === 0) return ownPower(of);
    reached ??= new ReachedPower(enterable);
    return reached.of(callerOf(of));
  };
  return {
    addRoles: (roles) => {
      for (const role of roles) {
        const doors = doorsOf(role, awsAccountId);
        if (doors) enterable.push({ caller: callerOf(role), doors });
      }
      reached = null;
    },
    ofUser: powerOf,
    ofRole: powerOf,
    explain: (of, known) => {
      const view = powerOf(of);
      // An administrator gives itself what it lacks.
      if (view.power === "admin") return view;
      const jumps = describeJumps(callerOf(of), awsAccountId, known);
      return jumps === "" ? view : { ...view, reason: `${view.reason}. ${jumps}` };
    },
    assumableBy: (of) => assumableOf(of) ?? [],
  };
}

/** The patterns of either list that lie within one of the other. */
function inBoth(some: readonly string[], others: readonly string[]): string[] {
  const [within, without] = [new WildcardSet(others), new WildcardSet(some)];
  return [...some.filter((pattern) => within.covers(pattern)), ...others.filter((pattern) => without.covers(pattern))];
}
