import type { CredentialKind, CredentialState, CredentialStatus, CredentialUse } from "../../inventory/credential.ts";
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
 * from the day it was made, and one that was not used since AWS began to record use from that day, an upper bound; unknown last use
 * gives no such instant. The same rule stands in SQL in `packages/db/src/history/as-of.ts`; a test holds the two equal.
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

const later = (a: Date, b: Date | null): Date => (b && b > a ? b : a);

/** Since when it has not been used, or since when at the latest; null: not known. */
function unusedSince(createdAt: Date | null, lastUse: LastUse): Date | null {
  if (lastUse.kind === "at") return lastUse.at;
  if (lastUse.kind === "before_record") return later(lastUse.recordedSince, createdAt);
  return lastUse.kind === "never" ? createdAt : null;
}

function unusedFrom(createdAt: Date | null, lastUse: LastUse, { unusedDays, graceDays }: RotationLimits): Date | null {
  const since = unusedSince(createdAt, lastUse);
  if (!since || unusedDays === null) return null;
  const unusedAt = addDays(since, unusedDays);
  const graceEndsAt = createdAt && addDays(createdAt, graceDays);
  return graceEndsAt && graceEndsAt > unusedAt ? graceEndsAt : unusedAt;
}

/** Whether a deadline is past, in whole days: the deadline's own day still passes. */
export const isOverdueAt = (deadlineAt: Date, asOf: Date): boolean => asOf >= addDays(deadlineAt, 1);

type Standing = {
  status: CredentialStatus;
  /** Absent or null: it is there. */
  goneAt?: Date | null;
  createdAt: Date | null;
  /** The checks that somebody answers for: they give `excepted` instead. */
  exceptedChecks?: readonly CheckId[];
};
const hasEnded = ({ status, goneAt = null }: Standing): boolean => status !== "active" || goneAt !== null;

/** What is needed to tell a credential's state, besides the instant. */
export type StatedCredential = Standing &
  Pick<CredentialDeadlines, "deadlineAt" | "dueSoonAt"> & { kind: CredentialKind };

/**
 * How a credential stands by its age at an instant. Its use is another question, which `credentialUse` answers.
 * The same rule stands in SQL in `packages/db/src/inventory/credential-state.ts`; a test holds the two equal.
 */
export function credentialState(credential: StatedCredential, asOf: Date): CredentialState {
  const { kind, createdAt, deadlineAt, dueSoonAt, exceptedChecks = [] } = credential;
  if (hasEnded(credential)) return "ended";
  if (ROTATED_KINDS.includes(kind) && !createdAt) return "unknown";
  // AWS tells the expiry of each server certificate: without it too little was read.
  if (deadlineAt === null) return createdAt === null || kind === "server_certificate" ? "unknown" : "ok";
  const isExcepted = exceptedChecks.includes("credential_overdue");
  if (isOverdueAt(deadlineAt, asOf)) return isExcepted ? "excepted" : "overdue";
  if (dueSoonAt === null || asOf < dueSoonAt) return "ok";
  return isExcepted ? "excepted" : "due_soon";
}

/** What is needed to tell how a credential stands by its use, besides the instant. */
export type UsedCredential = Standing & Pick<CredentialDeadlines, "unusedAt"> & { lastUse: LastUse };

/** Whether a deadline of disuse that is not there, or lies ahead, says nothing: as its last use is not known well enough. */
function isUseOpen({ createdAt, lastUse, unusedAt }: UsedCredential): boolean {
  if (unusedAt === null) return lastUse.kind === "unknown" || (lastUse.kind === "never" && createdAt === null);
  return lastUse.kind === "before_record" && !(createdAt && createdAt > lastUse.recordedSince);
}

/**
 * How a credential stands by its use at an instant: it counts as unused from `unusedAt` on, overdue or not.
 * The same rule stands in SQL in `packages/db/src/inventory/credential-state.ts`; a test holds the two equal.
 */
export function credentialUse(credential: UsedCredential, asOf: Date): CredentialUse {
  const { unusedAt, exceptedChecks = [] } = credential;
  if (hasEnded(credential)) return "ended";
  if (unusedAt !== null && asOf >= unusedAt)
    return exceptedChecks.includes("credential_unused") ? "excepted" : "unused";
  return isUseOpen(credential) ? "unknown" : "ok";
}
