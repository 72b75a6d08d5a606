import { AppError } from "@rolecall/domain";

export type FairTurns = {
  /** How much runs at the same time, over all keys. */
  atOnce: number;
  /** How much of that one key may have. */
  atOncePerKey: number;
  /** How much of one key may wait. */
  waitingPerKey: number;
  /** How long it may wait. */
  waitMs: number;
};

const tooMany = (message: string): AppError =>
  new AppError("TOO_MANY", `${message} Ask for less at once, or try again in a moment.`);

/**
 * Shares a few places among many: no key has more than its part, and what waits is begun in turns, one key after the other, so that who
 * asks for much makes only themselves wait.
 *
 * @throws AppError TOO_MANY where too much of a key waits, or for too long
 */
export function createFairTurns({ atOnce, atOncePerKey, waitingPerKey, waitMs }: FairTurns) {
  const running = new Map<string, number>();
  /** In the order of turns: a key that was served goes to the end. */
  const waiting = new Map<string, (() => void)[]>();
  let taken = 0;

  const hasRoom = (key: string): boolean => taken < atOnce && (running.get(key) ?? 0) < atOncePerKey;

  function take(key: string): void {
    taken += 1;
    running.set(key, (running.get(key) ?? 0) + 1);
  }

  function give(key: string): void {
    taken -= 1;
    const left = (running.get(key) ?? 1) - 1;
    if (left === 0) running.delete(key);
    else running.set(key, left);
    const next = waiting.keys().find(hasRoom);
    if (next !== undefined) begin(next);
  }

  function begin(key: string): void {
    const queue = waiting.get(key) ?? [];
    const start = queue.shift();
    waiting.delete(key);
    if (queue.length > 0) waiting.set(key, queue);
    take(key);
    start?.();
  }

  function leave(key: string, start: () => void): void {
    const queue = (waiting.get(key) ?? []).filter((other) => other !== start);
    if (queue.length > 0) waiting.set(key, queue);
    else waiting.delete(key);
  }

  function wait(key: string): Promise<void> {
    const queue = waiting.get(key) ?? [];
    if (queue.length >= waitingPerKey)
      throw tooMany(`More than ${waitingPerKey} requests of your organisation wait already.`);
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        leave(key, start);
        reject(tooMany("Your organisation's earlier requests are still being answered."));
      }, waitMs);
      waiting.set(key, [...queue, start]);
    });
  }

  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    if (hasRoom(key) && !waiting.has(key)) take(key);
    else await wait(key);
    try {
      return await work();
    } finally {
      give(key);
    }
  };
}
