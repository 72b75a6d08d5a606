import { uniqueId } from "../clockwork/ids.ts";
import { ACCOUNTS, AccountName, accountId, ORGANISATION } from "./accounts.ts";

type Row = Readonly<Record<string, unknown>>;

/** What `{{name}}` and `{{name:argument}}` in the data stand for, in a row of one account. */
const PLACEHOLDERS: Record<string, (account: AccountName, argument: string | undefined, row: Row) => unknown> = {
  /** The AWS account id: of the row's account, or of the one that is named. */
  account: (account, named) => accountId(named === undefined ? account : AccountName.parse(named)),
  accountName: (account) => account,
  vendor: (_account, vendor = "") => ORGANISATION.vendors[vendor],
  organization: () => ORGANISATION.organizationId,
  eksIssuer: (account) => ACCOUNTS[account].eksIssuer,
  /** The unique id of the account's first user of a name, as trust policies show it once the user is deleted. */
  userId: (account, userName) => uniqueId("AIDA", accountId(account), `${account}/${userName}/1`),
  externalId: (_account, _argument, { externalId }) => externalId,
};

/** The row with ids and names of its account in place of the placeholders. @throws Error for one that means nothing. */
export function fillIn(row: Row, account: AccountName): unknown {
  const filled = JSON.stringify(row).replace(/\{\{(\w+)(?::([^}]+))?\}\}/g, (text, name: string, argument?: string) => {
    const value = PLACEHOLDERS[name]?.(account, argument, row);
    if (typeof value !== "string") throw new Error(`Nothing is known for ${text} in ${account}`);
    return value;
  });
  return JSON.parse(filled);
}
