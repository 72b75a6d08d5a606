import { type Conditions, demandsAll, heldDemands } from "../../policy/conditions.ts";
import { type AwsPrincipal, accountOfPrincipal, readAwsPrincipal } from "../../policy/principals.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { isAboutAny, type TrustStatement } from "./trust-statements.ts";

/** Whether a statement lets somebody in, as far as it tells from who it is: not at all, perhaps, or for certain. */
export type Fit = 0 | 1 | 2;

const least = (fits: readonly Fit[]): Fit => Math.min(2, ...fits) as Fit;
const most = (fits: readonly Fit[]): Fit => Math.max(0, ...fits) as Fit;

const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
/** Of a session the name of its role; roles and users are told apart by their names alone, as sessions do not tell a path. */
const nameOf = ({ type, name }: Extract<AwsPrincipal, { form: "identity" }>): string =>
  type === "assumed-role" ? name.split("/", 1)[0]! : lastPart(name);
const kindOf = ({ type }: Extract<AwsPrincipal, { form: "identity" }>): string =>
  type === "assumed-role" ? "role" : type;

/** How an AWS principal that a statement names fits a caller of whom perhaps only the account is known. */
function fitOfAws(named: AwsPrincipal, caller: AwsPrincipal): Fit {
  if (named.form === "everybody") return 2;
  if (caller.form !== "account" && caller.form !== "identity") return 0;
  if ((named.form !== "account" && named.form !== "identity") || named.awsAccountId !== caller.awsAccountId) return 0;
  if (named.form === "account") return 2;
  if (caller.form === "account") return 1;
  return nameOf(named) === nameOf(caller) && kindOf(named) === kindOf(caller) ? 2 : 0;
}

function fitOfNamed({ type, value }: { type: string; value: string }, caller: string): Fit {
  if (type === "AWS" && accountOfPrincipal(caller) === null) return 0;
  if (type === "AWS") return fitOfAws(readAwsPrincipal(value), readAwsPrincipal(caller));
  return value === caller || value === "*" ? 2 : 0;
}

function fitOfPrincipals({ principals: { named, isExcept } }: TrustStatement, caller: string): Fit {
  const fit = most(named.map((one) => fitOfNamed(one, caller)));
  return isExcept ? ((2 - fit) as Fit) : fit;
}

const fitOfAccount = (value: string, { awsAccountId }: { awsAccountId: string }): Fit =>
  matchesWildcard(value, awsAccountId) ? 2 : 0;

/** A path is told by no session, so that an ARN of the right account fits perhaps. */
function fitOfArn(value: string, { awsAccountId }: { awsAccountId: string }): Fit {
  const account = value.split(":")[4];
  return account === undefined || matchesWildcard(account, awsAccountId) ? 1 : 0;
}

/** An account's organisation is not told by a caller. */
const perhaps = (): Fit => 1;

type FitOfValue = (value: string, caller: { awsAccountId: string }) => Fit;

const BY_KEY: ReadonlyMap<string, FitOfValue> = new Map([
  ["aws:principalaccount", fitOfAccount],
  ["aws:principalarn", fitOfArn],
  ["aws:principalorgid", perhaps],
  ["aws:principalorgpaths", perhaps],
]);

const SERVICE = /^[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|aws\.internal)$/;
const isFederated = (caller: string): boolean => accountOfPrincipal(caller) === null && !SERVICE.test(caller);

/** Whether the condition asks for a key that such a caller never has: of a token, or of an AWS principal. */
function lacksKey(conditions: Conditions, caller: string): boolean {
  const isAws = accountOfPrincipal(caller) !== null;
  const isLacking = (key: string) => (BY_KEY.has(key) ? !isAws : !isFederated(caller) && !/^(?:aws|sts):/.test(key));
  return conditions.keys.some((key) => isLacking(key) && heldDemands(conditions, key).length > 0);
}

/** A variable of an AWS principal. With a default behind a comma, those who have no such key are given that. */
const OF_PRINCIPAL = /\$\{\s*aws:principal[^,}]*\}/i;

/** Whether a key has to be what the caller is, and the caller is no AWS principal: the variable then stands for nothing. */
const asksForPrincipal = (conditions: Conditions, caller: string): boolean =>
  accountOfPrincipal(caller) === null &&
  conditions.keys.some((key) => demandsAll(conditions, key, ({ text }) => OF_PRINCIPAL.test(text)));

/** Whether the conditions ask for a value of a key, and for the key not to be there: nobody meets both. */
const contradictsItself = (conditions: Conditions): boolean =>
  conditions.keys.some(
    (key) =>
      heldDemands(conditions, key).length > 0 &&
      conditions
        .on(key)
        .some(({ operator, values }) => operator === "null" && values.every((value) => /^true$/i.test(value))),
  );

function fitOfConditions(conditions: Conditions, caller: string): Fit {
  if (lacksKey(conditions, caller) || asksForPrincipal(conditions, caller) || contradictsItself(conditions)) return 0;
  const awsAccountId = accountOfPrincipal(caller);
  if (awsAccountId === null) return 2;
  const fitOf = (text: string, fit: FitOfValue): Fit => (text.includes("${") ? 1 : fit(text, { awsAccountId }));
  return least(
    [...BY_KEY].flatMap(([key, fit]) =>
      conditions.demands(key).map(({ values }) => most(values.map(({ text }) => fitOf(text, fit)))),
    ),
  );
}

/** The calls by which accounts and services assume a role; what comes by an identity provider has others. */
const callsOf = (caller: string): readonly string[] => (isFederated(caller) ? FEDERATED : ["sts:assumerole"]);
const FEDERATED = ["sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];

/** Whether a statement lets in a caller: an ARN, an account's number, a service or a provider. */
export function fitOfCaller(statement: TrustStatement, caller: string): Fit {
  if (!statement.letsIn || !isAboutAny(statement, callsOf(caller))) return 0;
  return least([fitOfPrincipals(statement, caller), fitOfConditions(statement.conditions, caller)]);
}

/** Whether any of the statements lets in a caller. */
export const bestFit = (statements: readonly TrustStatement[], caller: string): Fit =>
  most(statements.map((statement) => fitOfCaller(statement, caller)));
