import { asList, asText, isRecord } from "./documents.ts";

/** One value of a condition: `prefix` is the text before the first wildcard or variable, the whole text of an exact value. */
export type ConditionValue = { text: string; prefix: string; isExact: boolean };

/** What a request must carry under one key: one of the values. */
export type Demand = {
  operator: string;
  values: readonly ConditionValue[];
  /** IfExists or ForAllValues: a request without the key passes. */
  isOptional: boolean;
  /** ForAnyValue, which AWS advises against for keys with one value. */
  isForAnyValue: boolean;
};

/** The conditions of a statement. Keys are asked for in lower case. */
export type Conditions = {
  /** Demands for text or an ARN under a key; all must hold. Negated operators demand nothing that could be told. */
  demands: (key: string) => readonly Demand[];
  /** Values that any operator of this family has for the key. */
  clauses: (key: string) => readonly Clause[];
  keys: readonly string[];
};

export type Clause = {
  operator: string;
  /** The operator as it is written. */
  writtenOperator: string;
  isOptional: boolean;
  isForAnyValue: boolean;
  key: string;
  values: readonly string[];
};

/** ArnEquals takes wildcards, as ArnLike does. */
const TEXT_OPERATORS: ReadonlyMap<string, { isPattern: boolean }> = new Map([
  ["stringequals", { isPattern: false }],
  ["stringequalsignorecase", { isPattern: false }],
  ["stringlike", { isPattern: true }],
  ["arnequals", { isPattern: true }],
  ["arnlike", { isPattern: true }],
]);
const OPERATOR = /^(?:(foranyvalue|forallvalues):)?(.+?)(ifexists)?$/;

const wildcardIn = (text: string, isPattern: boolean): number => text.search(isPattern ? /[*?]|\$\{/ : /\$\{/);

function readValue(text: string, isPattern: boolean): ConditionValue {
  // ${*}, ${?} and ${$} stand for the characters themselves.
  const plain = text.includes("${") ? text.replace(/\$\{[*?$]\}/g, "_") : text;
  const free = wildcardIn(plain, isPattern);
  return { text, prefix: free < 0 ? text : plain.slice(0, free), isExact: free < 0 };
}

function clausesOf(operators: Readonly<Record<string, unknown>>): Clause[] {
  return Object.entries(operators).flatMap(([writtenOperator, keys]) => {
    const [, quantifier, operator = "", ifExists] = OPERATOR.exec(writtenOperator.toLowerCase()) ?? [];
    if (!isRecord(keys)) return [];
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      writtenOperator,
      isOptional: ifExists !== undefined || quantifier === "forallvalues",
      isForAnyValue: quantifier === "foranyvalue",
      key: key.toLowerCase(),
      values: asList(values).map(asText),
    }));
  });
}

/** Null with "false": the key must be there, which takes the effect from IfExists and ForAllValues. */
export const demandsPresence = ({ operator, values }: Clause): boolean =>
  operator === "null" && values.length > 0 && values.every((value) => value.toLowerCase() === "false");

const NONE: readonly never[] = [];
const UNCONDITIONAL: Conditions = { demands: () => NONE, clauses: () => NONE, keys: NONE };

function demandOf(clause: Clause, isPresent: boolean): Demand | null {
  const text = TEXT_OPERATORS.get(clause.operator);
  if (!text || clause.values.length === 0) return null;
  return {
    operator: clause.writtenOperator,
    values: clause.values.map((value) => readValue(value, text.isPattern)),
    isOptional: clause.isOptional && !isPresent,
    isForAnyValue: clause.isForAnyValue,
  };
}

/**
 * Reads the Condition of a statement: operators and keys without regard to case, values of a list as alternatives, operators and
 * keys all together. What is no condition demands nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function readConditions(block: unknown): Conditions {
  if (!isRecord(block)) return UNCONDITIONAL;
  const byKey = Map.groupBy(clausesOf(block), ({ key }) => key);
  const demands = new Map<string, readonly Demand[]>();
  for (const [key, clauses] of byKey) {
    const isPresent = clauses.some(demandsPresence);
    const found = clauses.flatMap((clause) => demandOf(clause, isPresent) ?? []);
    // That the key must be there and nothing else: any value will do.
    if (found.length === 0 && isPresent)
      found.push({ operator: "Null", values: [readValue("*", true)], isOptional: false, isForAnyValue: false });
    demands.set(key, found);
  }
  return {
    demands: (key) => demands.get(key) ?? NONE,
    clauses: (key) => byKey.get(key) ?? NONE,
    keys: [...byKey.keys()],
  };
}

/** The demands that no request can pass by leaving the key out. */
export const heldDemands = (conditions: Conditions, key: string): readonly Demand[] =>
  conditions.demands(key).filter(({ isOptional }) => !isOptional);

/** Whether a demand of the key holds whose every value is as it should be. */
export const demandsAll = (conditions: Conditions, key: string, isRight: (value: ConditionValue) => boolean): boolean =>
  heldDemands(conditions, key).some(({ values }) => values.every(isRight));

/** Whether the key must have exact values. */
export const demandsExact = (conditions: Conditions, key: string): boolean =>
  demandsAll(conditions, key, ({ isExact, text }) => isExact && text !== "");

/** A demand in words, its values in alphabetical order. */
export const describeDemand = (key: string, { operator, values }: Demand): string =>
  `${operator} ${key} ${values
    .map(({ text }) => text)
    .sort()
    .join(", ")}`;
