import { setTimeout as delay } from "node:timers/promises";
import { type Job, Worker } from "bullmq";
import type { JobDefinition, Lane, ParsedPayloadOf } from "./define-job.ts";
import { lanes } from "./define-job.ts";
import { keyOfJobId } from "./job-id.ts";
import { DEFAULT_NAMESPACE, queueNameOf } from "./queue-name.ts";
import { runJob } from "./run-job.ts";
import { createTenantShares } from "./tenant-shares.ts";
import { endsWithin, withinTime } from "./time-limit.ts";
import { openTransport, type QueueUrl } from "./transport.ts";

/** Per lane one listening connection, and three for taking jobs, finishing them and keeping their locks. */
const MAX_CONNECTIONS = 6;
const START_ANSWER_MS = 3_000;
const START_RETRY_MS = 2_000;
const CLOSE_TIMEOUT_MS = 20_000;
/** How long a handler has to obey its signal. */
const ABORT_GRACE_MS = 5_000;

/** A job whose worker vanished is taken up again when its lock has run out and two checks have seen it so. */
const DEFAULT_TIMING: ConsumerTiming = { lockMs: 30_000, stalledCheckMs: 10_000, retryMs: 3_000 };
/** Recoveries after which a job is given up: it probably is what kills the workers. */
const MAX_RECOVERIES = 3;

export type ConsumerTiming = {
  /** How long a job stays taken without a sign of life; renewed at half of it while the handler runs. */
  lockMs: number;
  stalledCheckMs: number;
  /** Wait before asking again for a job, or telling of its end, when the queue did not answer. */
  retryMs: number;
};

export type JobRun = {
  /** 1 for the first. A run that was cut off by a crash or a shutdown does not count. */
  attempt: number;
  /** Aborts when the worker shuts down or has lost the job to another one. Throw then, and the job goes back to the queue. */
  signal: AbortSignal;
};

export type Handler<J extends JobDefinition> = (payload: ParsedPayloadOf<J>, run: JobRun) => Promise<void>;

/** A job and what runs it. */
export type HandledJob = { job: JobDefinition; handle: Handler<JobDefinition> };

/** Puts a job and its handler together; one for another payload does not compile. */
export const handled = <J extends JobDefinition>(job: J, handle: Handler<J>): HandledJob => ({
  job,
  // What arrives was parsed by this very job's schema.
  handle: handle as Handler<JobDefinition>,
});

/** One attempt of a job, as those see it that measure and trace. */
export type Attempt = { job: JobDefinition; key: string; attempt: number };

/** Which run an error belongs to; absent when the connection itself is in trouble. */
export type FailedRun = { name: string; key: string; attempt: number };

export type ConsumerOptions = {
  /** Told of every failed attempt and of lost connections. */
  onError: (error: Error, run?: FailedRun) => void;
  /** Told once of each job that will not be tried again. The payload is as it was found, which may be why it is dead. */
  onDead?: (job: JobDefinition, payload: unknown, reason: string) => void | Promise<void>;
  /**
   * Runs around each attempt of each job, and must call `run` once: the one place for spans and metrics. Rejects as `run` does.
   */
  around?: (attempt: Attempt, run: () => Promise<void>) => Promise<void>;
  /** Jobs at a time in this process, per lane, and how many of them may be of one tenant. Default: what the lane says. */
  concurrency?: Partial<Record<Lane, number>>;
  perTenant?: Partial<Record<Lane, number>>;
  /** Sets installations on one server apart. Default `rolecall`. */
  namespace?: string;
  timing?: Partial<ConsumerTiming>;
};

export type Consumer = {
  /** Resolves when jobs are being taken. Until the queue can be reached it keeps trying and tells `onError`. */
  ready: Promise<void>;
  /**
   * Takes no more jobs, waits for the running ones, and after `timeoutMs` (default 20 s) aborts their signals. Those that then
   * throw go back to the queue at once; those that do not end within five seconds more are taken up by another worker
   * when their lock runs out.
   */
  close(options?: { timeoutMs?: number }): Promise<void>;
};

