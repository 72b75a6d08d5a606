import { leases } from "@rolecall/db";
import { makeTenant } from "@rolecall/db/testing";
import { expect, it, vi } from "vitest";
import { jobRun, offlineDeps } from "../emulated-customer-fixture.ts";
import { testDeps } from "../testing/index.ts";
import { defineWork } from "./define-work.ts";
import { LeaseLost } from "./hold-lease.ts";
import { letLeasesPass } from "./sleeping-worker-fixture.ts";
import { declare, hold, job, type Payload } from "./test-work-fixture.ts";

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
