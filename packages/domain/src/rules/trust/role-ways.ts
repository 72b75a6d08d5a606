import type { JudgedRole, JudgementContext } from "../../judgement/judged.ts";
import type { RoleWays } from "../../judgement/trust-map.ts";
import { readAwsPrincipal } from "../../policy/principals.ts";
import { isAnything } from "../../policy/wildcards.ts";
import { reachOf, writtenReach } from "./aws-reach.ts";
import { findOutsiders } from "./outsiders.ts";
import { ownAccountsOf, type TrustSurroundings } from "./trust-assessment.ts";
import { type ReadTrust, readTrust, type TrustStatement } from "./trust-statements.ts";

/** In the place of accounts: all of the tenant's. */
export const ALL_OWN = "own";

type Context = Pick<JudgementContext, "awsAccountId" | "ownAccountIds" | "organizationIds">;

/** AWS makes these and decides who comes in; nobody outside does. */
const isMadeByAws = ({ kind }: Pick<JudgedRole, "kind">): boolean =>
  kind === "service_linked" || kind === "identity_center";

const surroundingsOf = (arn: string, context: Context): TrustSurroundings => ({
  awsAccountId: context.awsAccountId,
  partition: arn.split(":", 2)[1] ?? "aws",
  ownAccountIds: ownAccountsOf(context),
  organizationIds: context.organizationIds,
  externalIdUses: {},
  providers: new Map(),
});

/** The role behind the ARN of a session, such as `door` of `assumed-role/door/run`; null: it is of no session. */
function sessionRole(value: string): string | null {
  const principal = readAwsPrincipal(value);
  if (principal.form !== "identity" || principal.type !== "assumed-role") return null;
  const [role = "", session] = principal.name.split("/");
  return session === undefined ? null : role;
}

/** Roles that a condition on aws:PrincipalArn names. Patterns are left to the account. */
const narrowedTo = ({ conditions }: TrustStatement): string[] =>
  conditions.demands("aws:principalarn").flatMap(({ values }) => values.map(({ text }) => text));

function lettingIn(statement: TrustStatement, value: string, surroundings: TrustSurroundings): string[] {
  const written = writtenReach(value, surroundings);
  if (written === "deleted" || written === "unknown") return [];
  const session = sessionRole(value);
  if (session) return [`${written.awsAccountId} ${session}`];
  if (written.scope === "principal") return [value];
  const reach = reachOf(written, statement.conditions, surroundings);
  if (reach.scope === "principal") return narrowedTo(statement);
  if (reach.awsAccountId) return [reach.awsAccountId];
  // What is open to everybody is entered from outside: nobody needs another role for that.
  return reach.place === "external" || reach.place === "public" ? [] : [ALL_OWN];
}

/** Which roles a trust policy lets in: those that it names, and those of accounts, whose own policies decide. */
function letsIn({ statements }: ReadTrust, surroundings: TrustSurroundings): string[] {
  const found = new Set<string>();
  for (const statement of statements.filter((each) => each.letsIn && !each.principals.isExcept))
    for (const { type, value } of statement.principals.named)
      if (type === "AWS") for (const name of lettingIn(statement, value, surroundings)) found.add(name);
  return [...found].sort();
}

/** As much as a trust policy may have: policies that many roles share would be kept with each of them. */
const MOST_PATTERN_CHARACTERS = 8_192;

/** The patterns that are kept: `*` says all that the others say, and the shortest, which let a role go furthest, come first. */
function keptPatterns(assumes: readonly string[]): string[] {
  if (assumes.some(isAnything)) return ["*"];
  let left = MOST_PATTERN_CHARACTERS;
  return assumes
    .toSorted((one, other) => one.length - other.length || (one < other ? -1 : 1))
    .filter((pattern) => {
      left -= pattern.length;
      return left >= 0;
    });
}

/**
 * What the trust map needs of a role: who may come in by it, and between which roles it is a step.
 *
 * @param assumes patterns of the roles that its own policies let it assume.
 */
export function waysOfRole(
  role: Pick<JudgedRole, "arn" | "kind" | "trust">,
  assumes: readonly string[],
  context: Context,
): RoleWays {
  const read = role.trust.unread === undefined ? readTrust(role.trust.document, context.awsAccountId) : null;
  const isDoor = !isMadeByAws(role) && read !== null;
  const surroundings = surroundingsOf(role.arn, context);
  return {
    isRead: read?.isComplete ?? false,
    isDoor,
    letsIn: isDoor ? letsIn(read, surroundings) : [],
    assumes: isDoor ? keptPatterns(assumes) : [],
    outsiders: isDoor ? findOutsiders(read, surroundings) : [],
  };
}
