import { describe, expect, it } from "vitest";
import { backends, openTestQueue } from "./queue-fixture.ts";
import { testJobs } from "./test-jobs.ts";

const { quick, slow, tick } = testJobs;

describe.each(backends)("recovery on $backend", ({ queueUrl }) => {
  it("finishes the running job before it closes, and takes no further one", async () => {
    const queue = openTestQueue(queueUrl);
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const handled: number[] = [];
    const consumer = await queue.consume(
      {
        slow: async ({ n }) => {
          started.resolve();
          await release.promise;
          handled.push(n);
        },
      },
      { concurrency: { long: 1 } },
    );
    const { ended } = await queue.follow(slow, "a");
    await queue.producer.enqueue(slow, { n: 1 }, { key: "a" });
    await started.promise;
    await queue.producer.enqueue(slow, { n: 2 }, { key: "b" });

    const closed = consumer.close();
    release.resolve();
    await closed;

    expect(await ended).toEqual({ kind: "completed" });
    expect(handled).toEqual([1]);
    expect(queue.errors).toEqual([]);
  });

  it("returns a job that obeys its signal at shutdown, without counting the attempt", async () => {
    const queue = openTestQueue(queueUrl);
    const started = Promise.withResolvers<void>();
    const first = await queue.consume({
      slow: (_payload, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          started.resolve();
        }),
    });
    const { ended } = await queue.follow(slow, "a");
    await queue.producer.enqueue(slow, { n: 1 }, { key: "a" });
    await started.promise;
    await first.close({ timeoutMs: 0 });

    const attempts: number[] = [];
    await queue.consume({ slow: async (_payload, { attempt }) => void attempts.push(attempt) });
    expect(await ended).toEqual({ kind: "completed" });
    expect(attempts).toEqual([1]);
    expect(queue.errors).toEqual([]);
  });

  it("runs a job again whose worker was killed", async () => {
    const queue = openTestQueue(queueUrl);
    const { ended } = await queue.follow(slow, "a");
    await queue.producer.enqueue(slow, { n: 1 }, { key: "a" });
    const worker = await queue.startStuckWorker();
    worker.kill("SIGKILL");

    const handled: number[] = [];
    await queue.consume({ slow: async ({ n }) => void handled.push(n) });
    expect(await ended).toEqual({ kind: "completed" });
    expect(handled).toEqual([1]);
  });

  it("keeps a job for as long as its handler runs, however short the lock", async () => {
    const queue = openTestQueue(queueUrl);
    const runs: string[] = [];
    const release = Promise.withResolvers<void>();
    const handlerOf = (worker: string) => async () => {
      runs.push(worker);
      await release.promise;
    };
    const { ended } = await queue.follow(slow, "a");
    await queue.consume({ slow: handlerOf("first") });
    await queue.producer.enqueue(slow, { n: 1 }, { key: "a" });
    await expect.poll(() => runs).toEqual(["first"]);

    // Both checks for lost jobs of the second worker, and a lock's length, pass within this.
    const ticks = Promise.withResolvers<void>();
    let count = 0;
    await queue.consume({
      slow: handlerOf("second"),
      tick: async () => {
        count += 1;
        if (count === 6) ticks.resolve();
      },
    });
    await queue.producer.schedule(tick, { everyMs: 250 });
    await ticks.promise;
    release.resolve();

    expect(await ended).toEqual({ kind: "completed" });
    expect(runs).toEqual(["first"]);
  });

  it("takes the same keys again after somebody emptied the queue", async () => {
    const queue = openTestQueue(queueUrl);
    await queue.producer.enqueue(quick, { n: 1 }, { key: "a" });
    await queue.producer.schedule(tick, { everyMs: 60_000 });
    await queue.empty();
    expect(await queue.schedulerCount("quick")).toBe(0);

    const handled: number[] = [];
    const { ended } = await queue.follow(quick, "a");
    await queue.consume({ quick: async ({ n }) => void handled.push(n), tick: async () => undefined });
    await queue.producer.schedule(tick, { everyMs: 60_000 });
    await queue.producer.enqueue(quick, { n: 2 }, { key: "a" });

    expect(await ended).toEqual({ kind: "completed" });
    expect(handled).toEqual([2]);
    expect(await queue.schedulerCount("quick")).toBe(1);
  });

  it("keeps one schedule however often it is set, and setting it does not put off the next run", async () => {
    const queue = openTestQueue(queueUrl);
    const enough = Promise.withResolvers<void>();
    let runs = 0;
    await queue.consume({
      tick: async () => {
        runs += 1;
        // More often than it is due: each of these would put it off if the interval began anew.
        for (let i = 0; i < 5; i++) await queue.producer.schedule(tick, { everyMs: 200 });
        if (runs === 4) enough.resolve();
      },
    });
    const begunAt = Date.now();
    await queue.producer.schedule(tick, { everyMs: 200 });
    await enough.promise;

    expect(await queue.schedulerCount("quick")).toBe(1);
    // Three intervals lie between four runs; a second schedule would have halved that.
    expect(Date.now() - begunAt).toBeGreaterThanOrEqual(500);
    expect(queue.errors).toEqual([]);
  });
});
