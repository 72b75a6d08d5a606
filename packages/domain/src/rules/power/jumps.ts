import type { z } from "zod";
import { IamRole } from "../../inventory/role.ts";
import type { Power } from "../../inventory/trust-grade.ts";
import { arnPattern, isAccountId } from "../../policy/arns.ts";
import { TrustSummary } from "../../policy/trust-summary.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import type { Caller } from "./reached-power.ts";
import { doorsOf } from "./role-doors.ts";

/** A role of another account that is connected, as far as it matters to those who ask for it. */
export const RoleElsewhere = IamRole.pick({
  roleName: true,
  arn: true,
  awsAccountId: true,
  accountName: true,
  power: true,
}).extend({ trust: TrustSummary });
export type RoleElsewhere = z.infer<typeof RoleElsewhere>;

/** A role that is asked for in another account: which account, null: any; and which roles there. */
export type Jump = { awsAccountId: string | null; pattern: string; roleName: string };

/** The last part of a name of a role, as it may have a path. */
const lastOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Which roles of other accounts are asked for, of those that may be assumed. */
export function jumpsOf(assumable: readonly string[], awsAccountId: string): readonly Jump[] {
  return assumable.flatMap((pattern): Jump[] => {
    const { account, name } = arnPattern(pattern);
    if (account === awsAccountId || account?.includes("${")) return [];
    const roleName = lastOf(name) || "*";
    return [{ awsAccountId: account !== null && isAccountId(account) ? account : null, pattern, roleName }];
  });
}

const MAY_THERE: Readonly<Record<Power, string>> = {
  admin: "an administrator there",
  escalation: "who can become an administrator there",
  write: "who may change things there",
  read: "who may read there",
  none: "who may do nothing there",
  unknown: "of whom it is not known what it may do there",
};

/** Roles that are named in a sentence; there may be many more. */
const MOST_NAMED = 5;

/** Whether a role of another account lets in somebody who may ask for it. */
function letsIn({ trust }: RoleElsewhere, awsAccountId: string, { arn, roleName }: Caller): boolean {
  const doors = doorsOf({ trust }, awsAccountId);
  if (!doors) return false;
  const isNamed = doors.named.includes(arn) || (roleName !== null && doors.sessions.includes(roleName));
  return isNamed || Boolean(doors.everybody?.covers(arn)) || Boolean(doors.permitted?.covers(arn));
}

const inWords = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(", "), parts.at(-1)].filter(Boolean).join(" and ");

const wanted = ({ awsAccountId, roleName }: Jump): string => {
  const role = roleName.includes("*") || roleName.includes("?") ? "roles" : `role ${roleName}`;
  return `${role} of ${awsAccountId === null ? "any account that trusts it" : `account ${awsAccountId}`}`;
};

/**
 * In words, which roles of other accounts somebody may go on to; empty: none. It gives no right in the own account.
 *
 * @param elsewhere roles of connected accounts that may let in somebody of this one.
 * @param connected accounts whose roles are known.
 */
export function describeJumps(
  caller: Caller,
  awsAccountId: string,
  { elsewhere, connected }: { elsewhere: readonly RoleElsewhere[]; connected: readonly string[] },
): string {
  const jumps = jumpsOf(caller.assumable ?? [], awsAccountId);
  const reached = elsewhere.filter(
    (role) => jumps.some(({ pattern }) => matchesWildcard(pattern, role.arn)) && letsIn(role, awsAccountId, caller),
  );
  const byAccount = new Set(reached.map((role) => role.awsAccountId));
  const named = reached.map((role) => `${role.roleName} (${role.accountName}), ${MAY_THERE[role.power]}`);
  const asked = jumps.filter(({ awsAccountId: account }) => account === null || !byAccount.has(account));
  const parts = [
    named.length > 0 && `It may go on as ${listed(named)}`,
    ...accountsOf(asked).map(([account, some]) => {
      const words = `It may ask for ${inWords([...new Set(some.map(wanted))].slice(0, MOST_NAMED))}`;
      if (account === null) return words;
      return connected.includes(account) ? `${words}, which does not let it in` : `${words}, which is not connected`;
    }),
  ];
  return parts.filter(Boolean).join(". ");
}

const listed = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join("; ")}; and as ${more} other roles` : names.join("; ");
};

const accountsOf = (jumps: readonly Jump[]): [string | null, Jump[]][] =>
  [...Map.groupBy(jumps, ({ awsAccountId }) => awsAccountId)].slice(0, MOST_NAMED);
