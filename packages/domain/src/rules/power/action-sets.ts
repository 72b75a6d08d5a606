import type { IdentityStatement } from "../../policy/statements.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { actionsOf, SERVICES } from "./action-levels.ts";
import { actionPattern } from "./action-pattern.ts";

/**
 * Actions of all services: the published ones as bits by service, and what AWS does not publish as it is written, which counts as
 * changing something.
 */
export type ActionSet = {
  known: ReadonlyMap<string, bigint>;
  unknown: Unknown;
};

type Unknown = {
  /** Patterns that match nothing that is published. */
  named: ReadonlySet<string>;
  /** Patterns that may match more than what is published. */
  wide: ReadonlySet<string>;
  /** All but those. */
  isExcept: boolean;
};

/** No action. */
export const NO_ACTIONS: ActionSet = {
  known: new Map(),
  unknown: { named: new Set(), wide: new Set(), isExcept: false },
};
let everything: ActionSet | null = null;

/** All actions of all services. */
export function allActions(): ActionSet {
  everything ??= {
    known: new Map(SERVICES.map((service) => [service, actionsOf(service)?.all ?? 0n])),
    unknown: { named: new Set(), wide: new Set(), isExcept: true },
  };
  return everything;
}

/** All published actions that only read. */
export const allReads = (): ActionSet => ({
  ...NO_ACTIONS,
  known: new Map(SERVICES.map((service) => [service, actionsOf(service)?.reads ?? 0n])),
});

const isOpen = (pattern: string): boolean => /[*?]/.test(pattern);

/** A service that is left open by a wildcard, which IAM refuses, is any service where more is the safe side, and none elsewhere. */
function named(patterns: readonly string[], isMoreSafe: boolean): ActionSet {
  const read = patterns.map((pattern) => ({ pattern, ...actionPattern(pattern) }));
  if (read.some(({ isWhole, service }) => isWhole || (service === null && isMoreSafe))) return allActions();
  const known = new Map<string, bigint>();
  const unpublished: string[] = [];
  const wide: string[] = [];
  for (const { pattern, service, known: bits, isReadOnly } of read) {
    if (service === null) continue;
    if (bits !== 0n) known.set(service, (known.get(service) ?? 0n) | bits);
    if (bits !== 0n && isOpen(pattern)) wide.push(pattern);
    if (bits === 0n && !isReadOnly) unpublished.push(pattern);
  }
  return { known, unknown: { named: new Set(unpublished), wide: new Set(wide), isExcept: false } };
}

function except({ known, unknown }: ActionSet): ActionSet {
  if (unknown.isExcept) return NO_ACTIONS;
  const left = new Map(allActions().known);
  for (const [service, bits] of known) left.set(service, (left.get(service) ?? 0n) & ~bits);
  return { known: left, unknown: { ...unknown, isExcept: true } };
}

/** The actions that a statement is about. */
export const actionsIn = ({ actions: { patterns, isExcept } }: IdentityStatement, isMoreSafe: boolean): ActionSet =>
  isExcept ? except(named(patterns, !isMoreSafe)) : named(patterns, isMoreSafe);

/** What is in any of the sets. */
export function union(sets: readonly ActionSet[]): ActionSet {
  const [first = NO_ACTIONS] = sets;
  if (sets.length <= 1) return first;
  const known = new Map<string, bigint>();
  for (const set of sets)
    for (const [service, bits] of set.known) known.set(service, (known.get(service) ?? 0n) | bits);
  return { known, unknown: unknownOfAny(sets.map((set) => set.unknown)) };
}

const merged = (sets: readonly ReadonlySet<string>[]): Set<string> => new Set(sets.flatMap((set) => [...set]));

/** Of sets that leave something out, what each of them leaves out is left out of all. */
function unknownOfAny(sets: readonly Unknown[]): Unknown {
  const [first, ...others] = sets.filter(({ isExcept }) => isExcept);
  const listed = sets.filter(({ isExcept }) => !isExcept);
  const named = merged(listed.map((set) => set.named));
  if (!first) return { named, wide: merged(listed.map(({ wide }) => wide)), isExcept: false };
  const isOut = (pattern: string, of: "named" | "wide") => others.every((other) => other[of].has(pattern));
  return {
    named: new Set([...first.named].filter((pattern) => !named.has(pattern) && isOut(pattern, "named"))),
    wide: new Set([...first.wide].filter((pattern) => isOut(pattern, "wide"))),
    isExcept: true,
  };
}

/** What is compared of unpublished actions: honest policies name a handful. What is beyond counts as left. */
const MOST_COMPARED = 100;

function holds({ named, wide, isExcept }: Unknown, pattern: string): boolean {
  const isListed =
    named.has(pattern) ||
    [...named].slice(0, MOST_COMPARED).some((wider) => matchesWildcard(wider, pattern)) ||
    [...wide].slice(0, MOST_COMPARED).some((wider) => matchesWildcard(wider, pattern));
  return isListed !== isExcept;
}

/** What of the unpublished is in both. */
function unknownOfBoth(some: Unknown, cap: Unknown): Unknown {
  if (some.isExcept && cap.isExcept)
    return { named: merged([some.named, cap.named]), wide: merged([some.wide, cap.wide]), isExcept: true };
  const candidates = [some, cap].filter(({ isExcept }) => !isExcept).flatMap(({ named }) => [...named]);
  const left = candidates.filter(
    (pattern, index) => index >= MOST_COMPARED || (holds(some, pattern) && holds(cap, pattern)),
  );
  return { named: new Set(left), wide: new Set(), isExcept: false };
}

/** What is in both sets. */
export function intersection(some: ActionSet, cap: ActionSet): ActionSet {
  const known = new Map<string, bigint>();
  for (const [service, bits] of some.known) {
    const both = bits & (cap.known.get(service) ?? 0n);
    if (both !== 0n) known.set(service, both);
  }
  return { known, unknown: unknownOfBoth(some.unknown, cap.unknown) };
}

const writtenName = (service: string, bits: bigint): string => {
  const lowest = bits & -bits;
  return `${service}:${actionsOf(service)?.names[lowest.toString(2).length - 1] ?? "*"}`;
};

/** An action of a set that is in no denial: of those that change something, or of those that only read; null: there is none. */
export function firstLeft(set: ActionSet, denied: ActionSet, isReading: boolean): string | null {
  for (const [service, bits] of set.known) {
    const reads = actionsOf(service)?.reads ?? 0n;
    const left = bits & ~(denied.known.get(service) ?? 0n) & (isReading ? reads : ~reads);
    if (left !== 0n) return writtenName(service, left);
  }
  if (isReading) return null;
  const { named, isExcept } = set.unknown;
  if (isExcept) return denied.unknown.isExcept ? null : "what AWS does not publish";
  return [...named].find((pattern) => !holds(denied.unknown, pattern)) ?? null;
}
