import { worksByHand } from "./client-rules.ts";
import { activeOf, type MigrationFacts } from "./facts.ts";
import { isSpringboard, lastServices } from "./find-signals.ts";
import { questionOf } from "./owner-question.ts";
import { isInRegularUse, keysInUse, signsIn } from "./seen-use.ts";
import { siblingOf } from "./sibling-targets.ts";
import { SIGNAL_RULES } from "./signal-rules.ts";
import { BORNE, type Signal, signalsOf, WEIGHTS } from "./signals.ts";
import { Confidence, type MigrationTarget, TARGETS } from "./target.ts";

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

/** The weightiest first; between equals the order of the rules. */
const byWeight = (signals: readonly Signal[]): Signal[] =>
  signals.toSorted((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));

type Choice = Omit<Proposal, "signals" | "against"> & { reasons?: Signal[] };

const choiceOf = (target: MigrationTarget, confidence: Confidence, question: string | null = null): Choice => ({
  target,
  confidence,
  question,
  halves: null,
});

const asking = (facts: MigrationFacts, rivals: readonly MigrationTarget[]): Choice =>
  choiceOf("ask_owner", "low", questionOf(facts, rivals));

const weaker = (one: Confidence, other: Confidence): Confidence =>
  Confidence.options.indexOf(one) > Confidence.options.indexOf(other) ? one : other;

const removal = (sentence: string): Choice => ({
  ...choiceOf("remove", "high"),
  reasons: [{ target: "remove", weight: "decides", source: "use", sentence, at: null }],
});

const keptQuestion = ({ userName }: MigrationFacts): string =>
  `Is ${userName} kept for emergencies? If it is, tag it rolecall:break-glass.`;

/** Nothing of it is in use any more, as far as it was watched for long enough. */
function unusedChoice(facts: MigrationFacts): Choice | null {
  const active = facts.credentials.filter(({ status }) => status === "active");
  const isPasswordKnown = !facts.hasConsolePassword || activeOf(facts, "console_password").length > 0;
  if (facts.hasConsolePassword === null || !isPasswordKnown) return null;
  if (active.length === 0) return removal("It has no active credential and no console password.");
  if (!active.every(({ isQuiet }) => isQuiet === true)) return null;
  if (active.some(({ lastUsedAt }) => lastUsedAt !== null))
    return removal("All its credentials have been quiet for longer than their rhythm explains.");
  // Somebody set up MFA for a sign-in that never came: it may be kept for emergencies, whatever it is called.
  const isPrepared = facts.hasMfa !== false && active.every(({ kind }) => kind === "console_password");
  return isPrepared
    ? choiceOf("ask_owner", "low", keptQuestion(facts))
    : removal("None of its credentials was ever used.");
}

/**
 * A user for emergencies is quiet by nature, so that quiet is no reason to remove it. A tag decides; a name is asked about, and with an
 * MFA device and without access keys it bears more than a name. Null: it is none, or nothing of it is left.
 */
function emergencyChoice(facts: MigrationFacts, signals: readonly Signal[]): Choice | null {
  const [best] = byWeight(signals.filter(({ target }) => target === "break_glass"));
  if (!best) return null;
  if (best.weight === "decides") return choiceOf("break_glass", "high");
  if (!facts.credentials.some(({ status }) => status === "active")) return null;
  const question = keptQuestion(facts);
  if (activeOf(facts, "access_key").length > 0) return choiceOf("ask_owner", "low", question);
  return choiceOf("break_glass", facts.hasMfa && signsIn(facts) !== "unknown" ? "medium" : "low", question);
}

/** Software that uses the keys. What its other credentials are for says nothing about them. */
const softwareOf = (signals: readonly Signal[]): Signal | undefined =>
  byWeight(signals).find(({ target, source }) => TARGETS[target].holder === "software" && source !== "credential");

/** A person signs in, or may, while the keys are in use: by software, which makes two plans, or by that person. */
function splitChoice(facts: MigrationFacts, signals: readonly Signal[]): Choice | null {
  const isPerson = signsIn(facts) === "yes";
  const mayBePerson = isPerson || (signsIn(facts) === "unknown" && activeOf(facts, "console_password").length > 0);
  if (!mayBePerson || keysInUse(facts).length === 0) return null;
  const person = siblingOf("identity_center", facts);
  const software = softwareOf(signals);
  const whose = `Does software use the keys of ${facts.userName}, or the person who signs in?`;
  if (software) {
    const borne = BORNE[software.weight];
    const confidence = isPerson ? borne : weaker(borne, "medium");
    const question = borne === "low" ? whose : isPerson ? null : `Does anybody still sign in as ${facts.userName}?`;
    return { ...choiceOf("split", confidence, question), halves: { person, software: software.target } };
  }
  const isKept = signals.some(({ target, weight }) => weight === "decides" && TARGETS[target].end === "kept");
  if (!isPerson || isKept) return null;
  return worksByHand(facts) ? choiceOf(person, "high") : choiceOf(person, "medium", whose);
}