/** Takes jobs of these kinds from the queue and runs them. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a factory, whose functions each fit a screen
export function createConsumer(
  queueUrl: QueueUrl,
  handledJobs: readonly HandledJob[],
  options: ConsumerOptions,
): Consumer {
  const { onError, onDead, around, concurrency = {}, perTenant = {}, namespace = DEFAULT_NAMESPACE } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const transport = openTransport(queueUrl, { maxConnections: MAX_CONNECTIONS, namespace, onError: tell });
  const closing = new AbortController();
  const shutdown = new AbortController();
  const workers: Worker[] = [];
  const known = new Map(handledJobs.map((entry) => [entry.job.name, entry]));
  let destroyed = false;

  function tell(error: Error, run?: FailedRun): void {
    // Who waits for a connection that was dropped on purpose has nothing to report.
    if (!destroyed) onError(error, run);
  }

  function openWorker(lane: Lane): Worker {
    const shares = createTenantShares(perTenant[lane] ?? lanes[lane].perTenant);
    const worker = new Worker(
      queueNameOf(namespace, lane),
      // Three parameters, or BullMQ makes no signal.
      (job, token, signal) =>
        runJob({ job: job as unknown as Job, token, known, lost: signal, shutdown: shutdown.signal, shares, around }),
      {
        ...transport.options,
        concurrency: concurrency[lane] ?? lanes[lane].concurrency,
        lockDuration: timing.lockMs,
        stalledInterval: timing.stalledCheckMs,
        runRetryDelay: timing.retryMs,
        maxStalledCount: MAX_RECOVERIES,
      },
      transport.factory,
    ) as unknown as Worker;
    worker.on("error", (error) => tell(error));
    worker.on("lockRenewalFailed", (jobIds) => {
      for (const jobId of jobIds) worker.cancelJob(jobId, "another worker may have taken this job over");
    });
    worker.on("failed", (job, error) => {
      if (job) void reportFailure(job, error);
    });
    return worker;
  }

  async function reportFailure(job: Job, error: Error): Promise<void> {
    tell(error, { name: job.name, key: keyOfJobId(job.id ?? ""), attempt: job.attemptsMade });
    const definition = known.get(job.name)?.job;
    const isDead = job.finishedOn !== undefined;
    if (!isDead || !definition) return;
    try {
      await onDead?.(definition, job.data, error.message);
    } catch (failure) {
      tell(failure instanceof Error ? failure : new Error(String(failure)));
    }
  }

  /** A worker that could not connect when it was made never recovers, so that none is made before the queue answers. */
  async function start(): Promise<void> {
    while (!(await reachable())) {
      await delay(START_RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
    }
    const used = new Set([...known.values()].map(({ job }) => job.lane));
    workers.push(...[...used].map(openWorker));
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  }

  const reachable = () =>
    withinTime(START_ANSWER_MS, transport.ping()).then(
      () => true,
      (error: Error) => {
        tell(error);
        return false;
      },
    );

  async function close({ timeoutMs = CLOSE_TIMEOUT_MS } = {}): Promise<void> {
    closing.abort();
    const idle = ready.then(() => Promise.all(workers.map((worker) => worker.close())));
    if (!(await endsWithin(timeoutMs, idle))) shutdown.abort(new Error("The worker is shutting down"));
    if (await endsWithin(ABORT_GRACE_MS, idle)) return transport.close();
    destroyed = true;
    transport.destroy();
  }

  const ready = start();
  // Whoever awaits it hears of it as well; nobody has to.
  ready.catch((error) => tell(error));
  let closed: Promise<void> | undefined;
  return {
    ready,
    close: (closeOptions) => {
      closed ??= close(closeOptions);
      return closed;
    },
  };
}
