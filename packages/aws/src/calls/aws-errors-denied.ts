import type { DeniedBy } from "@rolecall/domain";

type PolicyType = DeniedBy["policyType"];

/** AWS's words for kinds of policies. A VPC endpoint's policy and a role's trust policy are policies of a resource. */
const POLICY_TYPES: readonly (readonly [words: RegExp, type: PolicyType])[] = [
  [/service control policy|\bSCP\b/i, "service_control"],
  [/resource control policy|\bRCP\b/i, "resource_control"],
  [/permissions boundary/i, "permissions_boundary"],
  [/session policy/i, "session"],
  [/identity-based policy/i, "identity"],
  [/resource-based policy|vpc endpoint policy|trust policy/i, "resource"],
];

const EXPLICIT = /with an explicit deny(?: in (?:an? |the )?([^:.(]+))?/i;
const IMPLICIT = /because no (.+?) allows/i;
const POLICY_ARN = /(?:policy|boundary)(?::| \(| with arn:?)?\s*(arn:[^\s,;)]+?)\.?(?=[\s,;)]|$)/i;
const AUTHORIZATION_ID = /authorization id(?: is)?:?\s*([\w-]+)/i;

const typeOf = (words: string): PolicyType => POLICY_TYPES.find(([names]) => names.test(words))?.[1] ?? "unknown";

/**
 * What AWS names as the cause in the message of a denial: kind and ARN of the policy, whether it denies or just does not allow,
 * and the id of the decision. Older messages name none of it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function deniedByOf(message: string): DeniedBy {
  const explicit = EXPLICIT.exec(message);
  const implicit = explicit ? null : IMPLICIT.exec(message);
  return {
    policyType: typeOf(explicit?.[1] ?? implicit?.[1] ?? ""),
    policyArn: POLICY_ARN.exec(message)?.[1] ?? null,
    isExplicit: explicit ? true : implicit ? false : null,
    authorizationId: AUTHORIZATION_ID.exec(message)?.[1] ?? null,
  };
}
