import { leases } from "@rolecall/db";
import { makeTenant, ownerSql } from "@rolecall/db/testing";
import { AppError } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import { expect, it, vi } from "vitest";
import type { WorkerDeps } from "../context.ts";
import { jobRun, offlineDeps } from "../emulated-customer-fixture.ts";
import { testDeps } from "../testing/index.ts";
import { defineWork, type Run, type WorkDeclaration } from "./define-work.ts";
import { LeaseLost } from "./hold-lease.ts";
import { letLeasesPass } from "./sleeping-worker-fixture.ts";

const job = defineJob({
  name: "test-work",
  payload: ids("rowId"),
  lane: "quick",
  attempts: 3,
  backoffMs: 10,
  priority: 1,
});
type Payload = { tenantId: string; rowId: string };
type Declared = Partial<WorkDeclaration<Payload, { run: number }>>;

/** Work on a row of a tenant of its own, as a test declares it; `told` is what became of it. */
async function declare(declared: Declared = {}, deps: WorkerDeps = offlineDeps(testDeps())) {
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
function hold() {
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

it("work that is in hand is in nobody else's; when it has ended, no lease is left", async () => {
  const held = hold();
  const { handle, lease, told } = await declare({ run: held.run });
  const first = handle();
  await held.begun;
  expect((await lease())?.left).toBeGreaterThan(20);
  await handle();
  held.go();
  await first;
  expect(await lease()).toBeNull();
  expect(told).toEqual([]);
});

it("a lease is renewed for as long as the run lasts, and renewals that fail are logged", async () => {
  const deps = offlineDeps(testDeps());
  const warn = vi.fn();
  let isDown = false;
  const inTenant: typeof deps.db.inTenant = (tenantId, work) =>
    isDown ? Promise.reject(new Error("no connection")) : deps.db.inTenant(tenantId, work);
  const held = hold();
  const made = await declare(
    { run: held.run, lease: 1 },
    { ...deps, db: { ...deps.db, inTenant }, log: { ...deps.log, warn } },
  );
  const first = made.handle();
  await held.begun;
  await vi.waitFor(async () => expect((await made.lease())?.left).toBeGreaterThan(0.8));
  isDown = true;
  await vi.waitFor(() =>
    expect(warn).toHaveBeenCalledWith(
      { work: "test-work", rowId: made.payload.rowId, error: "no connection" },
      "lease not renewed",
    ),
  );
  isDown = false;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await made.lease())?.left).toBeGreaterThan(0);
  held.go();
  await first;
});

it("no two runs have the same fence, also where the lease has gone in between", async () => {
  const fences: bigint[] = [];
  const { handle, lease } = await declare({
    run: async () => void fences.push(BigInt((await lease())!.fence)),
  });
  for (let runs = 0; runs < 3; runs++) await handle();
  expect(new Set(fences).size).toBe(3);
  expect(fences).toEqual(fences.toSorted((a, b) => Number(a - b)));
});

it("what there is nothing to do of is not run, and in nobody's hands", async () => {
  const run = vi.fn();
  const { handle, lease } = await declare({ claim: async () => null, run });
  await handle();
  expect(run).not.toHaveBeenCalled();
  expect(await lease()).toBeNull();
});

it("a run that fails gives the work back, and tells whether that was because its worker stopped", async () => {
  const stopping = new AbortController();
  const { handle, lease, told } = await declare({
    run: async (_run, { run }) => {
      if (run === 2) stopping.abort(new Error("the worker stops"));
      throw new Error(`cut off ${run}`);
    },
  });
  await expect(handle()).rejects.toThrow("cut off 1");
  expect(await lease()).toBeNull();
  await expect(handle(stopping.signal)).rejects.toThrow("cut off 2");
  expect(await lease()).toBeNull();
  await expect(handle()).rejects.toThrow("cut off 3");
  expect(told).toEqual(["1 given back", "2 given back, stopped", "3 given back"]);
});

it("a run whose lease has passed counts as dead: another one takes the work, and the first has not failed when it comes back", async () => {
  const held = hold();
  const { handle, payload, told, lease } = await declare({
    run: async (run, { run: number }) => {
      told.push(`run ${number}`);
      if (number === 1) await held.run(run);
    },
  });
  const first = handle();
  await held.begun;
  await letLeasesPass(payload.tenantId);
  await handle();
  held.go();
  // It has ended well: what it has lost is no failure of its job.
  await first;
  expect(told.slice(0, 2)).toEqual(["run 1", "run 2"]);
  expect(await lease()).toBeNull();
});

it("a run whose lease has passed and that nobody has taken over goes on", async () => {
  const { deps, payload, lease } = await declare();
  const write = vi.fn();
  const work = defineWork<Payload, true>({
    job,
    row: "rowId",
    due: async () => [],
    claim: async () => true,
    lease: 30,
    run: async (run) => {
      await letLeasesPass(payload.tenantId);
      await run.write(async () => write());
    },
    bury: async () => undefined,
  });
  await work.handle(deps, payload, jobRun());
  expect(write).toHaveBeenCalledOnce();
  expect(await lease()).toBeNull();
});

