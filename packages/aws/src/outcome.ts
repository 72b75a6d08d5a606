import type { CoverageState, ResourceCoverage, ResourceKind } from "@rolecall/domain";
import { AwsCallFailed, type AwsErrorKind } from "./aws-errors.ts";

/** Why something could not be read. */
export type Failure = {
  state: Exclude<CoverageState, "read" | "not_applicable">;
  reason: string;
  action: string;
  kind: AwsErrorKind;
};

/** What a reader brings home: a value with the time at which AWS made it, or why there is none. */
export type Outcome<T> = { ok: true; value: T; observedAt: Date } | { ok: false; failure: Failure };

const EXPLANATION: Readonly<Partial<Record<AwsErrorKind, { state: Failure["state"]; text: string }>>> = {
  denied: { state: "denied", text: "is denied; allow it to the role, or lift what denies it" },
  throttled: { state: "throttled", text: "was throttled by AWS for too long; the next scan tries again" },
  unsupported: { state: "failed", text: "is not supported by the implementation behind the endpoint" },
  transient: { state: "failed", text: "failed on each attempt; the next scan tries again" },
};

/** Puts a failed call into words that name the action, what to do and AWS's own message. */
export function failureOf(error: AwsCallFailed): Failure {
  const { state, text } = EXPLANATION[error.kind] ?? {
    state: "failed" as const,
    text: `was refused (${error.awsErrorName})`,
  };
  return { state, reason: `${error.action} ${text}. AWS: ${error.awsMessage}`, action: error.action, kind: error.kind };
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

/** Coverage of one kind of resource. `note` tells what is lacking although the kind as a whole was read. */
export function coverageOf(
  resource: ResourceKind,
  outcome: Outcome<unknown>,
  note: string | null = null,
): ResourceCoverage {
  if (outcome.ok) return { resource, state: "read", reason: note, action: null, observedAt: outcome.observedAt };
  const { state, reason, action } = outcome.failure;
  return { resource, state, reason, action, observedAt: null };
}
