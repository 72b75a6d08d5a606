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
  await deps.db.workers.upsert({
    where: { id: worker.id },
    create: { ...worker, seenAt },
    update: { seenAt, principalArn: worker.principalArn },
  });
  await deps.db.workers.deleteMany({ where: { seenAt: { lt: new Date(seenAt.getTime() - 20 * PRESENT_FOR_MS) } } });
}

/** Tells that a worker has stopped in good order. */
export async function endPresence(deps: Deps, workerId: string): Promise<void> {
  await deps.db.workers.deleteMany({ where: { id: workerId } });
}

/** Whether any worker lives. */
export async function hasWorker(deps: Deps): Promise<boolean> {
  return (
    (await deps.db.workers.count({ where: { seenAt: { gte: new Date(deps.now().getTime() - PRESENT_FOR_MS) } } })) > 0
  );
}

/** The principal that the newest worker reads with; null if none has told. */
export async function workerPrincipalArn(deps: Deps): Promise<string | null> {
  const worker = await deps.db.workers.findFirst({
    where: { principalArn: { not: null } },
    orderBy: { seenAt: "desc" },
  });
  return worker?.principalArn ?? null;
}
