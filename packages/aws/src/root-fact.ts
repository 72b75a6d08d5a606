import type { LastUse, RootFact } from "@rolecall/domain";
import type { ReportRow } from "./credential-report.ts";

type Summary = Readonly<Record<string, number>>;

const UNTOLD: LastUse = { kind: "unknown", reason: "Only the credential report tells it, and that was not readable" };

/** The root user from the report's row, with the account summary for what the report does not tell. Null if neither is there. */
export function rootFactOf(arn: string, row: ReportRow | null, summary: Summary | null): RootFact | null {
  const accessKeys = row?.keySlots?.map(({ slot, lastRotatedAt, lastUse }) => ({ slot, lastRotatedAt, lastUse }));
  const keysOfSummary = keysFromSummary(summary);
  if (!accessKeys && !keysOfSummary) return null;
  return {
    arn,
    hasPassword: row?.passwordEnabled ?? flagOf(summary, "AccountPasswordPresent"),
    mfaActive: row?.mfaActive ?? flagOf(summary, "AccountMFAEnabled"),
    accessKeys: accessKeys ?? keysOfSummary ?? [],
    passwordLastUse: row?.passwordLastUse ?? UNTOLD,
  };
}

function flagOf(summary: Summary | null, key: string): boolean | null {
  const value = summary?.[key];
  return value === undefined ? null : value > 0;
}

/** The summary tells that the root user has keys, not when they were made or used. */
function keysFromSummary(summary: Summary | null): RootFact["accessKeys"] | null {
  const present = summary?.AccountAccessKeysPresent;
  if (present === undefined) return null;
  return ([1, 2] as const)
    .slice(0, Math.min(present, 2))
    .map((slot) => ({ slot, lastRotatedAt: null, lastUse: UNTOLD }));
}
