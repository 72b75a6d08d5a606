import type { ReadAction } from "@rolecall/domain";
import { AwsCallFailed, IncompleteAnswer } from "../calls/aws-errors.ts";

/** The most that IAM gives on one page: fewest calls for the customer's account. */
export const PAGE_SIZE = 1_000;

export type MarkerPage = { IsTruncated?: boolean; Marker?: string };

/**
 * A page is whole if it says whether more follow, and how to get them. Implementations that leave `IsTruncated` out are taken
 * at their list, which must be there then: an answer without either is none.
 */
export function isWholePage({ IsTruncated, Marker }: MarkerPage, items: readonly unknown[] | undefined): boolean {
  if (IsTruncated === undefined) return items !== undefined;
  return !IsTruncated || Boolean(Marker);
}

/** The marker of the next page. Only `IsTruncated` says that there is one: pages may be short, or empty, with more to follow. */
function nextMarker({ IsTruncated, Marker }: MarkerPage): string | undefined {
  return (IsTruncated ?? true) && Marker ? Marker : undefined;
}

/**
 * Reads all pages.
 *
 * @throws AwsCallFailed if AWS gives the same marker twice, which would never end; whatever `readPage` throws.
 */
export async function readPages<Page extends MarkerPage>(
  action: ReadAction,
  readPage: (marker: string | undefined) => Promise<Page>,
  onPage: (page: Page) => void,
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
