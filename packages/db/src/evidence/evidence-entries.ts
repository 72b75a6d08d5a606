import { type ChainTail, EMPTY_CHAIN, EvidenceEntry, type EvidenceKind, MigrationEvidence } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { takeTenantsTurn } from "../roll-ups/tenants-turn.ts";
import { columnsOf } from "../sql/columns.ts";
import { execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Tail = EvidenceEntry.pick({ sequence: true, hash: true });

/** Where the chain of the tenant ends. */
export const readTail = async (tx: TenantTx): Promise<ChainTail> =>
  (await firstRowOf(
    tx,
    Tail,
    Prisma.sql`SELECT ${columnsOf(Tail, "e")} FROM evidence_entry e ORDER BY e.sequence DESC LIMIT 1`,
  )) ?? EMPTY_CHAIN;

/** Waits for the tenant's turn, which landings take too, and tells where its chain ends: until the commit nobody else adds to it. */
export async function holdTail(tx: TenantTx): Promise<ChainTail> {
  await takeTenantsTurn(tx);
  return readTail(tx);
}

/** Adds entries, which are chained to the tail that is held. */
export async function insertEntries(tx: TenantTx, entries: readonly EvidenceEntry[]): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO evidence_entry (tenant_id, sequence, at, kind, user_id, content, previous_hash, hash)
    SELECT current_tenant(), sequence, at, kind, "userId", content, "previousHash", hash
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      AS r (sequence int, at timestamptz, kind text, "userId" uuid, content jsonb, "previousHash" text, hash text)`,
  );
}

/** The entries of the chain that follow one, in their order. */
export const readEntriesAfter = (tx: TenantTx, sequence: number, limit: number): Promise<EvidenceEntry[]> =>
  rowsOf(
    tx,
    EvidenceEntry,
    Prisma.sql`
    SELECT ${columnsOf(EvidenceEntry, "e")} FROM evidence_entry e
    WHERE e.sequence > ${sequence}::int ORDER BY e.sequence LIMIT ${limit}::int`,
  );

/** The entries of these users, in their order; `kind`: those of one kind. */
export const readEntriesOf = (
  tx: TenantTx,
  userIds: readonly string[],
  kind?: EvidenceKind,
): Promise<EvidenceEntry[]> =>
  rowsOf(
    tx,
    EvidenceEntry,
    Prisma.sql`
    SELECT ${columnsOf(EvidenceEntry, "e")} FROM evidence_entry e
    WHERE e.user_id = ANY(${[...userIds]}::uuid[]) AND ${kind ? Prisma.sql`e.kind = ${kind}` : Prisma.sql`TRUE`}
    ORDER BY e.sequence`,
  );

const EvidenceScan = MigrationEvidence.shape.scans.element;

/** When and how the scans of these ids ended, the oldest first. */
export const readEvidenceScans = (tx: TenantTx, ids: readonly string[]): Promise<z.output<typeof EvidenceScan>[]> =>
  rowsOf(
    tx,
    EvidenceScan,
    Prisma.sql`
    SELECT ${columnsOf(EvidenceScan, "s")} FROM scan s WHERE s.id = ANY(${[...ids]}::uuid[]) ORDER BY s.finished_at, s.id`,
  );
