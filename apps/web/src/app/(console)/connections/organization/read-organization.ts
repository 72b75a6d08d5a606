import type { OrganizationAccount } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../../../server/api.ts";

/** Several parts of a page show it: read once. */
export const readOrganization = cache(async (connectionId: string) =>
  (await serverApi()).organizations.get({ connectionId }),
);

const PAGE_ROWS = 200;
/** So many accounts are drawn as a tree; an organisation of more is chosen by units, and account by account in the table. */
const MOST_PAGES = 5;

/** All accounts of an organisation, departed ones too; null: there are too many to draw. */
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
