import type { OrganizationAccount } from "@rolecall/domain";

/** Accounts that joined since an instant, newest first. Accounts of the first discovery are not new: they were there before it. */
export function newAccounts(accounts: readonly OrganizationAccount[], since: Date): OrganizationAccount[] {
  const firstDiscovery = Math.min(...accounts.map(({ firstSeenAt }) => firstSeenAt.getTime()));
  return accounts
    .filter(({ firstSeenAt, leftAt }) => !leftAt && firstSeenAt > since && firstSeenAt.getTime() > firstDiscovery)
    .toSorted((a, b) => b.firstSeenAt.getTime() - a.firstSeenAt.getTime());
}
