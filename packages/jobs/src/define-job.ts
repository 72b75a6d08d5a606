import { z } from "zod";

/**
 * The three queues. A lane has its own worker, so that work of minutes never stands before work of seconds:
 * - `clock`: the sweep, which keeps the rest going, whatever waits there.
 * - `quick`: a person waits for it (verification, recheck, mail).
 * - `long`: reads a whole AWS account or draws a report.
 *
 * `perTenant`: how many of a process's places one tenant may have. What finds them taken goes back to the queue.
 *
 * One queue per job would give each job its own concurrency, but on PostgreSQL every worker listens on a connection of its
 * own and polls by itself. An idle worker process, measured with two and with five queues: 5 against 10 connections at the
 * most, 2.0 against 3.6 ms of CPU per second, the same 75 MB. Only the length of a job decides who may wait for whom. One single queue
 * would let a handful of scans hold up every mail.
 */
export const lanes = {
  clock: { concurrency: 1, perTenant: 1 },
  quick: { concurrency: 6, perTenant: 2 },
  long: { concurrency: 3, perTenant: 2 },
} as const;

export type Lane = keyof typeof lanes;

export type JobDefinition<Name extends string = string, Payload extends z.ZodObject = z.ZodObject> = {
  /** `verb-noun`, unique. It is stored with each waiting job: renaming one orphans what still waits. */
  name: Name;
  /** Ids only. What a job needs beyond that it reads from its row, so that a waiting job never carries stale facts. */
  payload: Payload;
  lane: Lane;
  /** Runs in all, the first one included. */
  attempts: number;
  /** Wait before the second attempt; it doubles with each further one, and up to half of it is taken off at random. */
  backoffMs: number;
  /** 1 to 15: of what is in the same turn, 1 is taken first; may be overridden per enqueue. */
  priority: number;
};

/** A job of this payload. */
export type JobOf<Payload> = JobDefinition & { payload: z.ZodType<Payload, Payload> };

/** A payload of ids: the tenant's, and those of these names. */
export const ids = <const Name extends string>(...names: readonly Name[]) =>
  z.object(
    Object.fromEntries(["tenantId", ...names].map((name) => [name, z.uuid()])) as Record<"tenantId" | Name, z.ZodUUID>,
  );

/** A job that is run by the clock: it carries nothing, and its next run is the retry. */
export const defineClockJob = <const Name extends string>(
  job: Pick<JobDefinition<Name>, "name" | "lane" | "priority">,
) => defineJob({ ...job, payload: z.object({}), attempts: 1, backoffMs: 0 });

/** What a caller hands in for a job. */
export type PayloadOf<Job extends JobDefinition> = z.input<Job["payload"]>;
/** What a handler receives: parsed. */
export type ParsedPayloadOf<Job extends JobDefinition> = z.output<Job["payload"]>;

/** Keeps the literal types of a definition; does nothing else. */
export const defineJob = <const Name extends string, Payload extends z.ZodObject>(
  definition: JobDefinition<Name, Payload>,
): JobDefinition<Name, Payload> => definition;
