import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { execute, firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Which work of which row. */
export type LeaseKey = { work: string; rowId: string };
/** What a run has in its hands, under a number that no other run ever has. */
export type Lease = LeaseKey & { fence: bigint };

const keyIs = ({ work, rowId }: LeaseKey): Prisma.Sql => Prisma.sql`row_id = ${rowId}::uuid AND work = ${work}`;
const isHeld = (lease: Lease): Prisma.Sql => Prisma.sql`${keyIs(lease)} AND fence = ${lease.fence}`;
const until = (seconds: number): Prisma.Sql => Prisma.sql`now() + make_interval(secs => ${seconds}::int)`;

/** Takes work that nobody has, or whose run's lease has passed by the database's clock; null if it is in other hands. */
export async function takeLease(tx: TenantTx, key: LeaseKey & { seconds: number }): Promise<Lease | null> {
  const { work, rowId, seconds } = key;
  const taken = await firstRowOf(
    tx,
    z.object({ fence: z.bigint() }),
    Prisma.sql`
    INSERT INTO work_lease AS l (tenant_id, row_id, work, fence, lease_until)
    VALUES (current_tenant(), ${rowId}::uuid, ${work}, nextval('work_fence'), ${until(seconds)})
    ON CONFLICT (tenant_id, row_id, work) DO UPDATE SET fence = excluded.fence, lease_until = excluded.lease_until
      WHERE l.lease_until < now()
    RETURNING fence`,
  );
  return taken && { work, rowId, fence: taken.fence };
}

/** Keeps a run's work for so many seconds from now. @returns false if the run has lost it */
export const renewLease = async (tx: TenantTx, lease: Lease & { seconds: number }): Promise<boolean> =>
  (await execute(
    tx,
    Prisma.sql`UPDATE work_lease SET lease_until = ${until(lease.seconds)} WHERE ${isHeld(lease)}`,
  )) === 1;

/** Keeps everybody else from the work to the end of the transaction. @returns false if the run has lost it */
export const lockLease = async (tx: TenantTx, lease: Lease): Promise<boolean> =>
  (await firstRowOf(
    tx,
    z.object({ fence: z.bigint() }),
    Prisma.sql`SELECT fence FROM work_lease WHERE ${isHeld(lease)} FOR UPDATE`,
  )) !== null;

/** Ends a lease: the work is done, or another run is to do it. */
export async function endLease(tx: TenantTx, lease: Lease): Promise<void> {
  await execute(tx, Prisma.sql`DELETE FROM work_lease WHERE ${isHeld(lease)}`);
}

/**
 * Takes the work of rows out of all hands: a run that has it writes nothing any more. Call it before the rows themselves are touched,
 * as a run locks its lease before them; whoever wants to take the work waits for the end of the transaction.
 */
export async function revokeLeases(
  tx: TenantTx,
  { work, rowIds }: { work: string; rowIds: readonly string[] },
): Promise<void> {
  // A lease that is being taken at this moment shows to nobody else yet: a row of the same key waits for it.
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO work_lease (tenant_id, row_id, work, fence, lease_until)
    SELECT current_tenant(), r.id, ${work}, nextval('work_fence'), now() FROM unnest(${rowIds}::uuid[]) AS r (id) ORDER BY r.id
    ON CONFLICT (tenant_id, row_id, work) DO UPDATE SET fence = excluded.fence`,
  );
  await execute(tx, Prisma.sql`DELETE FROM work_lease WHERE row_id = ANY (${rowIds}::uuid[]) AND work = ${work}`);
}

/** From here on the transaction reads: whatever it would write, PostgreSQL refuses. */
export async function forbidWrites(tx: TenantTx): Promise<void> {
  await execute(tx, Prisma.sql`SET TRANSACTION READ ONLY`);
}
