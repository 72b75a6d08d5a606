import { Prisma } from "../generated/client.ts";
import { execute } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Landings of one tenant take turns from here to their commit, so that the last one sees the rows of all. */
export async function takeTenantsTurn(tx: TenantTx): Promise<void> {
  await execute(
    tx,
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('tenant_day ' || current_tenant()::text, 0))`,
  );
}
