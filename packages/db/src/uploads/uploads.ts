import { z } from "zod";
import type { SystemTx, TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { DueRow } from "../work/due.ts";

const Due = z.object({ tenantId: z.uuid(), id: z.uuid() });

/** Uploads that were begun before an instant and never completed. */
export const staleUploads = (tx: SystemTx, before: Date): Promise<DueRow[]> =>
  rowsOf(
    tx,
    Due,
    Prisma.sql`
    SELECT tenant_id AS "tenantId", id FROM upload
    WHERE status = 'receiving' AND created_at < ${before.toISOString()}::timestamptz`,
  );

/** Keeps an upload from being completed until the transaction ends. @returns false if it takes no more files */
export async function holdReceiving(tx: TenantTx, uploadId: string): Promise<boolean> {
  const held = await firstRowOf(
    tx,
    z.object({ id: z.uuid() }),
    Prisma.sql`SELECT id FROM upload WHERE id = ${uploadId}::uuid AND status = 'receiving' FOR SHARE`,
  );
  return held !== null;
}

const FactCount = z.object({ kind: z.string(), count: z.int() });

/** How many facts of each kind an upload holds so far. */
export const countFacts = (tx: TenantTx, uploadId: string): Promise<z.output<typeof FactCount>[]> =>
  rowsOf(
    tx,
    FactCount,
    Prisma.sql`
    SELECT kind, coalesce(sum(jsonb_array_length(facts)), 0)::int AS count FROM upload_part
    WHERE upload_id = ${uploadId}::uuid GROUP BY kind`,
  );

const Part = z.object({ seq: z.int(), facts: z.array(z.unknown()) });

/** The facts of one kind, part by part in the order in which they came. */
export async function* readFacts<T>(tx: TenantTx, uploadId: string, kind: string): AsyncGenerator<T> {
  let after = -1;
  for (;;) {
    const part = await firstRowOf(
      tx,
      Part,
      Prisma.sql`
      SELECT seq, facts FROM upload_part WHERE upload_id = ${uploadId}::uuid AND kind = ${kind} AND seq > ${after}
      ORDER BY seq LIMIT 1`,
    );
    if (!part) return;
    yield* part.facts as T[];
    after = part.seq;
  }
}
