import { accountOfPrincipal, readAwsPrincipal } from "../../policy/principals.ts";
import type { TrustMapRole } from "./mapped-role.ts";

type ChainRole = Pick<TrustMapRole, "id" | "arn" | "awsAccountId" | "trust">;

const ANYBODY = "*";

function isRole(name: string): boolean {
  const principal = readAwsPrincipal(name);
  return principal.form === "identity" && principal.type === "role";
}

/** Whom a role names: a role's ARN, an account's number for all other principals of it, `*`, or nobody who could be a role. */
function namedBy({ trust }: ChainRole): string[] {
  return trust.principals.flatMap(({ type, value }) => {
    if (type.startsWith("Not")) return [ANYBODY];
    if (type !== "AWS") return [];
    return value === ANYBODY || isRole(value) ? [value] : (accountOfPrincipal(value) ?? []);
  });
}

/** The ARNs of roles that these roles name. */
export const namedRoleArns = (roles: readonly ChainRole[]): string[] => [
  ...new Set(roles.flatMap(namedBy).filter(isRole)),
];

/** Whether somebody gets in who is neither a service of AWS nor of the role's own account. */
const letsInStrangers = (role: ChainRole): boolean =>
  role.trust.principals.some(
    ({ type, value }) => type !== "Service" && (type !== "AWS" || accountOfPrincipal(value) !== role.awsAccountId),
  );

/** The accounts through which a way over several accounts, or one from outside, may go; all of them where somebody lets in anybody. */
function accountsOnAWay(roles: readonly ChainRole[]): ReadonlySet<string> | "all" {
  const accounts = new Set<string>();
  for (const role of roles) {
    if (letsInStrangers(role)) accounts.add(role.awsAccountId);
    for (const name of namedBy(role)) {
      if (name === ANYBODY) return "all";
      const account = accountOfPrincipal(name);
      if (account !== null && account !== role.awsAccountId) accounts.add(account);
    }
  }
  return accounts;
}

/**
 * The roles from which a way may go on, as far as trust policies tell: another role names it, its account or anybody, and its account is
 * entered by strangers or named by another account. Only of these it matters what their own policies let them assume.
 */
export function chainCandidates(roles: readonly ChainRole[]): Set<string> {
  const accounts = accountsOnAWay(roles);
  const naming = Map.groupBy(
    roles.flatMap((role) => namedBy(role).map((name) => ({ name, role }))),
    ({ name }) => name,
  );
  const isNamed = (role: ChainRole) =>
    [role.arn, role.awsAccountId, ANYBODY].some((name) => naming.get(name)?.some((other) => other.role.id !== role.id));
  const isOnAWay = ({ awsAccountId }: ChainRole) => accounts === "all" || accounts.has(awsAccountId);
  return new Set(roles.filter((role) => isOnAWay(role) && isNamed(role)).map(({ id }) => id));
}
