import type { OrganizationAccount } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../../../server/api.ts";

/** Several parts of a page show it, so it is read once per request. */
export const readOrganization = cache(async (connectionId: string) =>
  (await serverApi()).organizations.get({ connectionId }),
);

const PAGE_ROWS = 200;
/** The tree has room for so many pages of accounts. In a larger organisation people choose units, or accounts in the table. */
const MOST_PAGES = 5;

/** All accounts of an organisation, including those that left; null: there are too many to draw. */
export const readAllAccounts = cache(async (connectionId: string): Promise<OrganizationAccount[] | null> => {
  const api = await serverApi();
  const accounts: OrganizationAccount[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor } = await api.organizations.accounts({ connectionId, cursor, limit: PAGE_ROWS });
    accounts.push(...items);
    if (!nextCursor) return accounts;
    cursor = nextCursor;
  }
  return null;
});
