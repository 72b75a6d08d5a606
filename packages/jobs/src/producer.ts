import { AppError } from "@rolecall/domain";
import { type Job, type JobsOptions, Queue } from "bullmq";
import type { z } from "zod";
import { type JobDefinition, type Lane, lanes, type PayloadOf } from "./define-job.ts";
import { createEventFeed, type EventFeed, type JobListener } from "./event-feed.ts";
import { keyOfJobId, newJobId, topicOf } from "./job-id.ts";
import { DEFAULT_NAMESPACE, queueNameOf } from "./queue-name.ts";
import { endsWithin, withinTime } from "./time-limit.ts";
import { openTransport, type QueueUrl } from "./transport.ts";

/** One listening connection per lane, once somebody follows a job of it, and one for everything else. */
const MAX_CONNECTIONS = 3;
const ANSWER_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Followers read within moments; who comes later reads the row. */
const EVENTS_KEPT = 1_000;

const SECONDS_PER_DAY = 86_400;
/** The same for all jobs: the queue trims what ended by lane, with the limits of the job that ends. */
const retention = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 30 * SECONDS_PER_DAY, count: 5_000 },
} satisfies JobsOptions;

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
  /** 1 is taken first. Default: the job's own. */
  priority?: number;
  delayMs?: number;
};

export type DeadJob = {
  name: string;
  key: string;
  payload: unknown;
  reason: string;
  attemptsMade: number;
  failedAt: Date;
};

/** Ends the watch. `ready` resolves when no later event can be missed: read the row after it, then rely on the events. */
export type Unwatch = (() => void) & { ready: Promise<void> };

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
  /**
   * Follows all runs of a job by key; an event takes a second at the most. On PostgreSQL one may get lost when several
   * jobs report at the same moment, so that whoever needs the outcome also looks at the row now and then.
   */
  watch(job: JobDefinition, key: string, listener: JobListener): Unwatch;
  /**
   * Jobs that will not be tried again, the latest first; kept for 30 days.
   * @throws AppError UNAVAILABLE when the queue does not answer.
   */
  deadJobs(options?: { limit?: number }): Promise<DeadJob[]>;
  /** Whether the queue answers and has its tables; false after `answerTimeoutMs` of silence. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens connections when they are first needed, so that it may be made while the queue is still starting. */
export function createProducer(queueUrl: QueueUrl, options: ProducerOptions = {}): Producer {
  const { namespace = DEFAULT_NAMESPACE, onError = () => undefined, answerTimeoutMs = ANSWER_TIMEOUT_MS } = options;
  const transport = openTransport(queueUrl, { maxConnections: MAX_CONNECTIONS, namespace, onError });
  const queues = new Map<Lane, Promise<Queue>>();
  const feeds = new Map<Lane, EventFeed>();

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
    await Promise.all([...feeds.values()].map((feed) => feed.close()));
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

  function feedOf(lane: Lane): EventFeed {
    const feed = feeds.get(lane) ?? createEventFeed(transport, queueNameOf(namespace, lane), onError);
    feeds.set(lane, feed);
    return feed;
  }

  return {
    async enqueue(job, payload, { key, priority = job.priority, delayMs }) {
      const data = job.payload.parse(payload);
      const topic = topicOf(job.name, key);
      await answered(async () => {
        const queue = await queueOf(job.lane);
        const run = { jobId: newJobId(topic), deduplication: { id: topic }, delay: delayMs };
        await queue.add(job.name, data, { ...optionsOf(job), ...run, priority });
      });
    },

    async schedule(job, { everyMs }) {
      await answered(async () => {
        const queue = await queueOf(job.lane);
        await queue.upsertJobScheduler(job.name, { every: everyMs }, { name: job.name, opts: optionsOf(job) });
      });
    },

    watch(job, key, listener) {
      const topic = topicOf(job.name, key);
      const feed = feedOf(job.lane);
      feed.listen(topic, listener);
      return Object.assign(() => feed.unlisten(topic, listener), { ready: feed.start() });
    },

    deadJobs: ({ limit = 200 } = {}) =>
      answered(async () => {
        const failed = await Promise.all(laneNames.map(async (lane) => (await queueOf(lane)).getFailed(0, limit - 1)));
        return failed
          .flat()
          .map(deadJobOf)
          .sort((a, b) => b.failedAt.getTime() - a.failedAt.getTime())
          .slice(0, limit);
      }),

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

const laneNames = Object.keys(lanes) as Lane[];

const optionsOf = (job: JobDefinition): JobsOptions => ({
  attempts: job.attempts,
  backoff: { type: "exponential", delay: job.backoffMs, jitter: 0.5 },
  priority: job.priority,
  ...retention,
  ...(job.keepDead ? {} : { removeOnFail: true }),
});

const deadJobOf = (job: Job): DeadJob => ({
  name: job.name,
  key: keyOfJobId(job.id ?? ""),
  payload: job.data,
  reason: job.failedReason,
  attemptsMade: job.attemptsMade,
  failedAt: new Date(job.finishedOn ?? job.timestamp),
});