it("an expected failure ends the work where its row shows it, and is tried again where it does not", async () => {
  const run = () => Promise.reject(new AppError("UPSTREAM", "AWS is away"));
  const shown = vi.fn();
  const refusing = await declare({ run, refuse: async ({ error }) => shown(error.message) });
  await refusing.handle();
  expect(shown).toHaveBeenCalledWith("AWS is away");
  expect(await refusing.lease()).toBeNull();
  expect(refusing.told).toEqual([]);

  const trying = await declare({ run });
  await expect(trying.handle()).rejects.toThrow("AWS is away");
  expect(trying.told).toEqual(["1 given back"]);
});

it("what fails after the work has ended fails its attempt, and gives nothing back", async () => {
  const warn = vi.fn();
  const deps = offlineDeps(testDeps());
  const run = async ({ finish }: Run) => {
    await finish(async () => undefined);
    throw new Error("the queue is away");
  };
  const { handle, lease, told } = await declare({ run }, { ...deps, log: { ...deps.log, warn } });
  await expect(handle()).rejects.toThrow("the queue is away");
  expect(await lease()).toBeNull();
  expect(told).toEqual([]);
  expect(warn).not.toHaveBeenCalled();
});

it("work that is called off is lost to its run at once, and taken again where it is still to be done", async () => {
  const held = hold();
  const claims: number[] = [];
  const made = await declare({
    claim: async () => ({ run: claims.push(claims.length) }),
    run: async (run, { run: number }) => {
      if (number > 1) return;
      await held.run(run);
      await run.write(() => Promise.reject(new Error("must not be reached")));
    },
  });
  const first = made.handle();
  const run = await held.begun;
  await made.deps.db.inTenant(made.payload.tenantId, (tx) => made.work.callOff(tx, [made.payload.rowId]));
  expect(await made.lease()).toBeNull();
  await expect(run.write(async () => undefined)).rejects.toBeInstanceOf(LeaseLost);
  expect(run.signal.aborted).toBe(true);
  held.go();
  await first;
  expect(claims).toHaveLength(2);
  expect(made.told).toEqual([]);
  expect(await made.lease()).toBeNull();
});

it("whoever calls off work that is being taken at this moment waits, and takes it away", async () => {
  const [claiming, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const run = vi.fn();
  let claims = 0;
  const made = await declare({
    claim: async () => {
      claims += 1;
      if (claims > 1) return null;
      claiming.resolve();
      await go.promise;
      return { run: claims };
    },
    run: async ({ write }) => write(async () => run()),
  });
  const { payload, deps } = made;
  const first = made.handle();
  await claiming.promise;
  const called = vi.fn();
  const callingOff = deps.db.inTenant(payload.tenantId, (tx) => made.work.callOff(tx, [payload.rowId])).then(called);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(called).not.toHaveBeenCalled();
  // The claim commits; only then is it called off, before or after the run began.
  go.resolve();
  await callingOff;
  await first;
  expect(await made.lease()).toBeNull();
});

it("a run that writes past its fence is refused by the database", async () => {
  const { handle } = await declare({
    run: async ({ ctx }) => {
      await ctx.db.inTenant(ctx.tenantId, (tx) =>
        leases.revokeLeases(tx, { work: "test-work", rowIds: [ctx.newId()] }),
      );
    },
  });
  await expect(handle()).rejects.toThrow(/read-only transaction/);
});

it("writes of one run take turns with its renewals", async () => {
  const order: string[] = [];
  const { handle } = await declare({
    lease: 1,
    run: async ({ write }) => {
      const slow = write(async () => {
        order.push("slow begins");
        await new Promise((resolve) => setTimeout(resolve, 700));
        order.push("slow ends");
      });
      const quick = write(async () => void order.push("quick"));
      await Promise.all([slow, quick]);
    },
  });
  await handle();
  expect(order).toEqual(["slow begins", "slow ends", "quick"]);
});

it("work that is given up is taken from the run that has it", async () => {
  const held = hold();
  const { handle, work, deps, payload, told, lease } = await declare({
    claim: async () => (told.length > 0 ? null : { run: 1 }),
    run: held.run,
  });
  const first = handle();
  const run = await held.begun;
  await work.bury(deps, payload, "it kills workers");
  expect(told).toEqual(["buried: it kills workers"]);
  expect(await lease()).toBeNull();
  await expect(run.write(async () => undefined)).rejects.toBeInstanceOf(LeaseLost);
  held.go();
  await first;
});

it("what a worker cannot do it neither enqueues nor takes", async () => {
  const run = vi.fn();
  const due = vi.fn(async () => []);
  const { handle, work, deps, lease } = await declare({ isPossible: () => false, due, run });
  await handle();
  expect(await work.due(deps)).toEqual([]);
  expect(due).not.toHaveBeenCalled();
  expect(run).not.toHaveBeenCalled();
  expect(await lease()).toBeNull();
});

it("a lease of another tenant's row is that tenant's own", async () => {
  const { deps, payload } = await declare();
  const { tenantId: other } = await makeTenant();
  const key = { work: "test-work", rowId: payload.rowId, seconds: 30 };
  const [mine, theirs] = await Promise.all(
    [payload.tenantId, other].map((tenantId) => deps.db.inTenant(tenantId, (tx) => leases.takeLease(tx, key))),
  );
  expect([mine, theirs]).not.toContain(null);
  expect(mine?.fence).not.toBe(theirs?.fence);
});
