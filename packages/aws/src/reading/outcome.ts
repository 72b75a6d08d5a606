import type { CoverageState, DeniedBy, ResourceCoverage, ResourceKind } from "@rolecall/domain";
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
import { deniedByOf } from "../calls/aws-errors-denied.ts";

/** Why something could not be read. */
export type Failure = {
  state: Exclude<CoverageState, "read" | "not_applicable">;
  reason: string;
  action: string;
  kind: AwsErrorKind;
  /** What AWS names as the cause; null: it is no denial. */
  deniedBy: DeniedBy | null;
  /** Of what is pending: how many users have still to be asked for. */
  pending?: number;
};

/** What a reader returns: a value with the time at which AWS made it, or why there is none. */
export type Outcome<T> = { ok: true; value: T; observedAt: Date } | { ok: false; failure: Failure };

type Words = { state: Failure["state"]; text: string };

const BY_KIND: Readonly<Partial<Record<AwsErrorKind, Words>>> = {
  throttled: { state: "throttled", text: "was throttled by AWS for too long; the next scan tries again" },
  unsupported: { state: "failed", text: "is not supported by the implementation behind the endpoint" },
  transient: { state: "failed", text: "failed on each attempt; the next scan tries again" },
};

/** What AWS calls by a name of its own, and what can be done about it. */
const SUSPENDED: Words = {
  state: "denied",
  text: "is denied, as the account is suspended, closed or not signed up for it; see its state in AWS Organizations",
};
const REGION_DISABLED: Words = {
  state: "denied",
  text: "is denied, as the Region is not enabled for the account; enable it, or read from another Region",
};
const BY_NAME: Readonly<Record<string, Words>> = {
  OptInRequired: SUSPENDED,
  SubscriptionRequired: SUSPENDED,
  AccountSuspended: SUSPENDED,
  PendingVerification: SUSPENDED,
  RegionDisabled: REGION_DISABLED,
};

const BY_POLICY_TYPE: Readonly<Record<DeniedBy["policyType"], string>> = {
  service_control: "by a service control policy of the organisation, which only its administrators can lift",
  resource_control: "by a resource control policy of the organisation, which only its administrators can lift",
  permissions_boundary: "by the permissions boundary of the role; allow it there too",
  session: "by the policy of the session, which Rolecall sets itself",
  identity: "by the policies of the role; allow it there, or lift what denies it",
  resource: "by a policy of the resource or of the endpoint; lift it there",
  unknown: "to the role; allow it, or lift what denies it",
};

function wordsOf(error: AwsCallFailed, deniedBy: DeniedBy | null): Words {
  const named = BY_NAME[error.awsErrorName.replace(/Exception$/, "")];
  if (named) return named;
  if (deniedBy) return { state: "denied", text: `is denied ${BY_POLICY_TYPE[deniedBy.policyType]}` };
  return BY_KIND[error.kind] ?? { state: "failed", text: `was refused (${error.awsErrorName})` };
}

/** Puts a failed call into words that name the action, what to do and AWS's own message. */
export function failureOf(error: AwsCallFailed): Failure {
  const deniedBy = error.kind === "denied" ? deniedByOf(error.awsMessage) : null;
  const { state, text } = wordsOf(error, deniedBy);
  const reason = `${error.action} ${text}. AWS: ${error.awsMessage}`;
  return { state, reason, action: error.action, kind: error.kind, deniedBy };
}

/** Runs a reader. What AWS answers becomes an outcome; an abort or a bug is thrown. */
export async function outcomeOf<T>(now: () => Date, read: () => Promise<T>): Promise<Outcome<T>> {
  try {
    const value = await read();
    return { ok: true, value, observedAt: now() };
  } catch (error) {
    if (error instanceof AwsCallFailed) return { ok: false, failure: failureOf(error) };
    throw error;
  }
}

/** Coverage of one kind of resource. `note` says what is lacking although the kind as a whole was read. */
export function coverageOf(
  resource: ResourceKind,
  outcome: Outcome<unknown>,
  note: string | null = null,
): ResourceCoverage {
  if (outcome.ok) {
    return { resource, state: "read", reason: note, action: null, deniedBy: null, observedAt: outcome.observedAt };
  }
  const { state, reason, action, deniedBy, pending } = outcome.failure;
  const read = { resource, state, reason, action, deniedBy, observedAt: null };
  return pending === undefined ? read : { ...read, pending };
}
