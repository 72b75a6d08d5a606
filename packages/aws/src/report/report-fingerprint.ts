import type { PreviousUser } from "@rolecall/domain";

/**
 * A user's fingerprint: the digest of the key columns and, for the few users who have signing certificates, that of theirs
 * behind a point. So each of the two is compared apart, and users without certificates keep the fingerprints they have.
 */
const SEPARATOR = ".";
/** In place of the certificates' digest: the next scan must not take them for unchanged. */
const UNREAD = "unread";

/** @param certificates null: the user has none. */
export function reportFingerprintOf(
  keyFingerprint: string | null,
  certificates: { fingerprint: string; areRead: boolean } | null,
): string | null {
  if (keyFingerprint === null || certificates === null) return keyFingerprint;
  return `${keyFingerprint}${SEPARATOR}${certificates.areRead ? certificates.fingerprint : UNREAD}`;
}

/** The digest of the key columns at the last scan. */
export const keyFingerprintOf = ({ reportFingerprint }: PreviousUser): string | null =>
  reportFingerprint?.split(SEPARATOR)[0] ?? null;

/** The digest of the certificates' columns at the last scan; null: there were none, or nothing is known. */
export const certificateFingerprintOf = ({ reportFingerprint }: PreviousUser): string | null =>
  reportFingerprint?.split(SEPARATOR)[1] ?? null;
