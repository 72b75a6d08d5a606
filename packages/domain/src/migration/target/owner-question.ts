import { activeOf, type MigrationFacts } from "./facts.ts";
import { isSpringboard } from "./find-signals.ts";
import { acceptedOf, keysInUse, onlyRefused, signsIn } from "./seen-use.ts";
import { type MigrationTarget, TARGETS } from "./target.ts";

type Question = { asks: (facts: MigrationFacts) => boolean; of: (facts: MigrationFacts) => string };

const lastUsedAt = (facts: MigrationFacts): Date | null =>
  new Date(Math.max(0, ...activeOf(facts, "access_key").map(({ lastUsedAt: at }) => at?.getTime() ?? 0)));
const isOpen = (facts: MigrationFacts): boolean =>
  keysInUse(facts).length > 0 && keysInUse(facts).every(({ isQuiet }) => isQuiet === null);
/** Services of AWS that call on its behalf have names in the place of addresses. */
const addressOf = ({ observed }: MigrationFacts): string | undefined =>
  acceptedOf(observed?.sourceIpAddresses ?? []).find(({ value }) => /^[\da-f.:]+$/i.test(value))?.value;

/** What nobody can see from here, the most telling first. */
const QUESTIONS: readonly Question[] = [
  {
    asks: onlyRefused,
    of: ({ userName }) => `AWS refused every call of ${userName} that CloudTrail shows. Does anybody still need it?`,
  },
  {
    asks: ({ hasConsolePassword }) => hasConsolePassword === null,
    of: ({ userName }) => `Is ${userName} a person or software? Whether it has a password could not be read.`,
  },
  {
    asks: (facts) => signsIn(facts) === "unknown" && keysInUse(facts).length > 0,
    of: ({ userName }) => `Does a person sign in as ${userName}, or does software alone use its keys?`,
  },
  {
    asks: isSpringboard,
    of: ({ userName }) => `Who holds the keys of ${userName}, a person or a pipeline? All it does is assume roles.`,
  },
  {
    asks: (facts) => addressOf(facts) !== undefined,
    of: (facts) => `What runs at ${addressOf(facts)}? It uses the keys of ${facts.userName}.`,
  },
  {
    asks: (facts) => isOpen(facts) && lastUsedAt(facts)?.getTime() === 0,
    of: ({ userName }) => `What is ${userName} for? No use of its keys is known yet.`,
  },
  {
    asks: isOpen,
    of: (facts) =>
      `What last used the keys of ${facts.userName} on ${lastUsedAt(facts)?.toISOString().slice(0, 10)}, and when will it again?`,
  },
];

/** The one question whose answer would decide. */
export function questionOf(facts: MigrationFacts, rivals: readonly MigrationTarget[]): string {
  const [one, other] = rivals;
  if (one && other) return `Which is ${facts.userName}: "${TARGETS[one].label}" or "${TARGETS[other].label}"?`;
  const question = QUESTIONS.find(({ asks }) => asks(facts));
  if (question) return question.of(facts);
  return `Where does the software run that uses the keys of ${facts.userName}: on AWS, in a pipeline, at a vendor's or on premises?`;
}
