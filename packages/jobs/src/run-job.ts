import { AppError, type ErrorCode } from "@rolecall/domain";
import { DelayedError, type Job, UnrecoverableError, WaitingError } from "bullmq";
import { z } from "zod";
import type { ConsumerOptions, HandledJob } from "./consumer.ts";
import { keyOfJobId } from "./job-id.ts";
import { type TenantShares, tenantOf } from "./tenant-shares.ts";

/** A second attempt would find the same. */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set(["NOT_FOUND", "INVALID", "CONFLICT"]);

type RunContext = {
  job: Job;
  /** Proves to the queue that the job is ours. */
  token: string | undefined;
  known: ReadonlyMap<string, HandledJob>;
  /** Aborts when the job was lost to another worker. */
  lost: AbortSignal | undefined;
  /** Aborts when this worker cannot wait any longer. */
  shutdown: AbortSignal;
  shares: TenantShares;
  around: ConsumerOptions["around"];
};

const plainly: NonNullable<ConsumerOptions["around"]> = (_attempt, run) => run();

/** Runs one attempt of a job; how it throws tells the queue what to do next. */
export async function runJob({
  job,
  token,
  known,
  lost,
  shutdown,
  shares,
  around = plainly,
}: RunContext): Promise<void> {
  const entry = known.get(job.name);
  // Not final: during an upgrade an older worker meets jobs that only newer ones know.
  if (!entry) throw new Error(`This worker knows no job named ${JSON.stringify(job.name)}`);

  const payload = entry.job.payload.safeParse(job.data);
  if (!payload.success) {
    throw new UnrecoverableError(`The payload of ${job.name} does not parse: ${z.prettifyError(payload.error)}`);
  }

  const share = shares.take(tenantOf(payload.data));
  if (share.kind === "later") {
    await job.moveToDelayed(Date.now() + share.afterMs, token);
    throw new DelayedError();
  }
  try {
    const signal = lost ? AbortSignal.any([lost, shutdown]) : shutdown;
    const attempt = job.attemptsMade + 1;
    await around({ job: entry.job, key: keyOfJobId(job.id ?? ""), attempt }, () =>
      entry.handle(payload.data, { attempt, signal }),
    );
  } catch (error) {
    if (shutdown.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    if (error instanceof AppError && FINAL_CODES.has(error.code)) throw unrecoverable(error);
    throw asError(error);
  } finally {
    share.release();
  }
}

function unrecoverable(error: AppError): UnrecoverableError {
  const final = new UnrecoverableError(error.message);
  final.cause = error;
  return final;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
