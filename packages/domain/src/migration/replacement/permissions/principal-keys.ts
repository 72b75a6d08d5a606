import type { UserFacts } from "./facts.ts";

/**
 * The value of a condition key that the caller alone decides. `open`: it depends on the request, or is the same for a user and a role.
 * `unknown`: it is the user's, and could not be read.
 */
export type KeyValue =
  | { state: "fixed"; value: string }
  | { state: "absent" }
  | { state: "unknown" }
  | { state: "open" };

const OPEN: KeyValue = { state: "open" };
const ABSENT: KeyValue = { state: "absent" };
const UNKNOWN: KeyValue = { state: "unknown" };
const fixed = (value: string): KeyValue => ({ state: "fixed", value });

const OF_USERS: Readonly<Record<string, (user: UserFacts) => KeyValue>> = {
  "aws:username": ({ userName }) => fixed(userName),
  "aws:userid": ({ userId }) => (userId === null ? UNKNOWN : fixed(userId)),
  "aws:principalarn": ({ arn }) => fixed(arn),
  "aws:principaltype": () => fixed("User"),
};

/** Keys that calls of roles alone carry: those of federation, of AWS's services, and the claims of identity providers. */
const OF_ROLES = [
  /^aws:(?:federatedprovider|sourceidentity|ec2instancesource(?:vpc|privateipv4)|chatbotsourcearn)$/,
  /^(?:ec2:(?:sourceinstancearn|roledelivery)|lambda:sourcefunctionarn|ssm:sourceinstancearn|glue:roleassumedby|identitystore:userid)$/,
  /^saml:/,
  /^[^:]+\.[^:]+:/,
];

const TAG = "aws:principaltag/";

/**
 * What a key is for every call of a user.
 *
 * @param key in lower case.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
 */
export function valueForUser(key: string, user: UserFacts): KeyValue {
  if (Object.hasOwn(OF_USERS, key)) return OF_USERS[key]?.(user) ?? OPEN;
  if (key.startsWith(TAG)) {
    if (user.tags === null) return UNKNOWN;
    const tag = user.tags.find((each) => each.key.toLowerCase() === key.slice(TAG.length));
    return tag ? fixed(tag.value) : ABSENT;
  }
  return OF_ROLES.some((pattern) => pattern.test(key)) ? ABSENT : OPEN;
}

/**
 * Keys of the request that usually come out otherwise for a role than for a user's access key: kept as they are, and named. Sessions of
 * roles carry whether MFA was used, calls by an access key do not.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export const DIFFERS_FOR_ROLES: readonly { pattern: RegExp; sentence: string }[] = [
  {
    pattern: /^aws:multifactorauth(?:present|age)$/,
    sentence:
      "A workload's session is never made with MFA: the condition may refuse the role where it let the access key pass.",
  },
  {
    pattern: /^aws:(?:sourceip|vpcsourceip|sourcevpc|sourcevpce)$/,
    sentence: "It fits the network that the user calls from; the workload may call from another one.",
  },
  {
    pattern: /^aws:tokenissuetime$/,
    sentence: "Every session of a role carries it, and a call by an access key does not.",
  },
];
