import { AppError } from "@rolecall/domain";
import { type JobsOptions, Queue } from "bullmq";
import type { z } from "zod";
import { type JobDefinition, type Lane, lanes, type PayloadOf } from "./define-job.ts";
import { newJobId, topicOf } from "./job-id.ts";
import { DEFAULT_NAMESPACE, queueNameOf } from "./queue-name.ts";
import { NOBODY, tenantOf } from "./tenant-shares.ts";
import { endsWithin, withinTime } from "./time-limit.ts";
import { openTransport, type QueueUrl } from "./transport.ts";
import { createTurns, queuePriority } from "./turns.ts";

const MAX_CONNECTIONS = 2;
const ANSWER_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** The queue writes down what happens to its jobs. Nothing here reads that: what became of a job is told by its row. */
const EVENTS_KEPT = 100;

const SECONDS_PER_DAY = 86_400;
/** The same for all jobs: the queue trims what ended by lane, with the limits of the job that ends. */
const retention = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  // For an operator who looks into the queue; whom a dead job concerns is told by its row.
  removeOnFail: { age: 30 * SECONDS_PER_DAY, count: 5_000 },
} satisfies JobsOptions;
/** What runs by the clock: during an outage its dead would push all others out. */
const untraced = { removeOnFail: true } satisfies JobsOptions;

export type ProducerOptions = {
  /** Sets installations on one server apart. Default `rolecall`. */
  namespace?: string;
  /** Told of lost connections. A call that fails because of one rejects as well. */
  onError?: (error: Error) => void;
  /** How long a call waits before it rejects. Default 5 s. */
  answerTimeoutMs?: number;
};

export type EnqueueOptions = {
  /** Names the work, usually the id of its row. While a job with this key waits or runs, enqueueing it again does nothing. */
  key: string;
  /** Of what is in the same turn, 1 is taken first. Default: the job's own. */
  priority?: number;
  /** How many jobs of the same tenant go before it. Default: as many as it has had enqueued one by one within the last minute. */
  turn?: number;
  delayMs?: number;
};

/** A job that needs to be told nothing, and so can be run by the clock. */
type ClockJob = JobDefinition<string, z.ZodObject<Record<never, never>>>;

export type Producer = {
  /**
   * Enqueues one run of a job, unless one with the same key waits or runs. A job that ended, well or dead, is not in the way.
   * Call it after the transaction that wrote the row: a lost enqueue is made up for by the sweep, a job without a row is not.
   * @throws AppError UNAVAILABLE when the queue does not answer. ZodError when the payload is not the job's.
   */
  enqueue<J extends JobDefinition>(job: J, payload: PayloadOf<J>, options: EnqueueOptions): Promise<void>;
  /**
   * Runs a job at an interval, from now on. Calling it again changes nothing but a different interval, so that it can be
   * called at start and now and then, which brings the schedule back after the queue was emptied.
   * @throws AppError UNAVAILABLE when the queue does not answer.
   */
  schedule(job: ClockJob, options: { everyMs: number }): Promise<void>;
  /** Whether the queue answers and has its tables; false after `answerTimeoutMs` of silence. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens connections when they are first needed, so that it may be made while the queue is still starting. */
export function createProducer(queueUrl: QueueUrl, options: ProducerOptions = {}): Producer {
  const { namespace = DEFAULT_NAMESPACE, onError = () => undefined, answerTimeoutMs = ANSWER_TIMEOUT_MS } = options;
  const transport = openTransport(queueUrl, { maxConnections: MAX_CONNECTIONS, namespace, onError });
  const queues = new Map<Lane, Promise<Queue>>();
  const nextTurn = createTurns();
  /** Jobs of the clock that are scheduled in their own lane and in no other. */
  const scheduled = new Set<string>();

  /** A queue that is away must not hold up a request: the clients below wait for it for as long as it takes. */
  async function answered<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await withinTime(answerTimeoutMs, ask());
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AppError("UNAVAILABLE", `The job queue could not be reached: ${reason}`, { cause });
    }
  }

  async function closeAll(): Promise<void> {
    const opened = await Promise.allSettled(queues.values());
    await Promise.all(opened.map((queue) => (queue.status === "fulfilled" ? queue.value.close() : undefined)));
    await transport.close();
  }

  async function openQueue(lane: Lane): Promise<Queue> {
    const queue = new Queue(
      queueNameOf(namespace, lane),
      { ...transport.options, streams: { events: { maxLen: EVENTS_KEPT } } },
      transport.factory,
    );
    queue.on("error", onError);
    try {
      await queue.waitUntilReady();
      return queue as unknown as Queue;
    } catch (error) {
      // A queue that could not connect at first stays broken; the next call must make a new one.
      queues.delete(lane);
      await queue.close();
      throw error;
    }
  }

  function queueOf(lane: Lane): Promise<Queue> {
    const queue = queues.get(lane) ?? openQueue(lane);
    queues.set(lane, queue);
    return queue;
  }

  return {
    async enqueue(job, payload, { key, priority = job.priority, turn, delayMs }) {
      const data = job.payload.parse(payload);
      const topic = topicOf(job.name, key);
      const tenant = tenantOf(data);
      const ownTurn = turn ?? (tenant === NOBODY ? 0 : nextTurn(`${job.lane} ${tenant}`));
      await answered(async () => {
        const queue = await queueOf(job.lane);
        const run = { jobId: newJobId(topic), deduplication: { id: topic }, delay: delayMs };
        await queue.add(job.name, data, { ...optionsOf(job), ...run, priority: queuePriority(ownTurn, priority) });
      });
    },

    async schedule(job, { everyMs }) {
      await answered(async () => {
        const queue = await queueOf(job.lane);
        await queue.upsertJobScheduler(
          job.name,
          { every: everyMs },
          { name: job.name, opts: { ...optionsOf(job), ...untraced } },
        );
        if (scheduled.has(job.name)) return;
        // An earlier version may have had it run in another lane.
        const others = (Object.keys(lanes) as Lane[]).filter((lane) => lane !== job.lane);
        for (const lane of others) await (await queueOf(lane)).removeJobScheduler(job.name);
        scheduled.add(job.name);
      });
    },

    isUp: () =>
      answered(() => transport.ping()).then(
        () => true,
        () => false,
      ),

    async close() {
      if (!(await endsWithin(CLOSE_TIMEOUT_MS, closeAll()))) transport.destroy();
    },
  };
}

const optionsOf = (job: JobDefinition): JobsOptions => ({
  attempts: job.attempts,
  backoff: { type: "exponential", delay: job.backoffMs, jitter: 0.5 },
  priority: job.priority,
  ...retention,
});
