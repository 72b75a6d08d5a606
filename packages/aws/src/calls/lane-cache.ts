import { type AccountLanes, createLanes } from "./caller.ts";

const MOST_KEPT = 2_000;

/**
 * The lanes of accounts, from one reading to the next: what an account bears is remembered. They are of one tenant's connection and one
 * account, so that whoever names a stranger's account spends none of its calls, and learns nothing of what it bears. At most so many are
 * kept: of the others nothing is remembered, and what still reads with them goes on.
 */
export function createLaneCache(mostKept = MOST_KEPT) {
  const kept = new Map<string, AccountLanes>();
  return (
    of: { connectionId: string; awsAccountId: string },
    ceiling: number,
    startPerSecond?: number,
  ): AccountLanes => {
    const key = `${of.connectionId} ${of.awsAccountId}`;
    const lanes = kept.get(key) ?? createLanes(ceiling, startPerSecond);
    // The last that was asked for is forgotten last.
    kept.delete(key);
    kept.set(key, lanes);
    const oldest = kept.keys().next();
    if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
    return lanes;
  };
}
