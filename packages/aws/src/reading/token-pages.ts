import type { ReadAction } from "@rolecall/domain";
import { AwsCallFailed, IncompleteAnswer } from "../calls/aws-errors.ts";
import type { ServiceCall, ServiceClients, ServiceName } from "../session/account-session.ts";
import { eachOnce } from "./each-once.ts";

/** Services write the token of the next page with a capital or without. */
type TokenPage = { NextToken?: string | undefined } | { nextToken?: string | undefined };

const tokenOf = (page: TokenPage): string | undefined =>
  ("nextToken" in page ? page.nextToken : (page as { NextToken?: string }).NextToken) || undefined;

type Send<Service extends ServiceName, Page> = (
  client: ServiceClients[Service],
  token: string | undefined,
  abort: { abortSignal?: AbortSignal },
) => Promise<Page>;

/**
 * The pages of a list that goes by token, one by one. A page may be empty while more follow: the token alone says so.
 *
 * @throws AwsCallFailed, also if AWS gives the same token twice, which would never end.
 */
export async function* pagesByToken<Service extends ServiceName, Page extends TokenPage>(
  call: ServiceCall<Service>,
  action: ReadAction,
  send: Send<Service, Page>,
  isWhole?: (page: Page) => boolean,
): AsyncGenerator<Page, void, undefined> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const asked = token;
    const page = await call(action, (client, abort) => send(client, asked, abort), isWhole);
    yield page;
    token = tokenOf(page);
    if (token !== undefined && seen.has(token)) {
      const repeated = new IncompleteAnswer("AWS gave the same page token twice");
      throw new AwsCallFailed(action, "transient", seen.size, repeated);
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}

type TokenList<Page, Item> = {
  itemsOf: (page: Page) => readonly Item[] | undefined;
  /** By what an item is one and the same, on whatever page it stands. */
  identityOf: (item: Item) => string | undefined;
  isWhole?: (page: Page) => boolean;
};

/**
 * The items of all pages. One that stands on two of them, as the pages are no snapshot, is taken once: the later one counts.
 *
 * @throws AwsCallFailed, as `pagesByToken` does.
 */
export async function allByToken<Service extends ServiceName, Page extends TokenPage, Item>(
  call: ServiceCall<Service>,
  action: ReadAction,
  send: Send<Service, Page>,
  { itemsOf, identityOf, isWhole }: TokenList<Page, Item>,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesByToken(call, action, send, isWhole)) items.push(...(itemsOf(page) ?? []));
  return eachOnce(items, (item) => identityOf(item) ?? "");
}
