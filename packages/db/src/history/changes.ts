import type { TenantTx } from "../client.ts";
import { FIRST_SEEN_SQL, JOIN_FIRST_FOUND, READ_BY_SQL } from "./changes-first-seen.ts";

export type ChangeCounts = { created: number; changed: number; removed: number };

/**
 * How much changed in (since, until]. What an account's first reading of a kind found is no change: it was there before it was
 * looked at. Nor is what was only learned.
 */
export async function countChanges(tx: TenantTx, since: Date, until: Date): Promise<ChangeCounts> {
  const counts = await tx.$queryRaw<{ change: keyof ChangeCounts; count: number }[]>`
    WITH ${READ_BY_SQL}, ${FIRST_SEEN_SQL}
    SELECT v.change, count(*)::int AS count FROM entity_version v ${JOIN_FIRST_FOUND}
    WHERE v.valid_from > ${since.toISOString()}::timestamptz AND v.valid_from <= ${until.toISOString()}::timestamptz
      AND v.change <> 'learned' AND f.at IS NULL GROUP BY v.change`;
  return { created: 0, changed: 0, removed: 0, ...Object.fromEntries(counts.map((row) => [row.change, row.count])) };
}
