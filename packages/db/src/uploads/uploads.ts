import { Instant, Partition, Upload } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { SystemTx, TenantTx } from "../sql/transaction.ts";
import type { DueRow } from "../work/due.ts";

const Due = z.object({ tenantId: z.uuid(), id: z.uuid() });

/** Uploads that were begun before an instant and never completed. */
export const staleUploads = (tx: SystemTx, before: Date): Promise<DueRow[]> =>
  rowsOf(
    tx,
    Due,
    Prisma.sql`
    SELECT tenant_id AS "tenantId", id FROM upload
    WHERE status = 'receiving' AND created_at < ${instantSql(before)}`,
  );

/** An upload as it is kept. `observedAt`: when the files were made, as far as is told yet. */
export const UploadRow = Upload.omit({ received: true }).extend({
  partition: Partition.nullable(),
  observedAt: Instant.nullable(),
});
export type UploadRow = z.infer<typeof UploadRow>;

const selectUploads = (where: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT ${columnsOf(UploadRow, "u")} FROM upload u WHERE ${where}`;

export const findUpload = (tx: TenantTx, id: string): Promise<UploadRow | null> =>
  firstRowOf(tx, UploadRow, selectUploads(Prisma.sql`u.id = ${id}::uuid`));

/** The upload that becomes an inventory by a scan. */
export const findUploadOfScan = (tx: TenantTx, scanId: string): Promise<UploadRow | null> =>
  firstRowOf(tx, UploadRow, selectUploads(Prisma.sql`u.scan_id = ${scanId}::uuid`));

type NewUpload = Pick<UploadRow, "id" | "status" | "observedAt" | "uploadedBy" | "createdAt">;

export async function insertUpload(tx: TenantTx, tenantId: string, upload: NewUpload): Promise<void> {
  await clientOf(tx).upload.create({ data: { ...upload, tenantId } });
}

export type UploadChanges = Partial<
  Pick<UploadRow, "status" | "awsAccountId" | "partition" | "scanId" | "observedAt" | "error">
>;

/** Sets what is given of an upload, if its status is one of these, and leaves the rest. */
export async function setUpload(
  tx: TenantTx,
  { id, statuses }: { id: string; statuses: readonly UploadRow["status"][] },
  changes: UploadChanges,
): Promise<void> {
  await clientOf(tx).upload.updateMany({ where: { id, status: { in: [...statuses] } }, data: changes });
}

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

/**
 * Adds facts of one kind, each as the JSON that it is. `seq` orders the parts of an upload.
 *
 * @returns false if the upload has a part of this number.
 */
export async function insertPart(
  tx: TenantTx,
  tenantId: string,
  { uploadId, seq, kind, facts }: { uploadId: string; seq: number; kind: string; facts: readonly string[] },
): Promise<boolean> {
  const inserted = await execute(
    tx,
    Prisma.sql`
    INSERT INTO upload_part (tenant_id, upload_id, seq, kind, facts)
    VALUES (${tenantId}::uuid, ${uploadId}::uuid, ${seq}, ${kind}, ${`[${facts.join(",")}]`}::jsonb)
    ON CONFLICT (tenant_id, upload_id, seq) DO NOTHING`,
  );
  return inserted > 0;
}

/** How many parts of these kinds an upload has. */
export const countParts = (tx: TenantTx, uploadId: string, kinds: readonly string[]): Promise<number> =>
  clientOf(tx).uploadPart.count({ where: { uploadId, kind: { in: [...kinds] } } });

export async function hasFacts(tx: TenantTx, uploadId: string, kinds: readonly string[]): Promise<boolean> {
  const part = await clientOf(tx).uploadPart.findFirst({
    where: { uploadId, kind: { in: [...kinds] } },
    select: { seq: true },
  });
  return part !== null;
}

/** Deletes the facts of an upload. @param kinds without them all */
export async function deleteFacts(tx: TenantTx, uploadId: string, kinds?: readonly string[]): Promise<void> {
  await clientOf(tx).uploadPart.deleteMany({ where: { uploadId, ...(kinds ? { kind: { in: [...kinds] } } : {}) } });
}

/** How many uploads of the tenant hold files, or wait for them. */
export const countOpenUploads = (tx: TenantTx): Promise<number> =>
  clientOf(tx).upload.count({ where: { status: { in: ["receiving", "received"] } } });
