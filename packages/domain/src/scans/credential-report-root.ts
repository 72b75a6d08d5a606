import type { ReportRow } from "./credential-report.ts";
import type { LastUse, MfaKind, RootFact } from "./reading.ts";

type Summary = Readonly<Record<string, number>>;

const UNTOLD: LastUse = { kind: "unknown", reason: "Only the credential report tells it, and that was not readable" };

/**
 * The root user from the report's row, with the account summary for what the report does not tell. Null if neither is there.
 *
 * @param hasVirtualDevice whether the root user's device is among the virtual ones; null: they were not readable.
 */
export function rootFactOf(
  arn: string,
  row: ReportRow | null,
  summary: Summary | null,
  hasVirtualDevice: boolean | null,
): RootFact | null {
  const accessKeys = row?.keySlots?.map(({ slot, lastRotatedAt, lastUse }) => ({ slot, lastRotatedAt, lastUse }));
  const keysOfSummary = keysFromSummary(summary);
  if (!accessKeys && !keysOfSummary) return null;
  const certificates = row?.certificateSlots?.map(({ slot, lastRotatedAt }) => ({ slot, lastRotatedAt }));
  const mfaActive = row?.mfaActive ?? flagOf(summary, "AccountMFAEnabled");
  return {
    arn,
    hasPassword: row?.passwordEnabled ?? flagOf(summary, "AccountPasswordPresent"),
    mfaActive,
    mfaKind: mfaKindOf(mfaActive, hasVirtualDevice),
    accessKeys: accessKeys ?? keysOfSummary ?? [],
    signingCertificates: certificates ?? certificatesFromSummary(summary),
    passwordLastUse: row?.passwordLastUse ?? UNTOLD,
    passwordLastChangedAt: row?.passwordLastChangedAt ?? null,
  };
}

/** AWS lists the root user's device only if it is virtual: of any other one it is not told which kind it is. */
function mfaKindOf(mfaActive: boolean | null, hasVirtualDevice: boolean | null): MfaKind | null {
  if (hasVirtualDevice) return "virtual";
  if (mfaActive === false) return "none";
  return mfaActive === null || hasVirtualDevice === null ? null : "unknown";
}

function flagOf(summary: Summary | null, key: string): boolean | null {
  const value = summary?.[key];
  return value === undefined ? null : value > 0;
}

function certificatesFromSummary(summary: Summary | null): RootFact["signingCertificates"] {
  const present = summary?.AccountSigningCertificatesPresent;
  if (present === undefined) return null;
  return present > 0 ? [{ slot: 1, lastRotatedAt: null }] : [];
}

/** The summary tells that the root user has keys, not when they were made or used. */
function keysFromSummary(summary: Summary | null): RootFact["accessKeys"] | null {
  const present = summary?.AccountAccessKeysPresent;
  if (present === undefined) return null;
  return ([1, 2] as const)
    .slice(0, Math.min(present, 2))
    .map((slot) => ({ slot, lastRotatedAt: null, lastUse: UNTOLD }));
}
