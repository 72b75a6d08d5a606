import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { inject, onTestFinished } from "vitest";
import { type Consumer, type ConsumerOptions, createConsumer, type Handler, handled } from "./consumer.ts";
import { type JobDefinition, type Lane, lanes } from "./define-job.ts";
import { keyOfJobId, topicOf } from "./job-id.ts";
import { createProducer, type Producer } from "./producer.ts";
import { queueNameOf } from "./queue-name.ts";
import { testJobs } from "./test-jobs.ts";
import { openTransport } from "./transport.ts";

// biome-ignore lint/style/noProcessEnv: tests have no env module; this names the one server that is not always there.
const redisUrl = process.env.REDIS_TEST_URL;

/** Where the same tests run: PostgreSQL always, Redis where REDIS_TEST_URL names a server. */
export const backends = [
  { backend: "PostgreSQL", queueUrl: inject("queueUrl") },
  ...(redisUrl ? [{ backend: "Redis", queueUrl: redisUrl }] : []),
];

/** Fast enough to see a crashed worker's job come back within a test. */
const FAST_TIMING = { lockMs: 600, stalledCheckMs: 200, retryMs: 100 };

/** What runs each of the test jobs; a job that none is given for fails. */
export type TestHandlers = { readonly [K in keyof typeof testJobs]?: Handler<(typeof testJobs)[K]> };

export type JobEnd = { kind: "completed" } | { kind: "failed"; reason: string };
export type DeadJob = { name: string; key: string; payload: unknown; reason: string; attemptsMade: number };

/** How often the fixture looks whether a job has ended. */
const LOOK_EVERY_MS = 20;

export type TestQueue = {
  namespace: string;
  producer: Producer;
  /** Errors told by any consumer of this queue. */
  errors: string[];
  consume(handlers: TestHandlers, options?: Partial<ConsumerOptions>): Promise<Consumer>;
  /** Starts a process that takes a `slow` job and never ends it. */
  startStuckWorker(): Promise<ChildProcess>;
  /** Follow a job before it is enqueued. `ended` resolves when its next run has ended for good. */
  follow(job: JobDefinition, key: string): Promise<{ ended: Promise<JobEnd> }>;
  /** What was given up and is on show. */
  dead(): Promise<DeadJob[]>;
  /** What an operator who empties the queue does. */
  empty(): Promise<void>;
  schedulerCount(lane: Lane): Promise<number>;
};

/** A queue that nobody else sees, closed at the end of the test. */
export function openTestQueue(queueUrl: string, namespace = `test-${randomUUID()}`): TestQueue {
  const errors: string[] = [];
  const onError = (error: Error) => void errors.push(error.message);
  const producer = createProducer(queueUrl, { namespace, onError });
  onTestFinished(() => producer.close());
  const finished = new AbortController();
  onTestFinished(() => finished.abort());

  /** A look at the queue for as long as the test runs. */
  function openQueue(lane: Lane): Queue {
    const transport = openTransport(queueUrl, { maxConnections: 1, namespace, onError });
    const queue = new Queue(queueNameOf(namespace, lane), transport.options, transport.factory);
    onTestFinished(async () => {
      await queue.close();
      await transport.close();
    });
    return queue as unknown as Queue;
  }

  async function withQueues<T>(work: (queue: Queue, lane: Lane) => Promise<T>): Promise<T[]> {
    const transport = openTransport(queueUrl, { maxConnections: 1, namespace, onError });
    const results: T[] = [];
    for (const lane of Object.keys(lanes) as Lane[]) {
      const queue = new Queue(queueNameOf(namespace, lane), transport.options, transport.factory);
      results.push(await work(queue as unknown as Queue, lane));
      await queue.close();
    }
    await transport.close();
    return results;
  }

  return {
    namespace,
    producer,
    errors,
    async consume(handlers, options = {}) {
      const all = [
        handled(testJobs.quick, handlers.quick ?? unexpected),
        handled(testJobs.strict, handlers.strict ?? unexpected),
        handled(testJobs.slow, handlers.slow ?? unexpected),
        handled(testJobs.ofTenant, handlers.ofTenant ?? unexpected),
        handled(testJobs.tick, handlers.tick ?? unexpected),
      ];
      const consumer = createConsumer(queueUrl, all, {
        namespace,
        onError,
        timing: FAST_TIMING,
        ...options,
      });
      onTestFinished(() => consumer.close({ timeoutMs: 0 }));
      await consumer.ready;
      return consumer;
    },
    async startStuckWorker() {
      const path = fileURLToPath(new URL("./stuck-worker.ts", import.meta.url));
      const child = fork(path, [queueUrl, namespace, JSON.stringify(FAST_TIMING)], { execArgv: [] });
      onTestFinished(() => void child.kill("SIGKILL"));
      await once(child, "message");
      return child;
    },
    async follow(job, key) {
      const queue = openQueue(job.lane);
      const endedRuns = async () => {
        const [completed, failed] = await Promise.all([queue.getJobs("completed"), queue.getJobs("failed")]);
        const ends = [
          ...completed.map(({ id }) => ({ id, end: { kind: "completed" } as const })),
          ...failed.map(({ id, failedReason }) => ({ id, end: { kind: "failed", reason: failedReason } as const })),
        ];
        return ends.filter(({ id }) => id?.startsWith(`${topicOf(job.name, key)}|`));
      };
      const before = new Set((await endedRuns()).map(({ id }) => id));
      const untilEnded = async (): Promise<JobEnd> => {
        for (;;) {
          const run = (await endedRuns()).find(({ id }) => !before.has(id));
          if (run) return run.end;
          await delay(LOOK_EVERY_MS, undefined, { signal: finished.signal });
        }
      };
      const ended = untilEnded();
      // A test that fails first waits for nothing.
      ended.catch(() => undefined);
      return { ended };
    },
    async dead() {
      const failed = await withQueues((queue) => queue.getFailed());
      return failed.flat().map((job) => ({
        name: job.name,
        key: keyOfJobId(job.id ?? ""),
        payload: job.data,
        reason: job.failedReason,
        attemptsMade: job.attemptsMade,
      }));
    },
    async empty() {
      await withQueues((queue) => queue.obliterate({ force: true }));
    },
    async schedulerCount(wanted) {
      const counts = await withQueues(async (queue, lane) => (lane === wanted ? queue.getJobSchedulersCount() : 0));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

const unexpected = () => Promise.reject(new Error("This test expects no such job"));
