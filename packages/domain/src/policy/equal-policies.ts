import { canonicalJson } from "../canonical-json.ts";
import { asList, asText, asTexts, isRecord, type Json } from "./json.ts";
import { readPrincipals, type StatementPrincipal } from "./principals.ts";

const ROOT_OF_ACCOUNT = /^arn:[^:]+:iam::(\d{12}):root$/;

/** A principal in one spelling: AWS takes the number of an account for the ARN of its root, and gives either back. */
export const spellPrincipal = ({ type, value }: StatementPrincipal): StatementPrincipal => ({
  type,
  value: ROOT_OF_ACCOUNT.exec(value)?.[1] ?? value,
});

/** Items in one order, each once. */
export const asSet = (items: readonly unknown[]): unknown[] => {
  const unique = new Map(items.map((item) => [canonicalJson(item), item]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
};

/** Operators and keys are compared without regard to case, and values are texts. */
const spellCondition = (condition: unknown): unknown => {
  if (!isRecord(condition)) return condition;
  const lines = Object.entries(condition).flatMap(([operator, keys]): unknown[] => {
    if (!isRecord(keys)) return [[operator, keys]];
    return Object.entries(keys).map(([key, values]) => [
      operator.toLowerCase(),
      key.toLowerCase(),
      asSet(asTexts(values)),
    ]);
  });
  return asSet(lines);
};

const spellPrincipals = (principal: unknown): unknown => {
  const { named, isComplete } = readPrincipals(principal, undefined);
  return isComplete ? asSet(named.map(spellPrincipal)) : principal;
};
const spellActions = (actions: unknown): unknown => asSet(asTexts(actions).map((name) => name.toLowerCase()));
const spellTexts = (texts: unknown): unknown => asSet(asTexts(texts));

/** How each element of a statement is spelt; others stand as they are. */
const SPELLINGS: Readonly<Record<string, (element: unknown) => unknown>> = {
  Action: spellActions,
  NotAction: spellActions,
  Resource: spellTexts,
  NotResource: spellTexts,
  Principal: spellPrincipals,
  NotPrincipal: spellPrincipals,
  Condition: spellCondition,
};

const spellElements = (statement: unknown): unknown =>
  isRecord(statement)
    ? Object.fromEntries(
        Object.entries(statement).map(([element, value]) => [element, SPELLINGS[element]?.(value) ?? value]),
      )
    : statement;

/**
 * A policy in one spelling, for all that say the same in the same statements: lists are sets in no order, a list of one is its element,
 * and what IAM compares without regard to case is in lower case. What is no policy stands as it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function spellPolicy(document: unknown): unknown {
  if (!isRecord(document) || document.Statement === undefined) return document;
  const { Statement: statements, Version: version = "2008-10-17", ...rest }: Json = document;
  return { ...rest, Version: asText(version), Statement: asSet(asList(statements).map(spellElements)) };
}

/** Whether two policies are one in different spellings. */
export const isSamePolicy = (a: unknown, b: unknown): boolean =>
  a === b || canonicalJson(spellPolicy(a ?? null)) === canonicalJson(spellPolicy(b ?? null));
