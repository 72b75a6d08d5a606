import { asTexts, isRecord } from "./json.ts";

/** One operator of a Condition element with one key. Operator and key are in lower case. */
export type Condition = {
  /** Without what stands before and behind it: `stringequals` of `ForAnyValue:StringEqualsIfExists`. */
  operator: string;
  /** The operator as it is written. */
  writtenOperator: string;
  quantifier: "forallvalues" | "foranyvalue" | null;
  hasIfExists: boolean;
  /**
   * IfExists, or ForAllValues, which is true of no value at all: a request without the key passes, unless another condition of the
   * statement demands that the key is there.
   */
  isOptional: boolean;
  key: string;
  /** Alternatives. */
  values: readonly string[];
};

/** One value of a demand: `prefix` is the text before the first wildcard or variable, the whole text of an exact value. */
export type ConditionValue = { text: string; prefix: string; isExact: boolean };

/** What a request must carry under one key: one of the values. */
export type Demand = {
  /** The operator as it is written. */
  operator: string;
  values: readonly ConditionValue[];
  isOptional: boolean;
  /** ForAnyValue, which AWS advises against for keys with one value. */
  isForAnyValue: boolean;
};

const NONE: readonly never[] = [];

/** ArnEquals takes wildcards, as ArnLike does. */
const TEXT_OPERATORS: ReadonlyMap<string, { isPattern: boolean }> = new Map([
  ["stringequals", { isPattern: false }],
  ["stringequalsignorecase", { isPattern: false }],
  ["stringlike", { isPattern: true }],
  ["arnequals", { isPattern: true }],
  ["arnlike", { isPattern: true }],
]);
const OPERATOR = /^(?:(foranyvalue|forallvalues):)?(.+?)(ifexists)?$/;

/** Null with "false": the key must be there. */
export const demandsPresence = ({ operator, values }: Condition): boolean =>
  operator === "null" && values.length > 0 && values.every((value) => value.toLowerCase() === "false");

/** Whether an operator holds for what does not match, or for the key's being there at all. */
export const isNegated = ({ operator }: Condition): boolean => operator.includes("not") || operator === "null";

const wildcardIn = (text: string, isPattern: boolean): number => text.search(isPattern ? /[*?]|\$\{/ : /\$\{/);

function readValue(text: string, isPattern: boolean): ConditionValue {
  // ${*}, ${?} and ${$} stand for the characters themselves.
  const plain = text.includes("${") ? text.replace(/\$\{[*?$]\}/g, "_") : text;
  const free = wildcardIn(plain, isPattern);
  return { text, prefix: free < 0 ? text : plain.slice(0, free), isExact: free < 0 };
}

function readOperator(writtenOperator: string): Omit<Condition, "key" | "values"> {
  const [, quantifier, operator = "", ifExists] = OPERATOR.exec(writtenOperator.toLowerCase()) ?? [];
  const hasIfExists = ifExists !== undefined;
  return {
    operator,
    writtenOperator,
    quantifier: (quantifier as Condition["quantifier"] | undefined) ?? null,
    hasIfExists,
    isOptional: hasIfExists || quantifier === "forallvalues",
  };
}

function conditionsOf(block: unknown): readonly Condition[] {
  if (!isRecord(block)) return NONE;
  const written = Object.entries(block).flatMap(([writtenOperator, keys]) => {
    if (!isRecord(keys)) return [];
    const operator = readOperator(writtenOperator);
    return Object.entries(keys).map(([key, values]) => ({
      ...operator,
      key: key.toLowerCase(),
      values: asTexts(values),
    }));
  });
  const present = new Set(written.filter(demandsPresence).map(({ key }) => key));
  if (present.size === 0) return written;
  return written.map((condition) => ({
    ...condition,
    isOptional: condition.isOptional && !present.has(condition.key),
  }));
}

function demandOf({ operator, writtenOperator, values, isOptional, quantifier }: Condition): Demand | null {
  const text = TEXT_OPERATORS.get(operator);
  if (!text || values.length === 0) return null;
  return {
    operator: writtenOperator,
    values: values.map((value) => readValue(value, text.isPattern)),
    isOptional,
    isForAnyValue: quantifier === "foranyvalue",
  };
}

function demandsOf(conditions: readonly Condition[]): readonly Demand[] {
  const demands = conditions.flatMap((condition) => demandOf(condition) ?? []);
  // That the key must be there and nothing else: any value will do.
  if (demands.length === 0 && conditions.some(demandsPresence))
    demands.push({ operator: "Null", values: [readValue("*", true)], isOptional: false, isForAnyValue: false });
  return demands;
}

/**
 * The Condition element of a statement: operators and keys without regard to case, values of a list as alternatives, all operators
 * and keys together. What is no condition demands nothing. Keys are asked for in lower case.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export class Conditions {
  /** In the order of the document. */
  readonly all: readonly Condition[];
  private byKey: ReadonlyMap<string, readonly Condition[]> | null = null;
  private demanded: Map<string, readonly Demand[]> | null = null;

  constructor(all: readonly Condition[]) {
    this.all = all;
  }

  get keys(): readonly string[] {
    return [...this.grouped.keys()];
  }

  /** The conditions on a key. */
  on(key: string): readonly Condition[] {
    return this.grouped.get(key) ?? NONE;
  }

  /** Demands for text or an ARN under a key; all must hold. Negated operators demand nothing that could be told. */
  demands(key: string): readonly Demand[] {
    const known = this.demanded?.get(key);
    if (known) return known;
    const demands = demandsOf(this.on(key));
    this.demanded ??= new Map();
    this.demanded.set(key, demands);
    return demands;
  }

  private get grouped(): ReadonlyMap<string, readonly Condition[]> {
    this.byKey ??= Map.groupBy(this.all, ({ key }) => key);
    return this.byKey;
  }
}

const UNCONDITIONAL = new Conditions(NONE);

/** The Condition element of a statement, taken apart. */
export function readConditions(block: unknown): Conditions {
  const all = conditionsOf(block);
  return all.length === 0 ? UNCONDITIONAL : new Conditions(all);
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
