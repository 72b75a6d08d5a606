import type { ValueSource } from "../inventory/credential.ts";
import type { ResourceKind } from "../scans/coverage.ts";
import type { ReadingHead } from "../scans/reading.ts";
import { COUNTED_BY, RESOURCES } from "../scans/resources.ts";
import type { ScanCounts } from "../scans/scan.ts";

/** By kind of resource, where and when it was last read. A kind that was never read has no entry. */
export type Freshness = Readonly<Partial<Record<ResourceKind, { source: ValueSource["source"]; observedAt: Date }>>>;

export type WasRead = (...resources: readonly ResourceKind[]) => boolean;

/** Whether all these kinds of resource are covered as read. */
export function wasReadIn({ coverage }: Pick<ReadingHead, "coverage">): WasRead {
  const read = new Set(coverage.flatMap(({ resource, state }) => (state === "read" ? [resource] : [])));
  return (...resources) => resources.every((resource) => read.has(resource));
}

/** Where and when each kind that was read was read. The credential report has a time of its own. */
export function freshnessOf(
  { coverage }: Pick<ReadingHead, "coverage">,
  { asOf, isUpload }: { asOf: Date; isUpload: boolean },
): Freshness {
  return Object.fromEntries(
    coverage
      .filter(({ state }) => state === "read")
      .map(({ resource, observedAt }) => [
        resource,
        {
          source: isUpload ? "upload" : RESOURCES[resource].source,
          observedAt: observedAt ?? asOf,
        },
      ]),
  );
}

/** Names what a reading lacks, so that an account's page can say it in one line; null: nothing. */
export function describeGaps({ coverage, problems }: Pick<ReadingHead, "coverage" | "problems">): string | null {
  const pending = coverage.filter(({ state }) => state === "pending");
  const gaps = coverage
    .filter(({ state }) => state !== "read" && state !== "not_applicable" && state !== "pending")
    .map(({ resource, state, action }) => `${resource.replaceAll("_", " ")} (${action ? `${action} ` : ""}${state})`);
  const sentences = [
    ...(pending.length > 0 ? [`${pending.map(({ reason }) => reason).join(". ")}.`] : []),
    ...(gaps.length > 0 ? [`Not read: ${gaps.join(", ")}.`] : []),
    ...(problems.length > 0
      ? [`Odd in ${problems.length === 1 ? problems[0]?.resource : `${problems.length} resources`}.`]
      : []),
  ];
  return sentences.length > 0 ? `${sentences.join(" ")} The last scan tells why.` : null;
}

/** How many of each kind exist. None known of a kind that was never read is not none. */
export function knownCounts(
  existing: { readonly [Kind in keyof ScanCounts]: number },
  wasRead: WasRead,
  everRead: ReadonlySet<string>,
): ScanCounts {
  const known = (kind: keyof ScanCounts): number | null => {
    const isRead = COUNTED_BY[kind].every((resource) => wasRead(resource) || everRead.has(resource));
    return existing[kind] === 0 && !isRead ? null : existing[kind];
  };
  return {
    users: known("users"),
    roles: known("roles"),
    credentials: known("credentials"),
    policies: known("policies"),
    groups: known("groups"),
    instanceProfiles: known("instanceProfiles"),
    identityProviders: known("identityProviders"),
  };
}
