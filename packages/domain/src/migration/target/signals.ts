import type { MigrationFacts } from "./facts.ts";
import type { Confidence, MigrationTarget } from "./target.ts";

/**
 * How much a signal tells, most first. `decides`: there is nothing else it could be. `strong`: seen at work. `fair`: what it may do, or
 * is grouped with. `hint`: seen, but it fits other places as well. `name`: what somebody called it, which may be wrong.
 */
export const WEIGHTS = ["decides", "strong", "fair", "hint", "name"] as const;
export type Weight = (typeof WEIGHTS)[number];

/** What a signal of each weight bears alone. */
export const BORNE: Readonly<Record<Weight, Confidence>> = {
  decides: "high",
  strong: "high",
  fair: "medium",
  hint: "low",
  name: "low",
};

/** Where a signal was seen. */
export const SIGNAL_SOURCES = ["tag", "credential", "use", "cloudtrail", "policies", "groups", "mfa", "name"] as const;
export type SignalSource = (typeof SIGNAL_SOURCES)[number];

/** One thing that speaks for a target. What speaks for another one speaks against it. */
export type Signal = {
  target: MigrationTarget;
  weight: Weight;
  source: SignalSource;
  /** What was seen, in one sentence. */
  sentence: string;
  /** When it was seen last; null: it stands as it is. */
  at: Date | null;
};

export type Found = { what: string; at?: Date | null } | null;

/** What a kind of signal looks like: which target it speaks for, and what it finds. */
export type SignalRule = {
  target: MigrationTarget;
  weight: Weight;
  source: SignalSource;
  /** @returns what was found, for the sentence; null: nothing */
  find(facts: MigrationFacts): Found;
  sentence(what: string): string;
};

/** The signals of these rules that a user shows, in the order of the rules; what several rules say alike counts once. */
export function signalsOf(rules: readonly SignalRule[], facts: MigrationFacts): Signal[] {
  const signals = rules.flatMap(({ target, weight, source, find, sentence }) => {
    const found = find(facts);
    if (!found) return [];
    return [{ target, weight, source, sentence: sentence(found.what), at: found.at ?? null }];
  });
  return [...new Map(signals.map((signal) => [`${signal.target} ${signal.sentence}`, signal])).values()];
}
