import {
  RESOURCES,
  type ResourceCoverage,
  type ResourceKind,
  type ScanKind,
  type Telling,
  type ValueSource,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import type { Slice } from "../history/as-of.ts";

type Told = { source: ValueSource["source"]; observedAt: Date | null };
type Freshness = Partial<Record<ResourceKind, Told>>;

/** What each account's last scan that read a kind of resource noted of it. */
async function freshnessNow(tx: TenantTx, accountIds: string[]): Promise<Map<string, Freshness>> {
  const rows = await tx.$queryRaw<
    {
      accountId: string;
      freshness: Partial<Record<ResourceKind, { source: Told["source"]; observedAt: string | null }>>;
    }[]
  >`SELECT id AS "accountId", freshness FROM aws_account WHERE id = ANY(${accountIds}::uuid[])`;
  return new Map(
    rows.map(({ accountId, freshness }) => [
      accountId,
      Object.fromEntries(
        Object.entries(freshness).map(([resource, { source, observedAt }]) => [
          resource,
          { source, observedAt: observedAt === null ? null : new Date(observedAt) },
        ]),
      ),
    ]),
  );
}

/** A kind that no scan in so many could read counts as not read: the older its value, the less it says. */
const SCANS_BACK = 10;

/** The same from what the last scans of each kind before `asOf` could read. */
async function freshnessThen(tx: TenantTx, accountIds: string[], asOf: Date): Promise<Map<string, Freshness>> {
  const scans = await tx.$queryRaw<{ accountId: string; kind: ScanKind; coverage: ResourceCoverage[] }[]>`
    SELECT a.id AS "accountId", s.kind, s.coverage
    FROM aws_account a CROSS JOIN unnest(ARRAY['slow_lane', 'upload', 'inventory']) kinds (kind)
    CROSS JOIN LATERAL (
      SELECT s.kind, s.coverage, s.started_at FROM scan s
      WHERE s.account_id = a.id AND s.kind = kinds.kind AND s.status IN ('complete', 'partial')
        AND s.requested_at <= ${asOf.toISOString()}::timestamptz AND s.started_at <= ${asOf.toISOString()}::timestamptz
      ORDER BY s.requested_at DESC LIMIT ${SCANS_BACK}
    ) s
    WHERE a.id = ANY(${accountIds}::uuid[]) ORDER BY s.started_at`;
  const found = new Map<string, Freshness>();
  for (const { accountId, kind, coverage } of scans) {
    const read = coverage.filter(({ state }) => state === "read");
    const told = read.map(({ resource, observedAt }): [ResourceKind, Told] => [
      resource,
      {
        source: kind === "upload" ? "upload" : RESOURCES[resource].source,
        observedAt: observedAt ? new Date(observedAt) : null,
      },
    ]);
    found.set(accountId, { ...found.get(accountId), ...Object.fromEntries(told) });
  }
  return found;
}

/** When a user was last read by calls of its own: the user alone, and its access keys within a scan. */
export type OwnReads = { recheckedAt: Date | null; keysReadAt: Date | null };
const NO_READS: OwnReads = { recheckedAt: null, keysReadAt: null };

const isNewer = (at: Date | null, than: Date | null): at is Date => at !== null && (than === null || at > than);

/** Where the fields that one kind of resource tells come from. Keys that were listed for one user are confirmed by each later report in which nothing of them changed. */
function sourcesOf({ fields: telling, resource }: Telling, freshness: Freshness, reads: OwnReads): ValueSource[] {
  const fields = [...telling];
  const told = freshness[resource] ?? { source: RESOURCES[resource].source, observedAt: null };
  if (isNewer(reads.recheckedAt, told.observedAt)) {
    return [{ fields, source: "live_api", observedAt: reads.recheckedAt }];
  }
  if (resource !== "access_keys" || reads.keysReadAt === null || told.source === "upload") return [{ fields, ...told }];
  const report = freshness.credential_report;
  const isConfirmed = report?.source === "credential_report" && isNewer(report.observedAt, reads.keysReadAt);
  return [
    { fields, source: "live_api", observedAt: reads.keysReadAt },
    ...(isConfirmed ? [{ fields, source: report.source, observedAt: report.observedAt }] : []),
  ];
}

/**
 * Tells each row where its values came from and when: by its account's freshness, now or as it was, and by what was read of
 * the row alone.
 */
export async function withSources<T extends { accountId: string }>(
  tx: TenantTx,
  { asOf }: Slice,
  rows: readonly T[],
  tellingsOf: (row: T) => readonly Telling[],
  readsOf: (row: T) => OwnReads = () => NO_READS,
): Promise<(Omit<T, "accountId"> & { sources: ValueSource[] })[]> {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  if (accountIds.length === 0) return [];
  const freshness = asOf ? await freshnessThen(tx, accountIds, asOf) : await freshnessNow(tx, accountIds);
  return rows.map((row) => {
    const { accountId, ...shown } = row;
    const ofAccount = freshness.get(accountId) ?? {};
    return { ...shown, sources: tellingsOf(row).flatMap((telling) => sourcesOf(telling, ofAccount, readsOf(row))) };
  });
}
