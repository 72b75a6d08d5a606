import type { ShownReplay } from "@rolecall/domain";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const SHOWN = {
  fromAt: true,
  toAt: true,
  reachedAt: true,
  runStartedAt: true,
  daysDone: true,
  daysLeft: true,
  shownAt: true,
} as const;

/** The replay of the tenant's history, as its process last showed it; null if there is none. */
export const findReplay = (tx: TenantTx): Promise<ShownReplay | null> =>
  clientOf(tx).historyReplay.findFirst({ select: SHOWN });

/** Shows how far the replay of the tenant's history is. */
export async function showReplay(tx: TenantTx, tenantId: string, shown: ShownReplay): Promise<void> {
  const { fromAt, toAt, reachedAt, runStartedAt, daysDone, daysLeft, shownAt } = shown;
  const data = { fromAt, toAt, reachedAt, runStartedAt, daysDone, daysLeft, shownAt };
  await clientOf(tx).historyReplay.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
}

/** The replay is over: all of the history is there. */
export async function endReplay(tx: TenantTx): Promise<void> {
  await clientOf(tx).historyReplay.deleteMany();
}
