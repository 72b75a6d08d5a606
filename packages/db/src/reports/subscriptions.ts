import { Prisma } from "../generated/client.ts";
import { clientOf, execute } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** The name of a report's schedule, also of one that is stopped. */
export async function findScheduleName(tx: TenantTx, id: string): Promise<string | null> {
  const schedule = await clientOf(tx).reportSchedule.findFirst({ where: { id }, select: { name: true } });
  return schedule?.name ?? null;
}

/**
 * Takes a recipient off a schedule, which stops with its last one. In one statement: two recipients may leave at the same moment.
 *
 * @returns whether the recipient was on it
 */
export async function removeRecipient(
  tx: TenantTx,
  { scheduleId, recipient }: { scheduleId: string; recipient: string },
  at: Date,
): Promise<boolean> {
  const count = await execute(
    tx,
    Prisma.sql`
    UPDATE report_schedule SET recipients = array_remove(recipients, ${recipient}),
      stopped_at = CASE WHEN recipients = ARRAY[${recipient}] THEN ${at.toISOString()}::timestamptz ELSE stopped_at END
    WHERE id = ${scheduleId}::uuid AND ${recipient} = ANY(recipients)`,
  );
  return count > 0;
}
