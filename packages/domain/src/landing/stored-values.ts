import type { PolicyDocument } from "../policy/policy-text.ts";
import type { InlinePolicy, LastUse, MfaDeviceFact } from "../scans/reading.ts";
import type { ColumnsOf, StoredDocument, StoredPolicy } from "./tables.ts";

export const iso = (at: Date): string => at.toISOString();
export const isoOrNull = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

export const sortedBy = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));

export const byName = <T extends { name: string }>(items: readonly T[]): T[] => sortedBy(items, ({ name }) => name);
export const byKey = <T extends { key: string }>(items: readonly T[]): T[] => sortedBy(items, ({ key }) => key);
export const sorted = (items: readonly string[]): string[] => [...items].sort();

/** The columns of a last use. */
export const useColumns = (use: LastUse) => ({
  last_use: use.kind,
  last_used_at: use.kind === "at" ? iso(use.at) : null,
  last_used_region: use.kind === "at" ? use.region : null,
});

/** What a stored document says where it was not read; a malformed one has its own words. */
const NOT_READ = "Not read";
export const isUnread = ({ document, problem }: StoredDocument): boolean =>
  document === null && problem !== null && problem.startsWith(NOT_READ);

export function storedDocument(policy: PolicyDocument): StoredDocument {
  if (policy.state === "parsed") return { document: policy.document, problem: null };
  return { document: null, problem: policy.state === "unread" ? `${NOT_READ}: ${policy.reason}` : policy.reason };
}

export const storedPolicies = (policies: readonly InlinePolicy[]): StoredPolicy[] =>
  byName(policies.map(({ name, document }) => ({ name, ...storedDocument(document) })));

export const storedDevices = (devices: readonly MfaDeviceFact[]): NonNullable<ColumnsOf<"iam_user">["mfa_devices"]> =>
  sortedBy(
    devices.map(({ kind, serialNumber, enabledAt }) => ({ kind, serialNumber, enabledAt: isoOrNull(enabledAt) })),
    ({ serialNumber }) => serialNumber,
  );
