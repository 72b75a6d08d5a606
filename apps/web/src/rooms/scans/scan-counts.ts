import type { ScanCounts } from "@rolecall/domain";
import { formatAmount } from "@rolecall/ui/format";

/** What a scan counts, in the order in which it is shown. */
export const COUNT_LABELS: Record<keyof ScanCounts, { one: string; many: string }> = {
  users: { one: "user", many: "Users" },
  roles: { one: "role", many: "Roles" },
  credentials: { one: "credential", many: "Credentials" },
  policies: { one: "policy", many: "Policies" },
  groups: { one: "group", many: "Groups" },
  instanceProfiles: { one: "instance profile", many: "Instance profiles" },
  identityProviders: { one: "identity provider", many: "Identity providers" },
};

/** `1 user`, `1,204 users`, or that the number is unknown because it was not read. */
export function amountOf(amount: number | null, { one, many }: { one: string; many: string }): string {
  if (amount === null) return `an unknown number of ${many.toLowerCase()}`;
  return formatAmount(amount, one, many.toLowerCase());
}
