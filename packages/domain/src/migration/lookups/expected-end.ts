/** The lookups of one account, which are run one after the other. */
export type AccountLookups = { open: number; ended: number };

/** A lookup asks some 17 Regions, four at a time and each once a second: so long it takes where none has ended yet. */
const FIRST_GUESS_MS = 5_000;

/**
 * When the last of the lookups will have ended, if all go on at the pace so far. Accounts go on beside each other.
 *
 * @returns null where none is open.
 */
export function expectedEndOf(
  accounts: readonly AccountLookups[],
  { since, now }: { since: Date; now: Date },
): Date | null {
  const elapsedMs = Math.max(0, now.getTime() - since.getTime());
  const left = accounts
    .filter(({ open }) => open > 0)
    .map(({ open, ended }) => open * (ended > 0 ? elapsedMs / ended : FIRST_GUESS_MS));
  return left.length === 0 ? null : new Date(now.getTime() + Math.max(...left));
}
