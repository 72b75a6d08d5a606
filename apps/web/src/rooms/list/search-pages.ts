import type { Page } from "@rolecall/domain";

/** Pages of 200 rows that are looked through at most, so that a page of the console never waits for a whole large account. */
const MOST_PAGES = 10;
export const SEARCH_PAGE_SIZE = 200;

/**
 * Looks through a list for rows that the API has no filter for.
 *
 * @param expected how many there are: the search ends when they are found.
 * @returns `isWhole` false if the list was longer than what was looked through.
 */
export async function searchPages<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  wanted: (row: T) => boolean,
  expected: number,
): Promise<{ found: T[]; isWhole: boolean }> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && found.length < expected; page++) {
    const { items, nextCursor } = await read(cursor);
    found.push(...items.filter(wanted));
    if (nextCursor === null) return { found, isWhole: true };
    cursor = nextCursor;
  }
  return { found, isWhole: found.length >= expected };
}
