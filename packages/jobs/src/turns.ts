/** A job's own priority is below this, so that a turn counts for more. */
export const PRIORITIES = 16;
/** The queue's priorities end at 2^21. */
const LAST_TURN = 100_000;
const WINDOW_MS = 60_000;
const TENANTS_KEPT = 10_000;

/** What is taken first: the first jobs of all tenants before the second ones of any, and in one turn the smaller priority. */
export const queuePriority = (turn: number, priority: number): number =>
  Math.min(turn, LAST_TURN) * PRIORITIES + Math.min(Math.max(priority, 1), PRIORITIES - 1);

/**
 * Counts what each tenant has enqueued of late, for jobs that come one by one and are nobody's turn yet: who asks for many at once
 * makes the later ones of these wait.
 *
 * @param clock milliseconds of a monotonic clock
 */
export function createTurns(clock: () => number = () => performance.now()) {
  const recent = new Map<string, { since: number; count: number }>();
  return (key: string): number => {
    const now = clock();
    const known = recent.get(key);
    const entry = known && now - known.since < WINDOW_MS ? known : { since: now, count: 0 };
    const turn = entry.count++;
    recent.delete(key);
    recent.set(key, entry);
    const oldest = recent.keys().next();
    if (recent.size > TENANTS_KEPT && !oldest.done) recent.delete(oldest.value);
    return turn;
  };
}
