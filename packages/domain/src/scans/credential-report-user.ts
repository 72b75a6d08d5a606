import type { ReportRow } from "./credential-report.ts";
import type { AccessKeyFact, ConsolePasswordFact } from "./reading.ts";

/** The console password of a row; null: the row does not tell. */
export function consolePasswordOfRow(row: ReportRow | null): ConsolePasswordFact | null {
  if (row?.passwordEnabled == null) return null;
  if (!row.passwordEnabled) return { exists: false };
  return { exists: true, lastChangedAt: row.passwordLastChangedAt, lastUse: row.passwordLastUse };
}

/**
 * The access keys of a row, where nothing else tells of them: without ids, and without their creation, as a report tells only
 * when a key was last changed. Null: the row does not tell of keys.
 */
export function accessKeysOfRow(row: ReportRow | null): AccessKeyFact[] | null {
  const slots = row?.keySlots ?? null;
  if (slots === null) return null;
  return slots.map(({ slot, active, lastUse }) => ({
    accessKeyId: null,
    slot,
    status: active ? "Active" : "Inactive",
    createdAt: null,
    lastUse,
  }));
}

/**
 * The same keys with the time at which the report says that each was made or last changed: the youngest that it can be. Null: the row
 * does not tell of keys.
 */
export function reportedKeysOfRow(row: ReportRow | null): AccessKeyFact[] | null {
  const changedAt = new Map(row?.keySlots?.map(({ slot, lastRotatedAt }) => [slot, lastRotatedAt]));
  const keys = accessKeysOfRow(row);
  return keys && keys.map((key) => ({ ...key, createdAt: (key.slot && changedAt.get(key.slot)) ?? null }));
}
