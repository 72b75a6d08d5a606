import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { inject, onTestFinished } from "vitest";
import { type Consumer, type ConsumerOptions, createConsumerOf, type Handlers } from "./consumer.ts";
import { type JobDefinition, type Lane, lanes } from "./define-job.ts";
import type { JobEvent } from "./event-feed.ts";
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

export type TestQueue = {
  namespace: string;
  producer: Producer;
  /** Errors told by any consumer of this queue. */
  errors: string[];
  consume(handlers: Partial<Handlers<typeof testJobs>>, options?: Partial<ConsumerOptions>): Promise<Consumer>;
  /** Starts a process that takes a `slow` job and never ends it. */
  startStuckWorker(): Promise<ChildProcess>;
  /** What the producer's watch tells of a job; follow it before it is enqueued. `ended` resolves at its next end. */
  follow(job: JobDefinition, key: string): Promise<{ events: JobEvent[]; ended: Promise<JobEvent> }>;
  /** What an operator who empties the queue does. */
  empty(): Promise<void>;
  schedulerCount(lane: Lane): Promise<number>;
};

/** A queue that nobody else sees, closed at the end of the test. */
export function openTestQueue(queueUrl: string): TestQueue {
  const namespace = `test-${randomUUID()}`;
  const errors: string[] = [];
  const onError = (error: Error) => void errors.push(error.message);
  const producer = createProducer(queueUrl, { namespace, onError });
  onTestFinished(() => producer.close());

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
      const all = { quick: unexpected, strict: unexpected, slow: unexpected, tick: unexpected, ...handlers };
      const consumer = createConsumerOf(testJobs, queueUrl, all, {
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
      const events: JobEvent[] = [];
      const { promise: ended, resolve } = Promise.withResolvers<JobEvent>();
      const unwatch = producer.watch(job, key, (event) => {
        events.push(event);
        if (event.kind === "progress") return;
        unwatch();
        resolve(event);
      });
      await unwatch.ready;
      return { events, ended };
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
