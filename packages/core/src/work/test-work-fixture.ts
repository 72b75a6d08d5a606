import { makeTenant, ownerSql } from "@rolecall/db/testing";
import { defineJob, ids } from "@rolecall/jobs";
import type { WorkerDeps } from "../context.ts";
import { jobRun, offlineDeps } from "../emulated-customer-fixture.ts";
import { testDeps } from "../testing/index.ts";
import { defineWork, type Run, type WorkDeclaration } from "./define-work.ts";

export const job = defineJob({
  name: "test-work",
  payload: ids("rowId"),
  lane: "quick",
  attempts: 3,
  backoffMs: 10,
  priority: 1,
});
export type Payload = { tenantId: string; rowId: string };
type Declared = Partial<WorkDeclaration<Payload, { run: number }>>;

/** Work on a row of a tenant of its own, as a test declares it; `told` is what became of it. */
export async function declare(declared: Declared = {}, deps: WorkerDeps = offlineDeps(testDeps())) {
  const { tenantId } = await makeTenant();
  const payload = { tenantId, rowId: deps.newId() };
  const told: string[] = [];
  let runs = 0;
  const work = defineWork<Payload, { run: number }>({
    job,
    row: "rowId",
    due: async () => [],
    claim: async () => {
      runs += 1;
      return { run: runs };
    },
    lease: 30,
    run: async (_run, { run }) => void told.push(`run ${run}`),
    giveBack: async ({ claimed, isStopped }) =>
      void told.push(`${claimed.run} given back${isStopped ? ", stopped" : ""}`),
    bury: async ({ reason }) => void told.push(`buried: ${reason}`),
    ...declared,
  });
  const lease = async () => {
    const { rows } = await ownerSql<{ fence: string; left: number }>(
      `SELECT fence, extract(epoch FROM lease_until - now())::float AS left
       FROM work_lease WHERE tenant_id = $1 AND row_id = $2 AND work = 'test-work'`,
      [tenantId, payload.rowId],
    );
    return rows[0] ?? null;
  };
  return {
    deps,
    payload,
    told,
    work,
    lease,
    handle: (signal?: AbortSignal) => work.handle(deps, payload, jobRun(signal && { signal })),
  };
}

/** Holds a run until the test lets it go on. */
export function hold() {
  const [begun, go] = [Promise.withResolvers<Run>(), Promise.withResolvers<void>()];
  return {
    begun: begun.promise,
    go: () => go.resolve(),
    run: async (run: Run) => {
      begun.resolve(run);
      await go.promise;
    },
  };
}
