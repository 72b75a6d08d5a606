import type { Page } from "@rolecall/domain";

/** At most so many pages of 200 rows are searched, so that no page of the console waits for a whole large account. */
const MOST_PAGES = 10;
export const SEARCH_PAGE_SIZE = 200;

/**
 * Searches a list for rows that the API has no filter for.
 *
 * @param expected how many there are: the search ends when it has them all.
 * @returns `isWhole` false if the list was too long to be searched to its end.
 */
export async function searchPages<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  wanted: (row: T) => boolean,
  expected: number,
): Promise<{ rows: T[]; isWhole: boolean }> {
  const rows: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && rows.length < expected; page++) {
    const { items, nextCursor } = await read(cursor);
    rows.push(...items.filter(wanted));
    if (nextCursor === null) return { rows, isWhole: true };
    cursor = nextCursor;
  }
  return { rows, isWhole: rows.length >= expected };
}
