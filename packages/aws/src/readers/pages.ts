import type { ReadAction } from "@rolecall/domain";
import { AwsCallFailed, IncompleteAnswer } from "../aws-errors.ts";

/** The most that IAM gives on one page: fewest calls for the customer's account. */
export const PAGE_SIZE = 1_000;

type Page = { IsTruncated?: boolean; Marker?: string };

/** A page is whole if it says whether more follow, and how to get them. */
export const isWholePage = (page: Page): boolean =>
  page.IsTruncated === false || (page.IsTruncated === true && Boolean(page.Marker));

/**
 * Reads all pages. `IsTruncated` alone ends the loop: pages may be short, or empty, with more to follow.
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
    marker = page.IsTruncated ? page.Marker : undefined;
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
