import type { ValueSource } from "../inventory/credential.ts";
import type { ResourceKind } from "../scans/coverage.ts";
import type { ReadingHead } from "../scans/reading.ts";
import { RESOURCES } from "../scans/resources.ts";

/** Where and when a kind of resource was last read. */
export type Freshness = { source: ValueSource["source"]; observedAt: string | null };

/** By kind of resource. A kind that was never read has no entry. */
export type KnownFreshness = Readonly<Partial<Record<ResourceKind, Freshness>>>;

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
): KnownFreshness {
  return Object.fromEntries(
    coverage
      .filter(({ state }) => state === "read")
      .map(({ resource, observedAt }) => [
        resource,
        {
          source: isUpload ? "upload" : RESOURCES[resource].source,
          observedAt: (observedAt ?? asOf).toISOString(),
        },
      ]),
  );
}

/** Names what a reading lacks, so that an account's page can say it in one line; null: nothing. */
export function describeGaps({ coverage, problems }: Pick<ReadingHead, "coverage" | "problems">): string | null {
  const gaps = coverage
    .filter(({ state }) => state !== "read" && state !== "not_applicable")
    .map(({ resource, state, action }) => `${resource.replaceAll("_", " ")} (${action ? `${action} ` : ""}${state})`);
  const sentences = [
    ...(gaps.length > 0 ? [`Not read: ${gaps.join(", ")}.`] : []),
    ...(problems.length > 0
      ? [`Odd in ${problems.length === 1 ? problems[0]?.resource : `${problems.length} resources`}.`]
      : []),
  ];
  return sentences.length > 0 ? `${sentences.join(" ")} The last scan tells why.` : null;
}
