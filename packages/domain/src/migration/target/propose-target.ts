import { activeOf, type MigrationFacts } from "./facts.ts";
import { SIGNAL_RULES } from "./signal-rules.ts";
import { type Signal, signalsOf, WEIGHTS } from "./signals.ts";
import { type Confidence, type MigrationTarget, TARGETS } from "./target.ts";

/** What should replace a user, by what is known of it. */
export type Proposal = {
  target: MigrationTarget;
  confidence: Confidence;
  /** What speaks for it, the weightiest first. */
  signals: Signal[];
  /** What speaks for something else. */
  against: Signal[];
  /** What the owner can decide; null: the evidence does. */
  question: string | null;
  /** Of a split: what each half moves to. */
  halves: { person: MigrationTarget; software: MigrationTarget } | null;
};

const rankOf = ({ weight }: Signal): number => WEIGHTS.indexOf(weight);
const CONFIDENCE: Readonly<Record<Signal["weight"], Confidence>> = {
  decides: "high",
  strong: "high",
  fair: "medium",
  name: "low",
};

/** The weightiest first; between equals the order of the rules. */
const byWeight = (signals: readonly Signal[]): Signal[] => signals.toSorted((a, b) => rankOf(a) - rankOf(b));

type Choice = Omit<Proposal, "signals" | "against"> & { reasons?: Signal[] };

const removal = (sentence: string, confidence: Confidence): Choice => ({
  target: "remove",
  confidence,
  question: null,
  halves: null,
  reasons: [{ target: "remove", weight: "decides", source: "use", sentence, at: null }],
});

/** Nothing of it is in use any more, as far as it was watched for long enough. */
function unusedChoice(facts: MigrationFacts): Choice | null {
  const active = facts.credentials.filter(({ status }) => status === "active");
  if (facts.hasConsolePassword === null) return null;
  if (active.length === 0 && !facts.hasConsolePassword)
    return removal("It has no active credential and no console password.", "high");
  if (active.length === 0 || !active.every(({ isQuiet }) => isQuiet === true)) return null;
  return active.every(({ lastUsedAt }) => lastUsedAt === null)
    ? removal("None of its credentials was ever used.", "high")
    : removal("All its credentials have been quiet for longer than their rhythm explains.", "high");
}

const isInUse = ({ isQuiet }: { isQuiet: boolean | null }): boolean => isQuiet !== true;

/** A person signs in while software uses the keys: two plans. */
function splitChoice(facts: MigrationFacts, signals: readonly Signal[]): Choice | null {
  const person = activeOf(facts, "console_password").some(isInUse);
  const hasKey = activeOf(facts, "access_key").some(isInUse);
  const software = byWeight(signals).find(({ target }) => TARGETS[target].holder === "software");
  if (!person || !hasKey || !software) return null;
  const question =
    software.weight === "name" ? `Does software use the keys of ${facts.userName}, or the person who signs in?` : null;
  const confidence = CONFIDENCE[software.weight];
  return { target: "split", confidence, question, halves: { person: "identity_center", software: software.target } };
}

/** Where it runs is what nobody can see from here. */
function questionOf(
  { userName, observed, hasConsolePassword }: MigrationFacts,
  rivals: readonly MigrationTarget[],
): string {
  const [one, other] = rivals;
  if (one && other) return `Which is ${userName}: "${TARGETS[one].label}" or "${TARGETS[other].label}"?`;
  if (hasConsolePassword === null)
    return `Is ${userName} a person or software? Whether it has a password could not be read.`;
  const address = observed?.sourceIpAddresses[0]?.value;
  if (address) return `What runs at ${address}? It uses the keys of ${userName}.`;
  return `Where does the software run that uses the keys of ${userName}: on AWS, in a pipeline, at a vendor's or on premises?`;
}

const asking = (facts: MigrationFacts, rivals: readonly MigrationTarget[]): Choice => ({
  target: "ask_owner",
  confidence: "low",
  question: questionOf(facts, rivals),
  halves: null,
});

function bestChoice(facts: MigrationFacts, signals: readonly Signal[]): Choice {
  const [best] = byWeight(signals);
  if (!best) return asking(facts, []);
  const rivals = new Set(signals.filter(({ weight }) => weight === best.weight).map(({ target }) => target));
  const isContested = rivals.size > 1;
  // Two names, or two things that it may do, decide nothing. Of two things that were seen the first in order holds, with less confidence.
  if (isContested && (best.weight === "name" || best.weight === "fair")) return asking(facts, [...rivals]);
  const question = best.weight === "name" || isContested ? questionOf(facts, isContested ? [...rivals] : []) : null;
  return {
    target: best.target,
    confidence: isContested ? "medium" : CONFIDENCE[best.weight],
    question,
    halves: null,
  };
}

/** A user for emergencies is quiet by nature. */
const isBreakGlass = (signals: readonly Signal[]): boolean =>
  signals.some(({ target, weight }) => target === "break_glass" && weight === "decides");

/**
 * Proposes what should replace a user. What is used no more needs no successor; a person and software that share a user are two plans;
 * else the weightiest signal decides. A name alone gives low confidence, and evidence that decides nothing is a question to the owner.
 */
export function proposeTarget(facts: MigrationFacts): Proposal {
  const signals = signalsOf(SIGNAL_RULES, facts);
  const choice = isBreakGlass(signals)
    ? bestChoice(facts, signals)
    : (unusedChoice(facts) ?? splitChoice(facts, signals) ?? bestChoice(facts, signals));
  const { reasons = [], ...chosen } = choice;
  const isHalf = ({ target }: Signal) => target === chosen.halves?.person || target === chosen.halves?.software;
  const isFor = (signal: Signal) => signal.target === chosen.target || isHalf(signal);
  return {
    ...chosen,
    signals: byWeight([...reasons, ...signals.filter(isFor)]),
    against: byWeight(signals.filter((signal) => !isFor(signal))),
  };
}
