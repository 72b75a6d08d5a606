import { isAnything, matchesWildcard } from "../../policy/wildcards.ts";
import { PROBES, type Probe } from "./escalations.ts";
import { isReadOnly } from "./read-verbs.ts";

export type IndexedProbe = Probe & { index: number; lowerAction: string };

/** The probes in the order of their table; each index is its place in it. */
export const INDEXED_PROBES: readonly IndexedProbe[] = [...PROBES.values()].map((probe, index) => ({
  ...probe,
  index,
  lowerAction: probe.action.toLowerCase(),
}));

const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(":")));
const BY_SERVICE = Map.groupBy(INDEXED_PROBES, ({ lowerAction }) => serviceOf(lowerAction));

/** What an action pattern of a policy comes to. */
export type ActionPattern = { probes: readonly IndexedProbe[]; isWhole: boolean; isReadOnly: boolean };

/** Many policies name the same actions. Emptied when full, as customers may write whatever they like. */
const known = new Map<string, ActionPattern>();
const MAX_KNOWN = 20_000;

/** @param pattern in lower case. */
export function actionPattern(pattern: string): ActionPattern {
  const before = known.get(pattern);
  if (before) return before;
  const service = serviceOf(pattern);
  const isNamed = service !== "" && !/[*?]/.test(service);
  const candidates = isNamed ? (BY_SERVICE.get(service) ?? []) : INDEXED_PROBES;
  const facts = {
    probes: candidates.filter(({ lowerAction }) => matchesWildcard(pattern, lowerAction)),
    isWhole: isAnything(pattern.replace(/^\*+:/, "")),
    isReadOnly: isReadOnly(pattern),
  };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(pattern, facts);
  return facts;
}
