import { Instant, ResourceKind, ValueSource } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Freshness = z.partialRecord(ResourceKind, ValueSource.pick({ source: true }).extend({ observedAt: Instant }));
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