/** One credential decides, and another one is in use beside it. */
function besidesOf(facts: MigrationFacts, { target, source, weight }: Signal): string | null {
  const { userName } = facts;
  const other = lastServices(facts).find((service) => service !== "ses");
  if (target === "ses_smtp" && weight === "fair" && other)
    return `What else than mail does ${userName} do? A key of it was last used for ${other}.`;
  if (source !== "credential" || weight !== "decides") return null;
  if (signsIn(facts) === "yes")
    return `Somebody signs in as ${userName}: is "${TARGETS[target].label}" for that person?`;
  if (keysInUse(facts).length === 0) return null;
  return `What are the access keys of ${userName} for, besides "${TARGETS[target].label}"?`;
}

function bestChoice(facts: MigrationFacts, signals: readonly Signal[]): Choice {
  const [best] = byWeight(signals);
  if (!best) return asking(facts, []);
  // A hint and a name bear the same.
  const isEqual = ({ weight }: Signal) => weight === best.weight || (isThin && BORNE[weight] === "low");
  const isThin = BORNE[best.weight] === "low";
  const rivals = new Set(signals.filter(isEqual).map(({ target }) => target));
  // What fits, or is called so, decides nothing against its like. Of two things that were seen the first in order holds, with less confidence.
  if (rivals.size > 1 && BORNE[best.weight] !== "high") return asking(facts, [...rivals]);
  if (rivals.size > 1) return choiceOf(best.target, "medium", questionOf(facts, [...rivals]));
  if (isThin) {
    const sources = new Set(signals.filter(({ target }) => target === best.target).map(({ source }) => source));
    return choiceOf(best.target, sources.size > 1 ? "medium" : "low", questionOf(facts, []));
  }
  const besides = besidesOf(facts, best);
  return choiceOf(best.target, besides ? weaker(BORNE[best.weight], "medium") : BORNE[best.weight], besides);
}

/** Called or tagged for emergencies, and used all the time: what it really is has to be asked. */
function contradictedChoice(facts: MigrationFacts, signals: readonly Signal[]): Choice {
  const others = signals.filter(({ target }) => target !== "break_glass");
  const choice = splitChoice(facts, others) ?? bestChoice(facts, others);
  const question = `Who uses ${facts.userName}, which is said to be for emergencies, every week?`;
  return { ...choice, confidence: weaker(choice.confidence, "medium"), question: choice.question ?? question };
}

function choose(facts: MigrationFacts, signals: readonly Signal[]): Choice {
  const isEmergency = signals.some(({ target }) => target === "break_glass");
  if (isEmergency && isInRegularUse(facts)) return contradictedChoice(facts, signals);
  return (
    emergencyChoice(facts, signals) ??
    unusedChoice(facts) ??
    splitChoice(facts, signals) ??
    bestChoice(
      facts,
      signals.filter(({ target }) => target !== "break_glass"),
    )
  );
}

/** A user that does nothing but assume roles: it is not its policies that move. */
function springboardReasons(facts: MigrationFacts, target: MigrationTarget): Signal[] {
  if (target === "remove" || !isSpringboard(facts)) return [];
  const sentence = "All it does is assume roles, so that these have to trust what takes its place.";
  return [{ target, weight: "hint", source: "policies", sentence, at: null }];
}

/**
 * Proposes what should replace a user. What is used no more needs no successor; a person and software that share a user are two plans;
 * else the weightiest signal decides. A name alone gives low confidence, and evidence that decides nothing is a question to the owner.
 */
export function proposeTarget(facts: MigrationFacts): Proposal {
  const signals = signalsOf(SIGNAL_RULES, facts).map((signal) => ({
    ...signal,
    target: siblingOf(signal.target, facts),
  }));
  const { reasons: why = [], ...chosen } = choose(facts, signals);
  const reasons = [...why, ...springboardReasons(facts, chosen.target)];
  const isHalf = ({ target }: Signal) => target === chosen.halves?.person || target === chosen.halves?.software;
  const isFor = (signal: Signal) => signal.target === chosen.target || isHalf(signal);
  return {
    ...chosen,
    signals: byWeight([...reasons, ...signals.filter(isFor)]),
    against: byWeight(signals.filter((signal) => !isFor(signal))),
  };
}
