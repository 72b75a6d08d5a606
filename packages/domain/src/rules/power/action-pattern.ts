import { isAnything, matchesWildcard } from "../../policy/wildcards.ts";
import { RETIRED_READS, RETIRED_SERVICES } from "./action-corrections.ts";
import { actionsOf, matching } from "./action-levels.ts";
import { PROBES } from "./escalations.ts";
import type { Probe } from "./probe.ts";

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
export type ActionPattern = {
  probes: readonly IndexedProbe[];
  isWhole: boolean;
  /** Whether nothing that it can match changes anything. What AWS does not publish may. */
  isReadOnly: boolean;
  /** Null: the service is none, or left open by a wildcard. */
  service: string | null;
  /** The published actions of the service that it matches, as bits. */
  known: bigint;
};

/** Many policies name the same actions. Emptied when full, as customers may write whatever they like. */
const patterns = new Map<string, ActionPattern>();
const MAX_KNOWN = 20_000;

/** The published actions of a service that a pattern matches, and whether all that it matches only read. */
function levelOf(service: string, pattern: string): Pick<ActionPattern, "known" | "isReadOnly"> {
  const actions = actionsOf(service);
  if (!actions) return { known: 0n, isReadOnly: RETIRED_SERVICES.has(service) };
  const known = matching(actions, pattern.slice(service.length + 1));
  if (known === 0n) return { known, isReadOnly: RETIRED_READS.has(pattern) };
  return { known, isReadOnly: (known & ~actions.reads) === 0n };
}

function read(pattern: string): ActionPattern {
  const prefix = serviceOf(pattern);
  const service = prefix !== "" && !/[*?]/.test(prefix) ? prefix : null;
  const candidates = service === null ? INDEXED_PROBES : (BY_SERVICE.get(service) ?? []);
  return {
    probes: candidates.filter(({ lowerAction }) => matchesWildcard(pattern, lowerAction)),
    isWhole: isAnything(pattern.replace(/^\*+:/, "")),
    service,
    ...(service === null ? { known: 0n, isReadOnly: false } : levelOf(service, pattern)),
  };
}

/** @param pattern in lower case. */
export function actionPattern(pattern: string): ActionPattern {
  const known = patterns.get(pattern);
  if (known) return known;
  const found = read(pattern);
  if (patterns.size >= MAX_KNOWN) patterns.clear();
  patterns.set(pattern, found);
  return found;
}
