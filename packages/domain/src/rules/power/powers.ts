import type { JudgedRole, JudgedUser } from "../../judgement/judged.ts";
import type { PowerView } from "../../judgement/trust.ts";
import { WildcardSet } from "../../policy/wildcard-set.ts";
import { type DocumentPower, rights } from "./document-power.ts";
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
    const isDenied = ({ denied }: DocumentPower) => denied !== 0n && (denied & ASSUME_ROLE) !== 0n;
    if ((boundary && isDenied(boundary)) || all.some(({ says }) => isDenied(says))) return null;
    const given = all.flatMap(({ says }) => says.assumable);
    if (given.length === 0) return given;
    return [...new Set(boundary?.isComplete ? inBoth(given, boundary.assumable) : given)].sort();
  };
  const callerOf = (of: JudgedUser | JudgedRole, own: PowerView): Caller => {
    const roleName = "roleName" in of ? of.roleName : null;
    const boundary = roleName === null ? undefined : held.boundaryOf(of)?.says;
    return {
      arn: of.arn,
      label: "roleName" in of ? `role ${of.roleName}` : `user ${of.userName}`,
      roleName,
      own,
      assumable: assumableOf(of),
      withinBoundary: boundary?.isComplete ? new WildcardSet(boundary.assumable) : null,
    };
  };
  /** Roles are told of before they are asked about. */
  const ownOfRoles = new Map<string, PowerView>();
  const ownPower = (of: JudgedUser | JudgedRole): PowerView =>
    ("roleName" in of && ownOfRoles.get(of.arn)) || powerOfPolicies(held.of(of), held.boundaryOf(of));
  const enterable: EnterableRole[] = [];
  let reached: ReachedPower | null = null;
  const powerOf = (of: JudgedUser | JudgedRole): PowerView => {
    const own = ownPower(of);
    if (enterable.length === 0) return own;
    reached ??= new ReachedPower(enterable);
    return reached.mayRaise(own) ? reached.of(callerOf(of, own)) : own;
  };
  return {
    addRoles: (roles) => {
      for (const role of roles) {
        const doors = doorsOf(role, awsAccountId);
        if (!doors) continue;
        const own = ownPower(role);
        ownOfRoles.set(role.arn, own);
        enterable.push({ caller: callerOf(role, own), doors });
      }
      reached = null;
    },
    ofUser: powerOf,
    ofRole: powerOf,
    explain: (of, known) => {
      const view = powerOf(of);
      // An administrator gives itself what it lacks.
      if (view.power === "admin") return view;
      const jumps = describeJumps(callerOf(of, view), awsAccountId, known);
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
