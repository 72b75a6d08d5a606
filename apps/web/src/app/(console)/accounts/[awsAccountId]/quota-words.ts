import type { AccountSettings } from "@rolecall/domain";

export type Quota = NonNullable<AccountSettings["quotas"]>[number];
export type UsedQuota = Quota & { used: number };

/** `AccessKeysPerUser` becomes `Access keys per user`. Abbreviations keep their capitals: `MFADevices` becomes `MFA devices`. */
export function quotaInWords(name: string): string {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|\d+/g) ?? [name];
  return words
    .map((word, index) => (index === 0 || (word.length > 1 && word === word.toUpperCase()) ? word : word.toLowerCase()))
    .join(" ");
}

/** Quotas whose use is known, fullest first, and the others, which are limits only. */
export function splitQuotas(quotas: readonly Quota[]): { used: UsedQuota[]; limits: Quota[] } {
  const used = quotas.filter((quota): quota is UsedQuota => quota.used !== null && quota.quota > 0);
  return {
    used: used.toSorted((a, b) => b.used / b.quota - a.used / a.quota || a.name.localeCompare(b.name, "en")),
    limits: quotas
      .filter((quota) => !used.includes(quota as UsedQuota))
      .toSorted((a, b) => a.name.localeCompare(b.name, "en")),
  };
}
