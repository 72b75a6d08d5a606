import { asList, asText, type Json } from "../../policy/json.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { type Block, blockIn, type Guard, withGuard, withHeld, withoutValues } from "./guards.ts";

export type Change = {
  principal: Json | "*";
  /** What the statement is to allow of what it allows; without it: all of that. */
  actions?: readonly string[];
  /** Keys that nobody may leave out, in lower case. */
  held?: readonly string[];
  /** Keys whose value is to be another one, in lower case. */
  replaced?: readonly string[];
  guards?: readonly Guard[];
};

const PLAIN_ACTION = /^sts:(?:AssumeRole(?:WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext)$/i;

function allows({ Action: action, NotAction: notAction }: Json, name: string): boolean {
  const patterns = asList(action ?? notAction).map((one) => asText(one).toLowerCase());
  return (action === undefined) !== patterns.some((pattern) => matchesWildcard(pattern, name.toLowerCase()));
}

/** The statement's own element where it names plain actions that are all wanted, else those wanted ones that it allows. */
function actionElement(raw: Json, wanted: readonly string[]): Json {
  const own = asList(raw.Action).map(asText);
  const isPlain = own.length > 0 && own.every((action) => PLAIN_ACTION.test(action));
  const isWanted = (action: string) => wanted.some((name) => name.toLowerCase() === action.toLowerCase());
  if (isPlain && own.every(isWanted)) return { Action: raw.Action };
  const kept = wanted.filter((name) => allows(raw, name));
  if (kept.length > 0) return { Action: kept.length === 1 ? kept[0] : kept };
  return raw.Action === undefined ? { NotAction: raw.NotAction } : { Action: raw.Action };
}

/** The condition of a statement with what is changed of it. */
export function changedBlock(raw: Json, { held = [], replaced = [], guards = [] }: Omit<Change, "principal">): Block {
  const standing = withoutValues(withHeld(blockIn(raw.Condition), held), replaced);
  return guards.reduce(withGuard, standing);
}

/** The statement for one principal. It lets in nobody whom it does not let in today: what it demands stays, unless it is replaced. */
export function rewriteStatement(raw: Json, change: Change): Json {
  const condition = changedBlock(raw, change);
  return {
    Effect: "Allow",
    Principal: change.principal,
    ...actionElement(raw, change.actions ?? []),
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}
