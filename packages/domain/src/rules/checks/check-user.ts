import type {
  JudgedCredential,
  JudgedLimits,
  JudgedUser,
  JudgedUserWithOwner,
  Verdict,
} from "../../judgement/judged.ts";
import type { PowerView } from "../../judgement/trust.ts";
import { awsManagedName } from "../power/known-policies.ts";
import { checkAccessKeys } from "./check-access-keys.ts";
import { checkDeadlines } from "./check-deadlines.ts";
import { checkHeldPolicies } from "./check-policies.ts";
import { credentialInWords } from "./credential-words.ts";
import { credentialSubject, fails, isUnknown, type Outcome, passes, userSubject, verdictOf } from "./verdict.ts";

/** A user with all its credentials, of any status, and the limits that hold for them. */
export type UserToCheck = {
  user: JudgedUserWithOwner;
  credentials: readonly JudgedCredential[];
  power: PowerView;
  limits: readonly JudgedLimits[];
  asOf: Date;
};

/**
 * The verdicts on a user and its credentials. A check that does not apply to a credential gives none: what was open of it is over.
 */
export function checkUser(given: UserToCheck): Verdict[] {
  const { user, credentials, asOf } = given;
  const { power } = given.power;
  const limits = new Map(given.limits.map((each) => [each.credentialId, each]));
  const of = userSubject(user, power);
  return [
    verdictOf("quarantine_policy", of, quarantine(user)),
    verdictOf("user_direct_policies", of, directPolicies(user)),
    ...checkHeldPolicies(user, of),
    ...checkAccessKeys(given, limits),
    ...credentials.flatMap((credential) => [
      ...checkDeadlines({ credential, limits: limits.get(credential.id), asOf }, power),
      ...checkKind(credential, user).map(({ checkId, outcome }) =>
        verdictOf(checkId, credentialSubject(credential, power), outcome),
      ),
    ]),
  ];
}

type Judged = { checkId: "console_user_mfa" | "api_key_without_expiry"; outcome: Outcome };

/** The checks of one kind of credential. */
function checkKind(credential: JudgedCredential, user: JudgedUser): Judged[] {
  if (credential.kind === "console_password") return [{ checkId: "console_user_mfa", outcome: consoleMfa(user) }];
  if (credential.kind === "api_key") return [{ checkId: "api_key_without_expiry", outcome: apiKeyExpiry(credential) }];
  return [];
}

/** Any device will do: its kind need not be known. */
function consoleMfa({ userName, hasMfa }: JudgedUser): Outcome {
  if (hasMfa === null) return isUnknown(`Whether ${userName} has an MFA device could not be read`, { hasMfa });
  return hasMfa
    ? passes(`${userName} has an MFA device`, { hasMfa })
    : fails(`${userName} signs in to the console with a password and no MFA device`, { hasMfa });
}

function apiKeyExpiry(credential: JudgedCredential): Outcome {
  const { status, expiresAt, serviceName } = credential;
  const words = credentialInWords(credential);
  if (status !== "active") return passes(`${words} is not active`, { status });
  return expiresAt === null
    ? fails(`${words} never expires`, { status, expiresAt, serviceName })
    : passes(`${words} expires`, { status, expiresAt, serviceName });
}

const isQuarantine = (arn: string): boolean => /^AWSCompromisedKeyQuarantine(?:V\d+)?$/.test(awsManagedName(arn) ?? "");

function quarantine({ userName, attachedPolicyArns }: JudgedUser): Outcome {
  const arns = attachedPolicyArns.filter(isQuarantine).sort();
  if (arns.length === 0) return passes(`AWS has not quarantined ${userName}`);
  const names = arns.map(awsManagedName).join(", ");
  return fails(`AWS has attached ${names} to ${userName}: a key of this user has leaked`, {
    attachedPolicyArns: arns.join(", "),
  });
}

/** The policy by which AWS quarantines is not counted: it must stay where it is. */
function directPolicies({ userName, attachedPolicyArns, inlinePolicies }: JudgedUser): Outcome {
  const attached = attachedPolicyArns.filter((arn) => !isQuarantine(arn)).sort();
  const inline = inlinePolicies.map(({ name }) => name).sort();
  const facts = { attachedPolicyArns: attached.join(", "), inlinePolicies: inline.join(", ") };
  const ways = [...(attached.length > 0 ? ["attached"] : []), ...(inline.length > 0 ? ["inline"] : [])].join(" and ");
  return ways
    ? fails(`${userName} has ${ways} policies of its own`, facts)
    : passes(`${userName} has no policies of its own`, facts);
}
