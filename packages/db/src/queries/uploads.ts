import type { SystemTx, TenantTx } from "../client.ts";
import type { DueRow } from "./due.ts";

/** Uploads that were begun before an instant and never completed. */
export const staleUploads = (tx: SystemTx, before: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT tenant_id AS "tenantId", id FROM upload WHERE status = 'receiving' AND created_at < ${before.toISOString()}::timestamptz`;

/** Keeps an upload from being completed until the transaction ends. @returns false if it takes no more files */
export async function holdReceiving(tx: TenantTx, uploadId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM upload WHERE id = ${uploadId}::uuid AND status = 'receiving' FOR SHARE`;
  return rows.length === 1;
}

/** How many facts of each kind an upload holds so far. */
export const countFacts = (tx: TenantTx, uploadId: string): Promise<{ kind: string; count: number }[]> => tx.$queryRaw`
  SELECT kind, coalesce(sum(jsonb_array_length(facts)), 0)::int AS count FROM upload_part
  WHERE upload_id = ${uploadId}::uuid GROUP BY kind`;

/** The facts of one kind, part by part in the order in which they came. */
export async function* readFacts<T>(tx: TenantTx, uploadId: string, kind: string): AsyncGenerator<T> {
  let after = -1;
  for (;;) {
    const parts = await tx.$queryRaw<{ seq: number; facts: T[] }[]>`
      SELECT seq, facts FROM upload_part WHERE upload_id = ${uploadId}::uuid AND kind = ${kind} AND seq > ${after}
      ORDER BY seq LIMIT 1`;
    const part = parts[0];
    if (!part) return;
    yield* part.facts;
    after = part.seq;
  }
}
