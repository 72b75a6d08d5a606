import { MS_PER_DAY } from "../../primitives.ts";
import type { LastUse } from "../../scans/reading.ts";

/** The instant at which cases are judged, unless they name their own. */
export const AS_OF = new Date("2026-06-01T12:00:00Z");

const MS_PER = { ms: 1, h: 3_600_000 };
const FROM_AS_OF = /^(?:(?<ahead>in) )?(?<days>\d+) days?(?: ago)?(?: (?<sign>plus|less) (?<some>\d+) (?<unit>ms|h))?$/;

/**
 * Reads the instants of cases: ISO 8601, or counted from `asOf`, such as "90 days ago", "in 30 days", "91 days ago less 1 ms", which
 * is a millisecond short of 91 days. Null stays null.
 */
export function instant(text: string, asOf?: Date): Date;
export function instant(text: string | null, asOf?: Date): Date | null;
export function instant(text: string | null, asOf = AS_OF): Date | null {
  if (text === null) return null;
  const { ahead, days, sign, some, unit } = FROM_AS_OF.exec(text)?.groups ?? {};
  if (days === undefined) {
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) throw new Error(`"${text}" is no instant`);
    return at;
  }
  const more = Number(some ?? 0) * MS_PER[unit === "h" ? "h" : "ms"] * (sign === "less" ? -1 : 1);
  const distance = Number(days) * MS_PER_DAY + more;
  return new Date(asOf.getTime() + (ahead ? distance : -distance));
}

/** "never", "unknown", "before record of 2015-04-22", or an instant. */
export function lastUse(text: string, asOf = AS_OF): LastUse {
  if (text === "never") return { kind: "never" };
  if (text === "unknown") return { kind: "unknown", reason: "iam:GetAccessKeyLastUsed was denied" };
  const [, recordedSince] = /^before record of (.*)$/.exec(text) ?? [];
  if (recordedSince !== undefined) return { kind: "before_record", recordedSince: new Date(recordedSince) };
  return { kind: "at", at: instant(text, asOf), service: "s3", region: "eu-west-1" };
}
