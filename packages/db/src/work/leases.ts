import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { execute, firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Which work of which row. */
export type LeaseKey = { work: string; rowId: string };
/** What a run has in its hands, under a number that no other run ever has. */
export type Lease = LeaseKey & { fence: bigint };

const Taken = z.object({ fence: z.bigint(), runs: z.int() });

const keyIs = ({ work, rowId }: LeaseKey): Prisma.Sql => Prisma.sql`row_id = ${rowId}::uuid AND work = ${work}`;
const isHeld = (lease: Lease): Prisma.Sql => Prisma.sql`${keyIs(lease)} AND fence = ${lease.fence}`;
const until = (seconds: number): Prisma.Sql => Prisma.sql`now() + make_interval(secs => ${seconds}::int)`;

/**
 * Takes work that nobody has, or whose last run's lease has passed by the database's clock.
 *
 * @returns the run's fence, and how many runs there have been, this one included; null if the work is in other hands.
 */
export const takeLease = (
  tx: TenantTx,
  { work, rowId, seconds }: LeaseKey & { seconds: number },
): Promise<z.output<typeof Taken> | null> =>
  firstRowOf(
    tx,
    Taken,
    Prisma.sql`
    INSERT INTO work_lease AS l (tenant_id, row_id, work, fence, lease_until, runs)
    VALUES (current_tenant(), ${rowId}::uuid, ${work}, nextval('work_fence'), ${until(seconds)}, 1)
    ON CONFLICT (tenant_id, row_id, work) DO UPDATE SET fence = excluded.fence, lease_until = excluded.lease_until, runs = l.runs + 1
      WHERE l.lease_until IS NULL OR l.lease_until < now()
    RETURNING fence, runs`,
  );

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
    z.object({ runs: z.int() }),
    Prisma.sql`SELECT runs FROM work_lease WHERE ${isHeld(lease)} FOR UPDATE`,
  )) !== null;

/** Gives back work that is to be done by another run. `counts`: whether this run stays among those that there have been. */
export async function releaseLease(tx: TenantTx, lease: Lease, { counts }: { counts: boolean }): Promise<void> {
  if (!counts) await execute(tx, Prisma.sql`DELETE FROM work_lease WHERE ${isHeld(lease)} AND runs = 1`);
  const uncounted = counts ? 0 : 1;
  await execute(
    tx,
    Prisma.sql`UPDATE work_lease SET lease_until = NULL, runs = runs - ${uncounted}::int WHERE ${isHeld(lease)}`,
  );
}

/** Ends the lease of work that is done. */
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
    INSERT INTO work_lease (tenant_id, row_id, work, fence, runs)
    SELECT current_tenant(), r.id, ${work}, nextval('work_fence'), 0 FROM unnest(${rowIds}::uuid[]) AS r (id) ORDER BY r.id
    ON CONFLICT (tenant_id, row_id, work) DO UPDATE SET fence = excluded.fence`,
  );
  await execute(tx, Prisma.sql`DELETE FROM work_lease WHERE row_id = ANY (${rowIds}::uuid[]) AND work = ${work}`);
}
