import { AppError } from "@rolecall/domain";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defineJob } from "./define-job.ts";
import { backends, openTestQueue } from "./queue-fixture.ts";
import { testJobs } from "./test-jobs.ts";

const { quick, strict, tick } = testJobs;

describe.each(backends)("the queue on $backend", ({ queueUrl }) => {
  it("hands a job to its handler once, with the payload that was enqueued", async () => {
    const queue = openTestQueue(queueUrl);
    const handled: unknown[] = [];
    await queue.consume({ quick: async (payload, { attempt }) => void handled.push({ ...payload, attempt }) });

    const { ended } = await queue.follow(quick, "a");
    await queue.producer.enqueue(quick, { n: 7 }, { key: "a" });

    expect(await ended).toEqual({ kind: "completed" });
    expect(handled).toEqual([{ n: 7, attempt: 1 }]);
    expect(queue.errors).toEqual([]);
  });

  it("takes a key once while it waits and while it runs, and again after it completed", async () => {
    const queue = openTestQueue(queueUrl);
    const handled: number[] = [];
    await queue.producer.enqueue(quick, { n: 1 }, { key: "a" });
    await queue.producer.enqueue(quick, { n: 2 }, { key: "a" });

    const first = await queue.follow(quick, "a");
    await queue.consume(
      {
        quick: async ({ n }) => {
          handled.push(n);
          if (n === 1) await queue.producer.enqueue(quick, { n: 3 }, { key: "a" });
        },
      },
      { concurrency: { quick: 1 } },
    );
    await first.ended;

    // One at a time and in order: whatever the duplicates had left behind would run before this.
    const second = await queue.follow(quick, "a");
    await queue.producer.enqueue(quick, { n: 4 }, { key: "a" });
    await second.ended;
    expect(handled).toEqual([1, 4]);
  });

  it("takes a smaller priority first and waits for a delay", async () => {
    const queue = openTestQueue(queueUrl);
    const handled: number[] = [];
    // Longer than a loaded machine takes to start the consumer: a delay that has passed meanwhile would put it first.
    await queue.producer.enqueue(quick, { n: 3 }, { key: "later", delayMs: 4_000 });
    await queue.producer.enqueue(quick, { n: 2 }, { key: "low", priority: 9 });
    await queue.producer.enqueue(quick, { n: 1 }, { key: "high", priority: 2 });

    const { ended } = await queue.follow(quick, "later");
    await queue.consume({ quick: async ({ n }) => void handled.push(n) }, { concurrency: { quick: 1 } });
    await ended;
    expect(handled).toEqual([1, 2, 3]);
  });

  it("tries again, then shows the job as dead, and lets the same key run anew", async () => {
    const queue = openTestQueue(queueUrl);
    const attempts: number[] = [];
    const onDead = vi.fn();
    const consumer = await queue.consume(
      {
        quick: async (_payload, { attempt }) => {
          attempts.push(attempt);
          throw new Error(`mail server said no (${attempt})`);
        },
      },
      { onDead },
    );

    const { ended } = await queue.follow(quick, "a");
    await queue.producer.enqueue(quick, { n: 7 }, { key: "a" });
    expect(await ended).toEqual({ kind: "failed", reason: "mail server said no (3)" });

    expect(attempts).toEqual([1, 2, 3]);
    expect(await queue.dead()).toEqual([
      {
        name: "test-quick",
        key: "a",
        payload: { n: 7 },
        reason: "mail server said no (3)",
        attemptsMade: 3,
      },
    ]);
    await consumer.close();
    expect(onDead.mock.calls).toEqual([[quick, { n: 7 }, "mail server said no (3)"]]);
    // Each is told of, on its own way: the order is no promise.
    expect(queue.errors.toSorted()).toEqual([1, 2, 3].map((attempt) => `mail server said no (${attempt})`));

    await queue.consume({ quick: async () => undefined });
    const again = await queue.follow(quick, "a");
    await queue.producer.enqueue(quick, { n: 8 }, { key: "a" });
    expect(await again.ended).toEqual({ kind: "completed" });
    expect(await queue.dead()).toHaveLength(1);
  });

  it("gives up at once on a payload that does not parse", async () => {
    const queue = openTestQueue(queueUrl);
    await queue.consume({});
    // What a producer of an older version would send.
    const older = defineJob({ ...strict, payload: z.object({ id: z.string() }) });

    const { ended } = await queue.follow(strict, "a");
    await queue.producer.enqueue(older, { id: "not-a-uuid" }, { key: "a" });
    await ended;

    const [dead] = await queue.dead();
    expect(dead).toMatchObject({ name: "test-strict", payload: { id: "not-a-uuid" }, attemptsMade: 1 });
    expect(dead?.reason).toMatch(/The payload of test-strict does not parse: .*Invalid UUID.*\bid\b/s);
  });

  it("refuses to enqueue a payload that does not parse", async () => {
    const queue = openTestQueue(queueUrl);
    await expect(queue.producer.enqueue(strict, { id: "not-a-uuid" }, { key: "a" })).rejects.toThrow(z.ZodError);
  });

  it.each([
    { code: "NOT_FOUND", attempts: 1 },
    { code: "INVALID", attempts: 1 },
    { code: "CONFLICT", attempts: 1 },
    { code: "UPSTREAM", attempts: 3 },
  ] as const)("attempts a job that fails with $code $attempts time(s)", async ({ code, attempts }) => {
    const queue = openTestQueue(queueUrl);
    await queue.consume({ quick: () => Promise.reject(new AppError(code, "Connection 1 failed")) });

    const { ended } = await queue.follow(quick, "a");
    await queue.producer.enqueue(quick, { n: 1 }, { key: "a" });
    await ended;
    expect(await queue.dead()).toMatchObject([{ attemptsMade: attempts, reason: "Connection 1 failed" }]);
  });

  it("keeps no dead job on show that runs by the clock", async () => {
    const queue = openTestQueue(queueUrl);
    const failed = vi.fn();
    await queue.consume({ tick: () => Promise.reject(new Error("out of order")) }, { onDead: failed });
    await queue.producer.schedule(tick, { everyMs: 50 });
    await vi.waitFor(() => expect(failed).toHaveBeenCalled(), { timeout: 10_000 });
    expect(await queue.dead()).toEqual([]);
  });

  it("runs each attempt within what is put around it, and fails as the job does", async () => {
    const queue = openTestQueue(queueUrl);
    const told: string[] = [];
    await queue.consume(
      {
        quick: async (_payload, { attempt }) => {
          told.push("runs");
          if (attempt === 1) throw new Error("not yet");
        },
      },
      {
        around: async ({ job, key, attempt }, run) => {
          told.push(`${job.name} ${key} ${attempt} begins`);
          await run().finally(() => told.push("ends"));
        },
      },
    );
    const { ended } = await queue.follow(quick, "a");
    await queue.producer.enqueue(quick, { n: 1 }, { key: "a" });
    expect(await ended).toEqual({ kind: "completed" });
    const [first, second] = [1, 2].map((attempt) => [`test-quick a ${attempt} begins`, "runs", "ends"]);
    expect(told).toEqual([...first!, ...second!]);
    expect(queue.errors).toEqual(["not yet"]);
  });

  it("is up when the server answers", async () => {
    const queue = openTestQueue(queueUrl);
    expect(await queue.producer.isUp()).toBe(true);
  });
});
