import type { CredentialKind, CredentialState, CredentialStatus } from "../../inventory/credential.ts";
import type { CheckId } from "../../judgement/check.ts";
import type { CredentialDeadlines, RotationLimits } from "../../judgement/rotation-policy.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import type { LastUse } from "../../scans/reading.ts";

/**
 * What holds where a tenant has set nothing, in whole days. Rotation: 90 passes, 91 does not. Unused: 45 days and more count.
 *
 * @see CIS AWS Foundations Benchmark v7.0.0, 2.11 and 2.12
 */
export const DEFAULT_LIMITS: RotationLimits = {
  rotationDays: 90,
  unusedDays: 45,
  graceDays: 7,
  warnDaysBefore: [30, 14, 7],
};

/**
 * The kinds that have a limit of age by default. A console password has only one of disuse, unless a policy names its kind; a
 * server certificate has its expiry.
 */
export const ROTATED_KINDS: readonly CredentialKind[] = [
  "access_key",
  "root_access_key",
  "ssh_public_key",
  "signing_certificate",
  "root_signing_certificate",
  "service_specific_credential",
  "api_key",
];

const addDays = (at: Date, days: number): Date => new Date(at.getTime() + days * MS_PER_DAY);

/**
 * Whole days from `since` to `asOf`, rounded down. A clock that runs behind AWS's gives 0, never a negative age.
 *
 * @param since `CreateDate` of ListAccessKeys, UTC.
 */
export function ageDays(since: Date, asOf: Date): number {
  return Math.max(0, Math.floor((asOf.getTime() - since.getTime()) / MS_PER_DAY));
}

const earlier = (a: Date | null, b: Date | null): Date | null => (a && b ? (a <= b ? a : b) : (a ?? b));

/** What the deadlines of a credential follow from. */
export type DatedCredential = {
  status: CredentialStatus;
  createdAt: Date | null;
  /** Null or absent: it never expires, or its kind does not. */
  expiresAt?: Date | null;
  lastUse: LastUse;
};

/**
 * When a credential must have been rotated, from when it is due soon, and from when it counts as unused, by the limits that hold for
 * it. Only active ones have any. What expires before its rotation is due must be replaced by then. A key that was never used counts
 * from the day it was made; unknown last use gives no such instant.
 */
export function credentialDeadlines(credential: DatedCredential, limits: RotationLimits): CredentialDeadlines {
  const { status, createdAt, expiresAt = null, lastUse } = credential;
  if (status !== "active") return { deadlineAt: null, unusedAt: null, dueSoonAt: null };
  const rotateBy = createdAt && limits.rotationDays !== null ? addDays(createdAt, limits.rotationDays) : null;
  const deadlineAt = earlier(rotateBy, expiresAt);
  const firstWarning = Math.max(...limits.warnDaysBefore, 0);
  return {
    deadlineAt,
    unusedAt: unusedFrom(createdAt, lastUse, limits),
    dueSoonAt: deadlineAt && firstWarning > 0 ? addDays(deadlineAt, -firstWarning) : null,
  };
}

function unusedFrom(createdAt: Date | null, lastUse: LastUse, { unusedDays, graceDays }: RotationLimits): Date | null {
  const since = lastUse.kind === "at" ? lastUse.at : lastUse.kind === "never" ? createdAt : null;
  if (!since || unusedDays === null) return null;
  const unusedAt = addDays(since, unusedDays);
  const graceEndsAt = createdAt && addDays(createdAt, graceDays);
  return graceEndsAt && graceEndsAt > unusedAt ? graceEndsAt : unusedAt;
}

/** Whether a deadline is past, in whole days: the deadline's own day still passes. */
export const isOverdueAt = (deadlineAt: Date, asOf: Date): boolean => asOf >= addDays(deadlineAt, 1);

/** What is needed to tell a credential's state, besides the instant. */
export type StatedCredential = CredentialDeadlines & {
  kind: CredentialKind;
  status: CredentialStatus;
  createdAt: Date | null;
  /** The checks that somebody answers for: they give `excepted` instead. */
  exceptedChecks?: readonly CheckId[];
};

/**
 * The state of a credential at an instant. Being overdue outweighs being unused. What is not active has nothing due.
 * The same rule stands in SQL in `packages/db/src/inventory/credential-state.ts`; a test holds the two equal.
 */
export function credentialState(credential: StatedCredential, asOf: Date): CredentialState {
  const { kind, status, createdAt, deadlineAt, unusedAt, dueSoonAt, exceptedChecks = [] } = credential;
  if (status !== "active") return "ok";
  if (ROTATED_KINDS.includes(kind) && !createdAt) return "unknown";
  const isOverdue = deadlineAt !== null && isOverdueAt(deadlineAt, asOf);
  const isUnused = unusedAt !== null && asOf >= unusedAt;
  const isDueSoon = dueSoonAt !== null && asOf >= dueSoonAt;
  const isAgeExcepted = exceptedChecks.includes("credential_overdue");
  const isUseExcepted = exceptedChecks.includes("credential_unused");
  const states: readonly (readonly [CredentialState, boolean])[] = [
    ["overdue", isOverdue && !isAgeExcepted],
    ["unused", isUnused && !isUseExcepted],
    ["excepted", isOverdue || isUnused || (isDueSoon && isAgeExcepted)],
    ["due_soon", isDueSoon],
    ["ok", deadlineAt !== null || unusedAt !== null],
  ];
  return states.find(([, holds]) => holds)?.[0] ?? "unknown";
}
