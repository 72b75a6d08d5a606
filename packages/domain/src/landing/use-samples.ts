import type { LastUse } from "../scans/reading.ts";
import type { ActivityRow, LandingScope, PlannedRow } from "./rows.ts";
import { type ColumnsOf, LANDING_TABLES, type LandingRow, type LandingTable } from "./tables.ts";

type Use = { at: string | null; service: string | null; region: string | null; source: ActivityRow["source"] };

/** Where a table keeps its last use. */
const USES: { readonly [T in LandingTable]?: (row: ColumnsOf<T>, lastUse: LastUse | undefined) => Use } = {
  iam_user: ({ last_activity_at: at }, lastUse) => {
    const use = lastUse?.kind === "at" && lastUse.at.toISOString() === at ? lastUse : null;
    return { at, service: use?.service ?? null, region: use?.region ?? null, source: "last_used" };
  },
  credential: (row) => ({
    at: row.last_used_at,
    service: row.last_used_service,
    region: row.last_used_region,
    source: "last_used",
  }),
  iam_role: (row) => ({ at: row.last_used_at, service: null, region: row.last_used_region, source: "last_used" }),
  roles_anywhere_resource: (row) => ({
    at: row.last_seen_at,
    service: null,
    region: row.region,
    source: "roles_anywhere",
  }),
};

/** A use that moved, or is first known: also of a row that is older than the samples, once its content is hashed anew. */
export function sampleOf<T extends LandingTable>(
  scope: LandingScope,
  table: T,
  { row, before }: Pick<PlannedRow<T>, "row" | "before">,
  lastUse: LastUse | undefined,
): ActivityRow | null {
  const useOf = (of: LandingRow<T>) => USES[table]?.(of, lastUse);
  const use = useOf(row);
  if (!use?.at) return null;
  if (before && before.content_hash === row.content_hash && useOf(before)?.at === use.at) return null;
  return {
    subject: LANDING_TABLES[table].subject,
    subject_id: row.id,
    day: use.at.slice(0, 10),
    service: use.service ?? "",
    region: use.region ?? "",
    account_id: scope.accountId,
    source: use.source,
    last_at: use.at,
    first_observed_at: scope.asOf.toISOString(),
  };
}
