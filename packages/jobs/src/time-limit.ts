import { setTimeout as delay } from "node:timers/promises";

const LATE = Symbol("late");

/** @throws Error when the work has not settled in time; it goes on unheard. */
export async function withinTime<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = delay(timeoutMs, LATE, { signal: settled.signal }).catch(() => LATE);
  try {
    const first = await Promise.race([work, late]);
    if (first === LATE) throw new Error(`no answer within ${timeoutMs / 1_000} s`);
    return first as T;
  } finally {
    settled.abort();
  }
}

/** Whether the work ended well in time. */
export const endsWithin = (timeoutMs: number, work: Promise<unknown>): Promise<boolean> =>
  withinTime(timeoutMs, work).then(
    () => true,
    () => false,
  );
