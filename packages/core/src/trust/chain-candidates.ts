import type { TrustMapRole } from "@rolecall/domain";

type ChainRole = Pick<TrustMapRole, "id" | "arn" | "awsAccountId" | "trust">;

const ANYBODY = "*";
const IAM_ROLE = /^arn:[^:]+:iam::\d{12}:role\//;
const ACCOUNT = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/;

/** Whom a role names: a role's ARN, an account's number for all other principals of it, `*`, or nobody who could be a role. */
function namedBy({ trust }: ChainRole): string[] {
  return trust.principals.flatMap(({ type, value }) => {
    if (type.startsWith("Not")) return [ANYBODY];
    if (type !== "AWS") return [];
    return value === ANYBODY || IAM_ROLE.test(value) ? [value] : (ACCOUNT.exec(value)?.[1] ?? []);
  });
}

/** Whether somebody gets in who is neither a service of AWS nor of the role's own account. */
const letsInStrangers = (role: ChainRole): boolean =>
  role.trust.principals.some(
    ({ type, value }) => type !== "Service" && (type !== "AWS" || ACCOUNT.exec(value)?.[1] !== role.awsAccountId),
  );

/**
 * The roles from which a way can go on, as far as trust policies tell: somebody of outside or of another account can come to it, over
 * any number of roles, and another role names it or its account. Only of these it matters what their own policies let them assume.
 */
export function chainCandidates(roles: readonly ChainRole[]): Set<string> {
  const naming = Map.groupBy(
    roles.flatMap((role) => namedBy(role).map((name) => ({ name, role }))),
    ({ name }) => name,
  );
  const keysOf = (role: ChainRole) => [role.arn, role.awsAccountId, ANYBODY];
  const reached = new Set(roles.filter(letsInStrangers));
  const followed = new Set<string>();
  // A set is walked in the order of insertion, what is added on the way included.
  for (const role of reached) {
    for (const key of keysOf(role)) {
      if (followed.has(key)) continue;
      followed.add(key);
      for (const next of naming.get(key) ?? []) reached.add(next.role);
    }
  }
  const goesOn = (role: ChainRole) =>
    keysOf(role).some((key) => naming.get(key)?.some((other) => other.role.id !== role.id));
  return new Set([...reached].filter(goesOn).map(({ id }) => id));
}
