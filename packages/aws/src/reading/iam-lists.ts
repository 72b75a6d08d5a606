import type { IAMClient } from "@aws-sdk/client-iam";
import type { ReadAction } from "@rolecall/domain";
import type { IamCall } from "../session/account-session.ts";
import { isWholePage, type MarkerPage, PAGE_SIZE, readPages } from "./marker-pages.ts";

export type PageRequest = { MaxItems: number; Marker: string | undefined };
export type Abort = { abortSignal?: AbortSignal };

type IamList<Page extends MarkerPage, Item, Fact> = {
  action: ReadAction;
  send: (iam: IAMClient, page: PageRequest, abort: Abort) => Promise<Page>;
  itemsOf: (page: Page) => readonly Item[] | undefined;
  /** Whether an item has the fields by which it is known; if left out, all are taken as they come. */
  isWhole?: (item: Item) => boolean;
  factOf: (item: Item) => Fact;
};

/** All items of one of IAM's lists. Each page is made into facts at once, and forgotten. @throws AwsCallFailed */
export async function listAll<Page extends MarkerPage, Item, Fact>(
  call: IamCall,
  { action, send, itemsOf, isWhole = () => true, factOf }: IamList<Page, Item, Fact>,
): Promise<Fact[]> {
  const facts: Fact[] = [];
  await readPages(
    action,
    (Marker) =>
      call(
        action,
        (iam, abort) => send(iam, { MaxItems: PAGE_SIZE, Marker }, abort),
        (page) => isWholePage(page, itemsOf(page)) && (itemsOf(page) ?? []).every(isWhole),
      ),
    (page) => facts.push(...(itemsOf(page) ?? []).map(factOf)),
  );
  return facts;
}
