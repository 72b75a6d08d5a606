import vendors from "./vendors.json" with { type: "json" };

const NAMES: ReadonlyMap<string, string> = new Map(
  vendors.flatMap(({ name, accounts }) => accounts.map((account) => [account, name] as const)),
);

/** Whose account it is, where a vendor or a public repository tells; null: not known. */
export const vendorOf = (awsAccountId: string): string | null => NAMES.get(awsAccountId) ?? null;

/** An account with its vendor's name where it is known. */
export function nameAccount(awsAccountId: string): string {
  const vendor = vendorOf(awsAccountId);
  return vendor ? `account ${awsAccountId} (${vendor})` : `account ${awsAccountId}`;
}
