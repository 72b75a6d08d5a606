import type { ValueSource } from "../inventory/credential.ts";
import type { ResourceKind } from "./coverage.ts";
import { RESOURCES, type Telling } from "./resources.ts";

/** Where and when each kind of resource was last read of an account; a kind that never was is missing. */
export type KnownReadings = Partial<Record<ResourceKind, Pick<ValueSource, "source" | "observedAt">>>;

/** When a user was last read by calls of its own: the user alone, and its access keys within a scan. Null: never. */
export type OwnReads = { recheckedAt: Date | null; keysReadAt: Date | null };
export const NO_READS: OwnReads = { recheckedAt: null, keysReadAt: null };

const isNewer = (at: Date | null, than: Date | null): at is Date => at !== null && (than === null || at > than);

/**
 * Where the fields that one kind of resource tells come from. Keys that were listed for one user are confirmed by each later report in
 * which nothing of them changed.
 */
export function sourcesOf(
  { fields: telling, resource }: Telling,
  readings: KnownReadings,
  reads: OwnReads,
): ValueSource[] {
  const fields = [...telling];
  const known = readings[resource] ?? { source: RESOURCES[resource].source, observedAt: null };
  if (isNewer(reads.recheckedAt, known.observedAt)) {
    return [{ fields, source: "live_api", observedAt: reads.recheckedAt }];
  }
  if (resource !== "access_keys" || reads.keysReadAt === null || known.source === "upload") {
    return [{ fields, ...known }];
  }
  const report = readings.credential_report;
  const isConfirmed = report?.source === "credential_report" && isNewer(report.observedAt, reads.keysReadAt);
  return [
    { fields, source: "live_api", observedAt: reads.keysReadAt },
    ...(isConfirmed ? [{ fields, source: report.source, observedAt: report.observedAt }] : []),
  ];
}
