import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { backends, openTestQueue } from "./queue-fixture.ts";
import { testJobs } from "./test-jobs.ts";

const { ofTenant, tick } = testJobs;

describe.each(backends)("tenants on $backend", ({ queueUrl }) => {
  it("share the places: one with many slow jobs holds its part, and another one's job is taken at once", async () => {
    const queue = openTestQueue(queueUrl);
    const release = Promise.withResolvers<void>();
    const running = { noisy: 0, most: 0, quiet: 0 };
    for (let n = 0; n < 16; n++)
      await queue.producer.enqueue(ofTenant, { tenantId: "noisy", n }, { key: `noisy-${n}` });
    await queue.consume({
      ofTenant: async ({ tenantId }) => {
        if (tenantId === "quiet") return void running.quiet++;
        running.noisy += 1;
        running.most = Math.max(running.most, running.noisy);
        await release.promise;
        running.noisy -= 1;
      },
    });
    await expect.poll(() => running.noisy).toBe(2);

    const { ended } = await queue.follow(ofTenant, "quiet");
    const askedAtMs = performance.now();
    await queue.producer.enqueue(ofTenant, { tenantId: "quiet", n: 0 }, { key: "quiet" });
    expect(await ended).toEqual({ kind: "completed" });
    expect(performance.now() - askedAtMs).toBeLessThan(2_000);
    expect(running).toMatchObject({ noisy: 2, most: 2, quiet: 1 });
    release.resolve();
  });

  it("come back until all of a tenant's jobs have run, each in its first attempt", async () => {
    const queue = openTestQueue(queueUrl);
    const attempts: number[] = [];
    await queue.consume({
      ofTenant: async (_payload, { attempt }) => {
        await delay(20);
        attempts.push(attempt);
      },
    });
    for (let n = 0; n < 12; n++)
      await queue.producer.enqueue(ofTenant, { tenantId: "noisy", n }, { key: `noisy-${n}` });
    await expect.poll(() => attempts.length, { timeout: 20_000 }).toBe(12);
    expect(new Set(attempts)).toEqual(new Set([1]));
    expect(queue.errors).toEqual([]);
  });

  it("take turns: the first job of one that asks for little goes before the tenth of one that asks for much", async () => {
    const queue = openTestQueue(queueUrl);
    const handled: string[] = [];
    for (let n = 0; n < 10; n++)
      await queue.producer.enqueue(ofTenant, { tenantId: "noisy", n }, { key: `noisy-${n}` });
    for (let n = 0; n < 2; n++) await queue.producer.enqueue(ofTenant, { tenantId: "quiet", n }, { key: `quiet-${n}` });
    await queue.consume(
      { ofTenant: async ({ tenantId, n }) => void handled.push(`${tenantId} ${n}`) },
      { concurrency: { quick: 1 } },
    );
    await expect.poll(() => handled.length, { timeout: 20_000 }).toBe(12);
    expect(handled.slice(0, 5)).toEqual(["noisy 0", "quiet 0", "noisy 1", "quiet 1", "noisy 2"]);
  });

  it("a job of the clock that moved to another lane is scheduled in its old one no more", async () => {
    const queue = openTestQueue(queueUrl);
    await queue.producer.schedule({ ...tick, lane: "long" }, { everyMs: 60_000 });
    expect(await queue.schedulerCount("long")).toBe(1);
    const upgraded = openTestQueue(queueUrl, queue.namespace);
    await upgraded.producer.schedule(tick, { everyMs: 60_000 });
    expect([await queue.schedulerCount("long"), await queue.schedulerCount("quick")]).toEqual([0, 1]);
  });
});
