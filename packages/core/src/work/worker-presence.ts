import type { Deps } from "../context.ts";

/** A worker that has not renewed its presence for this long counts as gone. */
const PRESENT_FOR_MS = 30_000;
/** How often a worker renews its presence. */
export const PRESENCE_EVERY_MS = 10_000;

/** Tells that a worker lives, and as whom it reads. Rows of workers long gone are dropped on the way. */
export async function renewPresence(
  deps: Deps,
  worker: { id: string; startedAt: Date; principalArn: string | null },
): Promise<void> {
  const seenAt = deps.now();
  await deps.db.workers.renew({ ...worker, seenAt });
  await deps.db.workers.forget(new Date(seenAt.getTime() - 20 * PRESENT_FOR_MS));
}

/** Tells that a worker has stopped in good order. */
export const endPresence = (deps: Deps, workerId: string): Promise<void> => deps.db.workers.end(workerId);

/** Whether any worker lives. */
export const hasWorker = async (deps: Deps): Promise<boolean> =>
  (await deps.db.workers.countSeenSince(new Date(deps.now().getTime() - PRESENT_FOR_MS))) > 0;

/** The principal that the newest worker reads with; null if none has told. */
export const workerPrincipalArn = (deps: Deps): Promise<string | null> => deps.db.workers.newestPrincipalArn();
