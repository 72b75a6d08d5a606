import { type Condition, Conditions } from "../../policy/conditions.ts";

/**
 * Conditions that tie the caller to the role by a policy variable: what the role's account is, is known, so that
 * `${aws:ResourceAccount}` is read as that account. Where the role's side is the key and the caller's the variable, they change places.
 * The organisation stays as it is written, as a role's account tells nothing of it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */

/** The version from which `${...}` is a variable; before it is text like any other, which nobody matches. */
export const WITH_VARIABLES = "2012-10-17";
const RESOURCE_ACCOUNT = /\$\{aws:ResourceAccount\}/gi;
const RESOURCE_ORGANIZATION = /^\$\{aws:ResourceOrgID\}$/i;
const VARIABLE = /^\$\{([^},]+)\}$/;

/** Of a key of the role, the variable that stands for its value. */
const RESOURCE_KEYS: ReadonlyMap<string, string> = new Map([
  ["aws:resourceaccount", `\${aws:ResourceAccount}`],
  ["aws:resourceorgid", `\${aws:ResourceOrgID}`],
]);

/** Operators under which it is the same which side is the key. Under StringLike the variable's side may have wildcards. */
const SYMMETRIC: readonly string[] = ["stringequals", "stringequalsignorecase", "stringlike"];

/** Keys of the caller that the role's account or organisation may be demanded of. */
const CALLER_KEY = /^aws:(?:principal|source|vpce)(?:account|orgid)$/;

/** Whether a value is the organisation of the role's own account, by its variable. */
export const isOwnOrganization = (text: string): boolean => RESOURCE_ORGANIZATION.test(text);

/** The condition with the caller's key in front, where it has the role's. Several variables for one key are left as they are. */
function callerFirst(condition: Condition): Condition {
  const resource = RESOURCE_KEYS.get(condition.key);
  const [first, ...others] = new Set(condition.values.map((value) => VARIABLE.exec(value)?.[1]?.toLowerCase()));
  if (resource === undefined || first === undefined || others.length > 0) return condition;
  if (!SYMMETRIC.includes(condition.operator) || !CALLER_KEY.test(first)) return condition;
  return { ...condition, key: first, values: [resource] };
}

/** The conditions as they hold for a role of this account. */
export function tiedToAccount(conditions: Conditions, version: unknown, awsAccountId: string): Conditions {
  if (!conditions.all.some(({ values }) => values.some((value) => value.includes("${")))) return conditions;
  const read = version === WITH_VARIABLES ? tied(awsAccountId) : asPlainText;
  return new Conditions(conditions.all.map(read));
}

const tied =
  (awsAccountId: string) =>
  (condition: Condition): Condition => {
    const { values, ...rest } = callerFirst(condition);
    return { ...rest, values: values.map((value) => value.replaceAll(RESOURCE_ACCOUNT, awsAccountId)) };
  };

/** With the escape for the dollar sign the text stands for itself. */
const asPlainText = (condition: Condition): Condition => ({
  ...condition,
  values: condition.values.map((value) => value.replaceAll("${", `\${$}{`)),
});
