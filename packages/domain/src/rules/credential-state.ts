import type { CredentialKind, CredentialState, CredentialStatus } from "../inventory/credential.ts";
import { MS_PER_DAY } from "../primitives.ts";
import type { LastUse } from "../scans/reading.ts";

/**
 * Limits in whole days. Rotation: 90 passes, 91 does not. Unused: 45 days and more count.
 *
 * @see CIS AWS Foundations Benchmark v7.0.0, 2.11 and 2.12
 */
export const CREDENTIAL_LIMITS = { rotationDays: 90, unusedDays: 45, dueSoonDays: 14 } as const;

/**
 * The kinds that have to be rotated, all by one limit. A console password has no age limit by default, only one of disuse; a
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

/** The instants that decide a credential's state later on. Null: does not apply, or cannot be told. */
export type CredentialDeadlines = { deadlineAt: Date | null; unusedAt: Date | null };

/**
 * When a credential must have been rotated, and from when it counts as unused. Only active ones have either. What expires
 * before its rotation is due must be replaced by then. A key that was never used is unused from 45 days after it was made;
 * unknown last use gives no such instant.
 */
export function credentialDeadlines(credential: {
  kind: CredentialKind;
  status: CredentialStatus;
  createdAt: Date | null;
  /** Null or absent: it never expires, or its kind does not. */
  expiresAt?: Date | null;
  lastUse: LastUse;
}): CredentialDeadlines {
  if (credential.status !== "active") return { deadlineAt: null, unusedAt: null };
  const rotateBy =
    credential.createdAt && ROTATED_KINDS.includes(credential.kind)
      ? addDays(credential.createdAt, CREDENTIAL_LIMITS.rotationDays)
      : null;
  const deadlineAt = earlier(rotateBy, credential.expiresAt ?? null);
  const lastUsedAt = credential.lastUse.kind === "at" ? credential.lastUse.at : credential.createdAt;
  const unusedAt =
    credential.lastUse.kind === "unknown" || !lastUsedAt ? null : addDays(lastUsedAt, CREDENTIAL_LIMITS.unusedDays);
  return { deadlineAt, unusedAt };
}

/**
 * The state of a credential at an instant. Being overdue outweighs being unused. What is not active has nothing due.
 * The same rule stands in SQL in `packages/db/src/queries/credential-state.ts`; a test holds the two equal.
 */
export function credentialState(
  credential: { kind: CredentialKind; status: CredentialStatus } & CredentialDeadlines,
  asOf: Date,
): CredentialState {
  if (credential.status !== "active") return "ok";
  const { deadlineAt, unusedAt } = credential;
  const rotated = ROTATED_KINDS.includes(credential.kind);
  if (rotated && !deadlineAt) return "unknown";
  // Whole days: the deadline's own day still passes.
  if (deadlineAt && asOf >= addDays(deadlineAt, 1)) return "overdue";
  if (unusedAt && asOf >= unusedAt) return "unused";
  if (deadlineAt && asOf >= addDays(deadlineAt, -CREDENTIAL_LIMITS.dueSoonDays)) return "due_soon";
  return deadlineAt || unusedAt ? "ok" : "unknown";
}
