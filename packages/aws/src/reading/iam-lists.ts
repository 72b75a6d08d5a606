import type { IAMClient } from "@aws-sdk/client-iam";
import type { ReadAction } from "@rolecall/domain";
import type { IamCall } from "../session/account-session.ts";
import { eachOnce } from "./each-once.ts";
import { isWholePage, type MarkerPage, PAGE_SIZE, readPages } from "./marker-pages.ts";

export type PageRequest = { MaxItems: number; Marker: string | undefined };
export type Abort = { abortSignal?: AbortSignal };

type IamList<Page extends MarkerPage, Item, Fact> = {
  action: ReadAction;
  send: (iam: IAMClient, page: PageRequest, abort: Abort) => Promise<Page>;
  itemsOf: (page: Page) => readonly Item[] | undefined;
  /** Whether an item has the fields by which it is known; if left out, all are taken as they come. */
  isWhole?: (item: Item) => boolean;
  /** Takes note of an item that is not whole, and is left out. If left out itself, such an item makes the whole list unread. */
  onOdd?: (item: Item) => void;
  factOf: (item: Item) => Fact;
  /** By what a fact is one and the same, on whatever page it stands. */
  identityOf: (fact: Fact) => string;
};

/**
 * All items of one of IAM's lists. Each page is made into facts at once, and forgotten. The pages are no snapshot, so that one item
 * may stand on two of them: the later one counts.
 *
 * @throws AwsCallFailed
 */
export async function listAll<Page extends MarkerPage, Item, Fact>(
  call: IamCall,
  { action, send, itemsOf, isWhole = () => true, onOdd, factOf, identityOf }: IamList<Page, Item, Fact>,
): Promise<Fact[]> {
  const facts: Fact[] = [];
  await readPages(
    action,
    (Marker) =>
      call(
        action,
        (iam, abort) => send(iam, { MaxItems: PAGE_SIZE, Marker }, abort),
        (page) => isWholePage(page, itemsOf(page)) && (onOdd !== undefined || (itemsOf(page) ?? []).every(isWhole)),
      ),
    (page) => {
      for (const item of itemsOf(page) ?? []) {
        if (isWhole(item)) facts.push(factOf(item));
        else onOdd?.(item);
      }
    },
  );
  return eachOnce(facts, identityOf);
}
