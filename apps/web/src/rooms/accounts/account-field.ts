import type { FilterField } from "@rolecall/ui";
import { serverApi } from "../../server/api.ts";

const MAX_OPTIONS = 200;

/** The account filter of every list: a choice, or a field for the account id if there are too many accounts. */
export async function accountField(awsAccountId: string | null): Promise<FilterField> {
  const api = await serverApi();
  const { items, nextCursor } = await api.accounts.list({ limit: MAX_OPTIONS });
  if (nextCursor) {
    return {
      kind: "search",
      name: "awsAccountId",
      label: "Account",
      placeholder: "12-digit account id",
      value: awsAccountId,
    };
  }
  const accounts = items.map((account) => ({
    value: account.awsAccountId,
    label: `${account.name} (${account.awsAccountId})`,
  }));
  return {
    kind: "select",
    name: "awsAccountId",
    label: "Account",
    options: [{ value: "", label: "All accounts" }, ...accounts],
    value: awsAccountId,
  };
}
