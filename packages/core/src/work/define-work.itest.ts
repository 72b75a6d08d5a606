import { AppError } from "@rolecall/domain";
import { expect, it, vi } from "vitest";
import { offlineDeps } from "../emulated-customer-fixture.ts";
import { testDeps } from "../testing/index.ts";
import type { Run } from "./define-work.ts";
import { LeaseLost } from "./hold-lease.ts";
import { declare, hold } from "./test-work-fixture.ts";

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
