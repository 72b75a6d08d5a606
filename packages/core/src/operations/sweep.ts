import { defineClockJob } from "@rolecall/jobs";
import { systemCtx, type WorkerDeps } from "../context.ts";
import type { Work } from "../work/define-work.ts";
import type { Routine } from "../work/routine.ts";
import { ROUTINES, WORKS } from "./register.ts";

/** How often the sweep runs. What is due waits this long at the most. */
export const SWEEP_EVERY_MS = 10_000;

/** Finds what is due and enqueues it. */
export const SWEEP = defineClockJob({ name: "sweep", lane: "quick", priority: 1 });

/** Does what is due of one kind. */
export async function performDue(deps: WorkerDeps, routine: Routine): Promise<void> {
  const rows = await deps.db.asSystem((tx) => routine.due(tx, { now: deps.now() }));
  for (const { tenantId, id } of rows) {
    const ctx = systemCtx(deps, tenantId);
    await deps.db.inTenant(tenantId, (tx) => routine.perform({ ctx, tx, id }));
  }
}

async function enqueueDue(deps: WorkerDeps, work: Work): Promise<void> {
  // In the order in which they are due, whosever they are: here tenants would get their turns.
  for (const payload of await work.due(deps)) await work.enqueue(deps, payload);
}

/** Does all of these, and tells which of them failed. */
async function failuresOf(kinds: readonly { name: string; run: () => Promise<void> }[]): Promise<Error[]> {
  const results = await Promise.allSettled(kinds.map(({ run }) => run()));
  return results.flatMap((result, index) =>
    result.status === "rejected"
      ? [new Error(`${kinds[index]?.name}: ${result.reason}`, { cause: result.reason })]
      : [],
  );
}

/**
 * Does what is to be done by the clock, then enqueues what is due and the queue does not know, over all tenants. An emptied queue is
 * full again after one sweep. One kind that fails does not hold up the others.
 */
export async function sweep(deps: WorkerDeps): Promise<void> {
  const failures = [
    ...(await failuresOf(ROUTINES.map((routine) => ({ name: routine.name, run: () => performDue(deps, routine) })))),
    ...(await failuresOf(WORKS.map((work) => ({ name: work.job.name, run: () => enqueueDue(deps, work) })))),
  ];
  if (failures.length === 0) return;
  const told = failures.map(({ message }) => message).join("; ");
  throw new AggregateError(failures, `The sweep could not enqueue everything that is due. ${told}`);
}
