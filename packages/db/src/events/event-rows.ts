import type { EventOf, EventType } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** An event to write. */
export type EventRow = Omit<EventOf<EventType>, "facts"> & { id: string; facts: object };

const ROWS_PER_STATEMENT = 1_000;

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) yield rows.slice(from, from + ROWS_PER_STATEMENT);
}

async function insert(tx: TenantTx, rows: readonly EventRow[], where: Prisma.Sql): Promise<void> {
  for (const chunk of chunks(rows)) {
    await execute(
      tx,
      Prisma.sql`
      INSERT INTO event (tenant_id, id, type, at, account_id, subject, subject_id, scan_id, is_first_seen, facts)
      SELECT current_tenant(), r.id, r.type, r.at, r."accountId", r.subject, r."subjectId", r."scanId", r."isFirstSeen", r.facts
      FROM jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) AS r (id uuid, type text, at timestamptz, "accountId" uuid, subject text,
        "subjectId" uuid, "scanId" uuid, "isFirstSeen" boolean, facts jsonb)
      WHERE ${where}`,
    );
  }
}

/** Writes events. */
export const insertEvents = (tx: TenantTx, rows: readonly EventRow[]): Promise<void> =>
  insert(tx, rows, Prisma.sql`TRUE`);

/**
 * Writes events of versions of the inventory, of which a subject has one at each instant: a second one of an instant is left out.
 *
 * @param types all types of such events
 */
export const insertVersionEvents = (
  tx: TenantTx,
  rows: readonly EventRow[],
  types: readonly EventType[],
): Promise<void> =>
  insert(
    tx,
    rows,
    Prisma.sql`NOT EXISTS (
      SELECT FROM event known WHERE known.subject_id = r."subjectId" AND known.at = r.at AND known.type = ANY(${[...types]}::text[]))`,
  );

/** Which of these types is the newest event of a subject; null: it has none of them. */
export async function newestType<Type extends EventType>(
  tx: TenantTx,
  subjectId: string,
  types: readonly Type[],
): Promise<Type | null> {
  const newest = await firstRowOf(
    tx,
    z.object({ type: z.string() }),
    Prisma.sql`
    SELECT type FROM event WHERE subject_id = ${subjectId}::uuid AND type = ANY(${[...types]}::text[]) ORDER BY at DESC, id DESC LIMIT 1`,
  );
  return newest && (newest.type as Type);
}

/** Those of these types of which an account has had an event. */
export async function typesOfAccount<Type extends EventType>(
  tx: TenantTx,
  accountId: string,
  types: readonly Type[],
): Promise<Set<Type>> {
  const rows = await rowsOf(
    tx,
    z.object({ type: z.string() }),
    Prisma.sql`
    SELECT asked.type FROM unnest(${[...types]}::text[]) asked (type)
    WHERE EXISTS (SELECT FROM event e WHERE e.account_id = ${accountId}::uuid AND e.type = asked.type)`,
  );
  return new Set(rows.map(({ type }) => type as Type));
}
