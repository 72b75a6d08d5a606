import { randomUUID } from "node:crypto";

/** Separates the parts of a job id. The queue reserves ":" for itself. */
const SEPARATOR = "|";

/** A key may not hold what splits an id. */
const KEY = /^[\w.@/-]{1,200}$/;

/** Names a piece of work across its runs: the job and the caller's key. */
export function topicOf(jobName: string, key: string): string {
  if (!KEY.test(key)) {
    throw new RangeError(
      `A job's key may hold letters, digits and ._@/- (at most 200 of them), not ${JSON.stringify(key)}`,
    );
  }
  return `${jobName}${SEPARATOR}${key}`;
}

/** The id of one run of a topic. It is unique per run, so that a dead job can stay on show without being in the way of the next one. */
export const newJobId = (topic: string): string => `${topic}${SEPARATOR}${randomUUID()}`;

/** The caller's key of a run; a scheduler's run has its own id instead. */
export function keyOfJobId(jobId: string): string {
  const [, key, run] = jobId.split(SEPARATOR);
  return run === undefined || key === undefined ? jobId : key;
}
