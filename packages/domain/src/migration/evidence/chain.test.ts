import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isSame } from "../../canonical-json.ts";
import { type ChainOf, EMPTY_CHAIN, linkEntries, verifyChain } from "./chain.ts";
import { type EvidenceEntry, type EvidenceHead, EvidenceKind, type NewEvidence } from "./evidence.ts";

const chain: ChainOf = {
  tenantId: "018f5b6e-0000-7000-8000-000000000001",
  digest: (text) => createHash("sha256").update(text).digest("hex"),
};
const headOf = (entries: readonly EvidenceEntry[]): EvidenceHead => {
  const { sequence, hash } = entries.at(-1) ?? EMPTY_CHAIN;
  return { tenantId: chain.tenantId, sequence, hash, at: new Date("2026-06-01T00:00:00Z") };
};
const link = (entries: readonly NewEvidence[]): EvidenceEntry[] => linkEntries(chain, EMPTY_CHAIN, entries);

const news: fc.Arbitrary<NewEvidence> = fc.record({
  at: fc.date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2030-01-01T00:00:00Z"), noInvalidDate: true }),
  kind: fc.constantFrom(...EvidenceKind.options),
  userId: fc.uuid(),
  content: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
});
const chains = fc.array(news, { minLength: 1, maxLength: 12 }).map(link);
const indexes = fc.nat({ max: 1000 });

type Edit = (entries: readonly EvidenceEntry[], at: number, other: EvidenceEntry) => EvidenceEntry[];
/** As a forger does who knows the rule: all hashes are right again. */
const relinked = (entries: readonly EvidenceEntry[]): EvidenceEntry[] => link(entries);

/** What may be done to a chain behind our back. */
const EDITS: Readonly<Record<string, Edit>> = {
  "the content changed": (entries, at, { content }) => entries.with(at, { ...entries[at]!, content }),
  "the time changed": (entries, at, other) => entries.with(at, { ...entries[at]!, at: other.at }),
  "the user changed": (entries, at, { userId }) => entries.with(at, { ...entries[at]!, userId }),
  "the kind changed": (entries, at, { kind }) => entries.with(at, { ...entries[at]!, kind }),
  "the hash changed": (entries, at, { hash }) => entries.with(at, { ...entries[at]!, hash }),
  "the hash before it changed": (entries, at, { hash }) => entries.with(at, { ...entries[at]!, previousHash: hash }),
  "the content changed and all chained anew": (entries, at, { content }) =>
    relinked(entries.with(at, { ...entries[at]!, content })),
  "one taken out": (entries, at) => entries.toSpliced(at, 1),
  "one taken out and all chained anew": (entries, at) => relinked(entries.toSpliced(at, 1)),
  "one put in": (entries, at, other) => entries.toSpliced(at, 0, other),
  "one put in and all chained anew": (entries, at, other) => relinked(entries.toSpliced(at, 0, other)),
  "one there twice": (entries, at) => entries.toSpliced(at, 0, entries[at]!),
  "two in each other's place": (entries, at) => {
    const next = (at + 1) % entries.length;
    return entries.with(at, entries[next]!).with(next, entries[at]!);
  },
  "two in each other's place, all chained anew": (entries, at) => {
    const next = (at + 1) % entries.length;
    return relinked(entries.with(at, entries[next]!).with(next, entries[at]!));
  },
  "the tail cut off": (entries, at) => entries.slice(0, at),
  "a chain of its own in its place": (entries, _, other) => relinked(entries.map(() => other)),
};

it("a chain that nobody touched is whole, also after it has gone on", () => {
  fc.assert(
    fc.property(chains, fc.array(news, { maxLength: 5 }), (entries, more) => {
      expect(verifyChain(chain, entries, null)).toEqual([]);
      expect(verifyChain(chain, entries, headOf(entries))).toEqual([]);
      const later = linkEntries(chain, headOf(entries), more);
      expect(verifyChain(chain, [...entries, ...later], headOf(entries))).toEqual([]);
    }),
  );
});

it("each of 1,000 random edits is found by the head that was exported before", () => {
  let edited = 0;
  const seen = new Set<string>();
  fc.assert(
    fc.property(chains, fc.constantFrom(...Object.keys(EDITS)), indexes, news, (entries, name, index, given) => {
      const other = link([given])[0]!;
      const after = EDITS[name]!(entries, index % entries.length, other);
      // What was changed into itself was not edited.
      fc.pre(!isSame(after, entries));
      edited += 1;
      seen.add(name);
      expect(verifyChain(chain, after, headOf(entries)), name).not.toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(edited).toBe(1000);
  expect([...seen].sort()).toEqual(Object.keys(EDITS).sort());
});

describe("what is wrong is said of its entry", () => {
  const at = new Date("2026-06-01T00:00:00Z");
  const entries = link(
    ["planned", "role_ready", "adopted", "quiet"].map((stage) => ({
      ...{ at, kind: "stage_moved", userId: "018f5b6e-0000-7000-8000-000000000002", content: { stage } },
    })),
  );
  const [first, second, third, fourth] = entries as [EvidenceEntry, EvidenceEntry, EvidenceEntry, EvidenceEntry];

  test.each<[string, EvidenceEntry[], EvidenceHead | null, [number, RegExp][]]>([
    ["changed", [first, { ...second, content: {} }, third, fourth], null, [[2, /was changed/]]],
    [
      "missing",
      [first, fourth],
      null,
      [
        [4, /Entries 2 to 3 are missing/],
        [4, /does not follow/],
      ],
    ],
    ["cut off", [first, second], headOf(entries), [[2, /Entries up to 4 are missing/]]],
    ["of another tenant", entries, { ...headOf(entries), tenantId: first.userId }, [[0, /another tenant/]]],
    [
      "none of this chain",
      entries,
      { ...headOf([second]), hash: first.hash },
      [[2, /not the entry that the head names/]],
    ],
    ["all gone", [], headOf(entries), [[0, /Entries up to 4 are missing/]]],
  ])("%s", (_, edited, head, problems) => {
    const told = verifyChain(chain, edited, head);
    expect(told.map(({ sequence }) => sequence)).toEqual(problems.map(([sequence]) => sequence));
    for (const [index, [, pattern]] of problems.entries()) expect(told[index]?.problem).toMatch(pattern);
  });

  it("no entry of another tenant's chain fits", () => {
    const other = linkEntries({ ...chain, tenantId: first.userId }, EMPTY_CHAIN, [first]);
    expect(verifyChain(chain, other, null)).not.toEqual([]);
  });
});
