import { type Condition, isNegated } from "../../../policy/conditions.ts";
import { isRecord, type Json } from "../../../policy/json.ts";
import type { IdentityStatement } from "../../../policy/statements.ts";
import { holdsFor } from "./condition-truth.ts";
import type { UserFacts } from "./facts.ts";
import { DIFFERS_FOR_ROLES, valueForUser } from "./principal-keys.ts";
import type { UserOnly } from "./proposal.ts";
import { substitute } from "./substitute.ts";

/** A list of one as IAM writes it. */
export const oneOrMany = (texts: readonly string[]): string | readonly string[] =>
  texts.length === 1 && texts[0] !== undefined ? texts[0] : texts;

/** A statement that speaks of no user any more: what depends on who asks is decided for one user. */
export type PlainStatement = {
  allows: boolean;
  actions: readonly string[];
  /** NotAction. */
  isExceptActions: boolean;
  resources: readonly string[];
  /** NotResource. */
  isExceptResources: boolean;
  /** As it is to be written; null: none. */
  condition: Json | null;
};

/** A condition with one answer is decided; what cannot be answered leaves an Allow out and widens a Deny. */
type Answer = { holds: boolean } | { keep: readonly string[] } | "unanswerable";

type Reading = { user: UserFacts; hasVariables: boolean; note: (found: UserOnly) => void };

const literal = (key: string): UserOnly => ({
  key,
  treatment: "literal",
  sentence: `\${${key}} has no value, or another one, for a role: the user's own value stands in its place.`,
});
const missing = (key: string): UserOnly => ({
  key,
  treatment: "decided",
  sentence: `\${${key}} has no value for this user: what it stands in matches nothing, and is left out.`,
});
const unknown = (key: string): UserOnly => ({
  key,
  treatment: "narrowed",
  sentence: `The user's value of ${key} could not be read: what depends on it is not allowed, and is denied where a policy denies.`,
});
const decided = (key: string, holds: boolean): UserOnly => ({
  key,
  treatment: "decided",
  sentence: holds
    ? `The condition on ${key} always holds for this user, and is left out.`
    : `The condition on ${key} never holds for this user: its statement is left out.`,
});
const undecided = (key: string): UserOnly => ({
  key,
  treatment: "narrowed",
  sentence: `What ${key} comes to for this user cannot be told: what it allows is left out, what it denies is denied.`,
});

/** Text that the statement must match. Where a value is not known a pattern that allows is left out, one that denies is widened. */
function textsFor(
  texts: readonly string[],
  { isWideSafe, isSpared }: { isWideSafe: boolean; isSpared: boolean },
  { user, hasVariables, note }: Reading,
): string[] {
  return texts.flatMap((text) => {
    const { text: plain, replaced, absent, unknown: unread } = substitute(text, user, hasVariables);
    for (const key of replaced) note(literal(key));
    for (const key of absent) note(isSpared ? undecided(key) : missing(key));
    for (const key of unread) note(unknown(key));
    return absent.length > 0 || (unread.length > 0 && !isWideSafe) ? [] : [plain];
  });
}

/**
 * A condition on a key that the request decides, with the user's values in the place of variables. A variable without a value equals
 * nothing; what that makes of a negated condition AWS does not say.
 */
function openAnswer(condition: Condition, { user, hasVariables, note }: Reading): Answer {
  const read = condition.values.map((value) => substitute(value, user, hasVariables));
  for (const { replaced } of read) for (const key of replaced) note(literal(key));
  const absent = read.flatMap((each) => each.absent);
  const unread = read.flatMap((each) => each.unknown);
  if (
    unread.length === 0 &&
    absent.length > 0 &&
    !isNegated(condition) &&
    !condition.hasIfExists &&
    !condition.quantifier
  ) {
    for (const key of absent) note(missing(key));
    const left = read.filter((each) => each.absent.length === 0).map(({ text }) => text);
    return left.length === 0 ? { holds: false } : { keep: left };
  }
  for (const key of [...absent, ...unread]) note(undecided(key));
  return absent.length + unread.length > 0 ? "unanswerable" : { keep: read.map(({ text }) => text) };
}

