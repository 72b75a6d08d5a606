import type { JudgedRole } from "../../judgement/judged.ts";
import type { Conditions } from "../../policy/conditions.ts";
import { heldDemands } from "../../policy/conditions.ts";
import { readAwsPrincipal } from "../../policy/principals.ts";
import { readPolicy, type Statement } from "../../policy/statements.ts";
import { WildcardSet } from "../../policy/wildcard-set.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";

/** Whom of its own account a role lets in by its trust policy. */
export type RoleDoors = {
  /** ARNs of users and roles that it names: within one account they need no permission of their own. */
  named: readonly string[];
  /** Names of roles whose sessions it names. */
  sessions: readonly string[];
  /** Everybody whose ARN is covered, without a permission of their own; null: nobody more. */
  everybody: WildcardSet | null;
  /** Those whose ARN is covered and whose own policies allow it; null: nobody more. */
  permitted: WildcardSet | null;
};

/** Keys that say who comes in, in a way that does not follow from the account and the name. */
const SAYS_WHO =
  /^aws:(?:principaltag\/|userid$|username$|principaltype$|sourceidentity$|source(?:vpc|ip|account|arn)|vpc)/;

const ANY_ARN: readonly string[] = ["*"];

/** The ARNs to which conditions hold the caller; null: to what cannot be told. */
function arnsUnder(conditions: Conditions, awsAccountId: string): readonly string[] | null {
  if (conditions.keys.some((key) => SAYS_WHO.test(key))) return null;
  const isElsewhere = heldDemands(conditions, "aws:principalaccount").some(
    ({ values }) => !values.some(({ text, isExact }) => !isExact || text === awsAccountId),
  );
  if (isElsewhere) return [];
  const demands = heldDemands(conditions, "aws:principalarn");
  return demands.length === 0 ? ANY_ARN : demands.flatMap(({ values }) => values.map(({ text }) => text));
}

type OpenDoors = { named: string[]; sessions: string[]; everybody: string[]; permitted: string[] };

function openToEverybody(doors: OpenDoors, conditions: Conditions, awsAccountId: string): void {
  const arns = arnsUnder(conditions, awsAccountId);
  if (arns === null) doors.permitted.push(...ANY_ARN);
  for (const arn of arns ?? []) {
    if (/[*?$]/.test(arn)) doors.everybody.push(arn);
    else doors.named.push(arn);
  }
}

function open(doors: OpenDoors, value: string, conditions: Conditions, awsAccountId: string): void {
  const principal = readAwsPrincipal(value);
  if (principal.form === "everybody") openToEverybody(doors, conditions, awsAccountId);
  if (!("awsAccountId" in principal) || principal.awsAccountId !== awsAccountId) return;
  if (principal.form === "account") doors.permitted.push(...(arnsUnder(conditions, awsAccountId) ?? ANY_ARN));
  else if (principal.type === "assumed-role") doors.sessions.push(principal.name.split("/")[0] ?? "");
  else doors.named.push(value);
}

const ANYBODY = new WildcardSet(ANY_ARN);

function setOf(patterns: readonly string[]): WildcardSet | null {
  if (patterns.length === 0) return null;
  return patterns.includes("*") ? ANYBODY : new WildcardSet(patterns);
}

const ENTERING = "sts:assumerole";

const isAboutEntering = ({ actions }: Statement): boolean =>
  actions !== null && actions.patterns.some((pattern) => matchesWildcard(pattern, ENTERING)) !== actions.isExcept;

const awsPrincipals = ({ principals: { named, isExcept } }: Statement): string[] =>
  isExcept ? [] : named.flatMap(({ type, value }) => (type === "AWS" ? [value] : []));

const NOBODY = { names: [], all: false };

/** Whom a trust policy keeps out in any case: by their names; `all`: everybody of the account. */
function keptOut(statements: readonly Statement[], awsAccountId: string): { names: readonly string[]; all: boolean } {
  const names = statements
    .filter(({ allows, conditions }) => !allows && conditions.all.length === 0)
    .flatMap(awsPrincipals);
  if (names.length === 0) return NOBODY;
  const isAll = (value: string) => {
    const principal = readAwsPrincipal(value);
    return principal.form === "everybody" || (principal.form === "account" && principal.awsAccountId === awsAccountId);
  };
  return { names, all: names.some(isAll) };
}

/**
 * Whom of its own account a role lets in. Conditions under which it does are not weighed, but for those that say who comes in.
 *
 * @returns null: nobody of it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export function doorsOf({ trust }: Pick<JudgedRole, "trust">, awsAccountId: string): RoleDoors | null {
  const doors: OpenDoors = { named: [], sessions: [], everybody: [], permitted: [] };
  const statements = (readPolicy(trust.document)?.statements ?? []).filter(isAboutEntering);
  for (const statement of statements) {
    if (statement.allows)
      for (const value of awsPrincipals(statement)) open(doors, value, statement.conditions, awsAccountId);
  }
  const { sessions, everybody, permitted } = doors;
  const out = keptOut(statements, awsAccountId);
  const named = out.names.length === 0 ? doors.named : doors.named.filter((arn) => !out.names.includes(arn));
  if (out.all || named.length + sessions.length + everybody.length + permitted.length === 0) return null;
  return { named, sessions, everybody: setOf(everybody), permitted: setOf(permitted) };
}
