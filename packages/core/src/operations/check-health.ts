import type { Deps } from "../context.ts";
import { hasWorker } from "../work/worker-presence.ts";

export type Health = { status: "ok" | "degraded"; checks: Record<"database" | "queue" | "worker", "ok" | "down"> };

const probe = async (check: () => Promise<boolean>): Promise<"ok" | "down"> =>
  (await check().catch(() => false)) ? "ok" : "down";

/** Whether database, queue and a worker are up. Says which one is not, and nothing more: anybody may ask. */
export async function checkHealth(deps: Deps): Promise<Health> {
  const [worker, queue] = await Promise.all([
    hasWorker(deps).then(
      (isThere) => (isThere ? "ok" : "down"),
      () => null,
    ),
    probe(() => deps.jobs.isUp()),
  ]);
  const checks = { database: worker === null ? "down" : "ok", queue, worker: worker ?? "down" } as const;
  return { status: Object.values(checks).every((state) => state === "ok") ? "ok" : "degraded", checks };
}
