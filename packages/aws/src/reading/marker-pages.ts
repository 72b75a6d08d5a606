import type { ReadAction } from "@rolecall/domain";
import { AwsCallFailed, IncompleteAnswer } from "../calls/aws-errors.ts";

/** The most that IAM gives on one page: fewest calls for the customer's account. */
export const PAGE_SIZE = 1_000;

type Page = { IsTruncated?: boolean; Marker?: string };

/**
 * A page is whole if it says whether more follow, and how to get them. Implementations that leave `IsTruncated` out are taken
 * at their list, which must be there then: an answer without either is none.
 */
export function isWholePage({ IsTruncated, Marker }: Page, items: readonly unknown[] | undefined): boolean {
  if (IsTruncated === undefined) return items !== undefined;
  return !IsTruncated || Boolean(Marker);
}

/** The marker of the next page. `IsTruncated` alone tells of one: pages may be short, or empty, with more to follow. */
function nextMarker({ IsTruncated, Marker }: Page): string | undefined {
  return (IsTruncated ?? true) && Marker ? Marker : undefined;
}

/**
 * Reads all pages.
 *
 * @throws AwsCallFailed if AWS gives the same marker twice, which would never end; whatever `readPage` throws.
 */
export async function readPages<P extends Page>(
  action: ReadAction,
  readPage: (marker: string | undefined) => Promise<P>,
  onPage: (page: P) => void,
): Promise<void> {
  const seen = new Set<string>();
  let marker: string | undefined;
  for (;;) {
    const page = await readPage(marker);
    onPage(page);
    marker = nextMarker(page);
    if (marker === undefined) return;
    if (seen.has(marker)) {
      throw new AwsCallFailed(
        action,
        "transient",
        seen.size,
        new IncompleteAnswer("AWS gave the same page marker twice"),
      );
    }
    seen.add(marker);
  }
}

type PageRequest = { MaxItems: number; Marker: string | undefined };

/** The items of all pages. @throws AwsCallFailed, as `readPages` does. */
export async function readAll<P extends Page, T>(
  action: ReadAction,
  readPage: (request: PageRequest) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): Promise<T[]> {
  const items: T[] = [];
  await readPages(
    action,
    (Marker) => readPage({ MaxItems: PAGE_SIZE, Marker }),
    (page) => items.push(...itemsOf(page)),
  );
  return items;
}
