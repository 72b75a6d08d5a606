import { defineClockJob } from "@rolecall/jobs";
import { systemCtx, type WorkerDeps } from "../context.ts";
import type { Ids, Work } from "../work/define-work.ts";
import type { Routine } from "../work/routine.ts";
import { ROUTINES, WORKS } from "./register.ts";

/** How often the sweep runs. What is due waits this long at the most. */
export const SWEEP_EVERY_MS = 10_000;

/** Finds what is due and enqueues it. */
export const SWEEP = defineClockJob({ name: "sweep", lane: "clock", priority: 1 });

/** Does what is due of one kind. A row that fails does not hold up those of others. */
export async function performDue(deps: WorkerDeps, routine: Routine): Promise<void> {
  const rows = await deps.db.asSystem((tx) => routine.due(tx, { now: deps.now() }));
  const failures: unknown[] = [];
  for (const { tenantId, id } of rows) {
    const ctx = systemCtx(deps, tenantId);
    await deps.db.inTenant(tenantId, (tx) => routine.perform({ ctx, tx, id })).catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${rows.length}: ${failures[0]}`);
}

/** What is due of one kind, each with the number of the tenant's jobs in its lane that go before it. */
type Due = { work: Work; jobs: { payload: Ids; turn: number }[] };

/** Gives each job its turn: kinds that are taken first come first, and of each what has been due the longest. */
function inTurns(found: readonly { work: Work; payloads: readonly Ids[] }[]): Due[] {
  const before = new Map<string, number>();
  const turnOf = ({ job }: Work, { tenantId }: Ids): number => {
    const key = `${job.lane} ${tenantId}`;
    const turn = before.get(key) ?? 0;
    before.set(key, turn + 1);
    return turn;
  };
  return found
    .toSorted((a, b) => a.work.job.priority - b.work.job.priority)
    .map(({ work, payloads }) => ({
      work,
      jobs: payloads.map((payload) => ({ payload, turn: turnOf(work, payload) })),
    }));
}

async function enqueueDue(deps: WorkerDeps, { work, jobs }: Due): Promise<void> {
  for (const { payload, turn } of jobs) await work.enqueue(deps, payload, { turn });
}

const failure = (kind: string, cause: unknown): Error => new Error(`${kind}: ${cause}`, { cause });

/** Does all of these, and tells which of them failed. */
async function failuresOf(kinds: readonly { name: string; run: () => Promise<void> }[]): Promise<Error[]> {
  const results = await Promise.allSettled(kinds.map(({ run }) => run()));
  return results.flatMap((result, index) =>
    result.status === "rejected" ? [failure(kinds[index]?.name ?? "", result.reason)] : [],
  );
}

/** What is due of each kind, and which kinds could not be asked. */
async function findDue(
  deps: WorkerDeps,
): Promise<{ found: { work: Work; payloads: readonly Ids[] }[]; failures: Error[] }> {
  const results = await Promise.allSettled(WORKS.map((work) => work.due(deps)));
  const found = WORKS.flatMap((work, index) => {
    const result = results[index];
    return result?.status === "fulfilled" ? [{ work, payloads: result.value }] : [];
  });
  const failures = WORKS.flatMap(({ job }, index) => {
    const result = results[index];
    return result?.status === "rejected" ? [failure(job.name, result.reason)] : [];
  });
  return { found, failures };
}

/**
 * Does what is to be done by the clock, then enqueues what is due and the queue does not know, over all tenants, which take turns. An
 * emptied queue is full again after one sweep. One kind that fails does not hold up the others.
 */
export async function sweep(deps: WorkerDeps): Promise<void> {
  const routines = ROUTINES.map((routine) => ({ name: routine.name, run: () => performDue(deps, routine) }));
  const undone = await failuresOf(routines);
  const { found, failures: unasked } = await findDue(deps);
  const kinds = inTurns(found).map((due) => ({ name: due.work.job.name, run: () => enqueueDue(deps, due) }));
  const failures = [...undone, ...unasked, ...(await failuresOf(kinds))];
  if (failures.length === 0) return;
  const told = failures.map(({ message }) => message).join("; ");
  throw new AggregateError(failures, `The sweep could not enqueue everything that is due. ${told}`);
}
