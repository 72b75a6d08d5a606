import {
  Instant,
  type KnownReadings,
  RESOURCES,
  ResourceCoverage,
  ResourceKind,
  Scan,
  ValueSource,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

export const Freshness = z.partialRecord(
  ResourceKind,
  ValueSource.pick({ source: true }).extend({ observedAt: Instant }),
);
/** By kind of resource, where and when what is known was last read. */
export type Freshness = z.output<typeof Freshness>;

/** The freshness of these accounts now; of one that the tenant does not have none. */
export async function readFreshness(tx: TenantTx, accountIds: readonly string[]): Promise<Map<string, Freshness>> {
  const accounts = await rowsOf(
    tx,
    z.object({ id: z.uuid(), freshness: jsonOf(Freshness) }),
    Prisma.sql`SELECT id, freshness FROM aws_account WHERE id = ANY(${[...accountIds]}::uuid[])`,
  );
  return new Map(accounts.map(({ id, freshness }) => [id, Freshness.parse(freshness)]));
}

/** A kind that no scan in so many could read counts as not read: the older its value, the less it says. */
const SCANS_BACK = 10;

/** As much of what scans could read as tells how fresh it was: not parsed, as there are many. */
const Coverage = z.array(
  ResourceCoverage.pick({ resource: true, state: true }).extend({ observedAt: z.string().nullable() }),
);
const Read = Scan.pick({ accountId: true, kind: true }).extend({ coverage: Coverage });

/** The same at `asOf`, from what the last scans of each kind before it could read. */
export async function readFreshnessThen(
  tx: TenantTx,
  accountIds: readonly string[],
  asOf: Date,
): Promise<Map<string, KnownReadings>> {
  const scans = await rowsOf(
    tx,
    Read,
    Prisma.sql`
    SELECT a.id AS "accountId", s.kind, s.coverage
    FROM aws_account a CROSS JOIN unnest(ARRAY['slow_lane', 'upload', 'inventory']) kinds (kind)
    CROSS JOIN LATERAL (
      SELECT s.kind, s.coverage, s.started_at FROM scan s
      WHERE s.account_id = a.id AND s.kind = kinds.kind AND s.status IN ('complete', 'partial')
        AND s.requested_at <= ${instantSql(asOf)} AND s.started_at <= ${instantSql(asOf)}
      ORDER BY s.requested_at DESC LIMIT ${SCANS_BACK}
    ) s
    WHERE a.id = ANY(${[...accountIds]}::uuid[]) ORDER BY s.started_at`,
  );
  const found = new Map<string, KnownReadings>();
  for (const { accountId, kind, coverage } of scans) {
    const freshness = found.get(accountId) ?? {};
    for (const { resource, observedAt } of coverage.filter(({ state }) => state === "read")) {
      const source = kind === "upload" ? "upload" : RESOURCES[resource].source;
      freshness[resource] = { source, observedAt: observedAt ? new Date(observedAt) : null };
    }
    found.set(accountId, freshness);
  }
  return found;
}
