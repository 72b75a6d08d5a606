import { type ResourcePattern, resourcePattern } from "./resource-reach.ts";

/** A statement of an identity policy, ready to be matched: actions are in lower case, lists are lists. */
export type Statement = {
  allows: boolean;
  actions: readonly string[];
  /** The actions as they are written. */
  writtenActions: readonly string[];
  /** The actions are those that it is not about (NotAction). */
  exceptActions: boolean;
  resources: readonly ResourcePattern[];
  /** The resources are those that it is not about (NotResource). */
  exceptResources: boolean;
  conditions: readonly Condition[];
};

/** One operator with one key; both in lower case. */
type Condition = { operator: string; key: string; values: readonly string[] };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const texts = (value: unknown): string[] => asList(value).map(String);

function conditionsOf(block: unknown): Condition[] {
  if (!isRecord(block)) return [];
  return Object.entries(block).flatMap(([operator, keys]) =>
    isRecord(keys)
      ? Object.entries(keys).map(([key, values]) => ({
          operator: operator.toLowerCase(),
          key: key.toLowerCase(),
          values: texts(values),
        }))
      : [],
  );
}

/** Null: the statement is none, such as one without an effect; what it says cannot be told. */
function statementOf(value: unknown): Statement | null {
  if (!isRecord(value)) return null;
  const { Effect: effect, Action: action, NotAction: notAction, Resource: resource, NotResource: notResource } = value;
  const actions = action ?? notAction;
  const resources = resource ?? notResource;
  if ((effect !== "Allow" && effect !== "Deny") || actions === undefined || resources === undefined) return null;
  return {
    allows: effect === "Allow",
    actions: texts(actions).map((name) => name.toLowerCase()),
    writtenActions: texts(actions),
    exceptActions: action === undefined,
    resources: texts(resources).map(resourcePattern),
    exceptResources: resource === undefined,
    conditions: conditionsOf(value.Condition),
  };
}

/** `isComplete` is false where a part of the document is missing or is no statement: it may say more than is known. */
export type ReadStatements = { statements: readonly Statement[]; isComplete: boolean };

const read = new WeakMap<object, ReadStatements>();

/**
 * The statements of an identity policy's document; null stands for one that was not read. Legacy forms are read: no Version,
 * Statement as an object, values as a text or a list. Each document is taken apart once, and must not be changed afterwards.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatements(document: unknown): ReadStatements {
  if (!isRecord(document) || document.Statement === undefined) return { statements: [], isComplete: false };
  const known = read.get(document);
  if (known) return known;
  const found = asList(document.Statement).map(statementOf);
  const statements = found.filter((statement) => statement !== null);
  const result = { statements, isComplete: statements.length === found.length };
  read.set(document, result);
  return result;
}
