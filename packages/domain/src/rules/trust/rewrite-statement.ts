import { asList, asText, isRecord, type Json } from "../../policy/json.ts";

type Condition = Record<string, Record<string, unknown>>;
type Change = {
  principal: Json | "*";
  action?: unknown;
  /** Keys of the condition that are replaced, in lower case. */
  drop?: readonly string[];
  add?: Condition;
};

const PLAIN_ACTION = /^sts:(?:AssumeRole(?:WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext)$/;

function keptConditions(block: unknown, drop: readonly string[]): Condition {
  if (!isRecord(block)) return {};
  const kept: Condition = {};
  for (const [operator, keys] of Object.entries(block)) {
    if (!isRecord(keys)) continue;
    const rest = Object.entries(keys).filter(([key]) => !drop.includes(key.toLowerCase()));
    if (rest.length > 0) kept[operator] = Object.fromEntries(rest);
  }
  return kept;
}

/** What the statement allows, or the one action that such a principal needs where it allows more than trust policies are about. */
export function actionsOf(raw: Json, usual: string): unknown {
  const actions = asList(raw.Action);
  const isPlain = actions.length > 0 && actions.every((action) => PLAIN_ACTION.test(asText(action)));
  return isPlain && actions.map(asText).includes(usual) ? raw.Action : usual;
}

/** The statement for one principal, with conditions replaced and added; what else it demands stays. */
export function rewriteStatement(raw: Json, { principal, action, drop = [], add = {} }: Change): Json {
  const condition = keptConditions(raw.Condition, drop);
  for (const [operator, keys] of Object.entries(add)) {
    const written = Object.keys(condition).find((kept) => kept.toLowerCase() === operator.toLowerCase()) ?? operator;
    condition[written] = { ...condition[written], ...keys };
  }
  return {
    Effect: "Allow",
    Principal: principal,
    Action: action ?? raw.Action ?? "sts:AssumeRole",
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}