function answerOf(condition: Condition, writtenKey: string, reading: Reading): Answer {
  const { user, hasVariables, note } = reading;
  const value = valueForUser(condition.key, user);
  if (value.state === "open") {
    const differs = DIFFERS_FOR_ROLES.find(({ pattern }) => pattern.test(condition.key));
    if (differs) note({ key: writtenKey, treatment: "kept", sentence: differs.sentence });
    return openAnswer(condition, reading);
  }
  const values = condition.values.map((text) => substitute(text, user, hasVariables));
  const isOpen = values.some(({ absent, unknown: unread }) => absent.length > 0 || unread.length > 0);
  const asked = { ...condition, values: values.map(({ text }) => text) };
  const holds =
    value.state === "unknown" || isOpen ? null : holdsFor(asked, value.state === "fixed" ? value.value : null);
  note(holds === null ? undecided(writtenKey) : decided(writtenKey, holds));
  return holds === null ? "unanswerable" : { holds };
}

type Written = { operator: string; key: string };

/** Operators and keys as they are written, in the order in which they are read. */
const writtenKeys = (block: unknown): Written[] =>
  isRecord(block)
    ? Object.entries(block).flatMap(([operator, keys]) =>
        isRecord(keys) ? Object.keys(keys).map((key) => ({ operator, key })) : [],
      )
    : [];

/** IAM keeps no other; whatever else stands there may be meant to hold somebody back. */
const isConditionBlock = (block: unknown): boolean =>
  block === undefined || (isRecord(block) && Object.values(block).every(isRecord));

type Block = Record<string, Record<string, readonly string[] | string>>;

/** @returns null where the statement never applies. */
function conditionFor(
  { allows, conditions, raw }: IdentityStatement,
  reading: Reading,
): { block: Block | null } | null {
  const written = writtenKeys(raw.Condition);
  const block: Block = {};
  for (const [index, condition] of conditions.all.entries()) {
    const { operator, key } = written[index] ?? { operator: condition.writtenOperator, key: condition.key };
    const answer = answerOf(condition, key, reading);
    if (answer === "unanswerable" ? allows : "holds" in answer && !answer.holds) return null;
    if (typeof answer === "object" && "keep" in answer)
      block[operator] = { ...block[operator], [key]: oneOrMany(answer.keep) };
  }
  return { block: Object.keys(block).length === 0 ? null : block };
}

/**
 * A statement as it holds for one user, for whoever takes the user's place: user-only variables are literals, conditions on the caller are
 * decided. It allows no more, and denies no less, than it does for the user.
 *
 * @returns null where it never applies to the user, or nothing certain is left of what it allows.
 */
export function statementForUser(statement: IdentityStatement, reading: Reading): PlainStatement | null {
  const { allows, actions, resources, raw } = statement;
  if (allows && !isConditionBlock(raw.Condition)) return null;
  // What a denial is about may be widened; what it spares may not. With what is allowed it is the other way round.
  const isWideSafe = allows === resources.isExcept;
  const isSpared = allows && resources.isExcept;
  const texts = textsFor(
    resources.patterns.map(({ text }) => text),
    { isWideSafe, isSpared },
    reading,
  );
  const isShorter = texts.length < resources.patterns.length;
  // What a pattern without a value would spare from being allowed AWS does not say.
  if (isSpared && isShorter) return null;
  if (!resources.isExcept && texts.length === 0) return null;
  const condition = conditionFor(statement, reading);
  if (!condition) return null;
  const isAll = resources.isExcept && texts.length === 0;
  return {
    allows,
    actions: actions.written,
    isExceptActions: actions.isExcept,
    resources: isAll ? ["*"] : texts,
    isExceptResources: resources.isExcept && !isAll,
    condition: condition.block,
  };
}
