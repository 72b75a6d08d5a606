import type { ReadAction } from "@rolecall/domain";
import { AwsCallFailed, IncompleteAnswer } from "../calls/aws-errors.ts";

/**
 * The pages of a list that goes by token, one by one. A page may be empty while more follow: the token alone tells of one.
 *
 * @throws AwsCallFailed if AWS gives the same token twice, which would never end; whatever `readPage` throws.
 */
export async function* pagesByToken<Page>(
  action: ReadAction,
  readPage: (token: string | undefined) => Promise<Page>,
  tokenOf: (page: Page) => string | undefined,
): AsyncGenerator<Page, void, undefined> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    yield page;
    token = tokenOf(page) || undefined;
    if (token !== undefined && seen.has(token)) {
      const repeated = new IncompleteAnswer("AWS gave the same page token twice");
      throw new AwsCallFailed(action, "transient", seen.size, repeated);
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}

/** The items of all pages. @throws AwsCallFailed, as `pagesByToken` does. */
export async function allByToken<Page, Item>(
  action: ReadAction,
  readPage: (token: string | undefined) => Promise<Page>,
  tokenOf: (page: Page) => string | undefined,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesByToken(action, readPage, tokenOf)) items.push(...(itemsOf(page) ?? []));
  return items;
}
