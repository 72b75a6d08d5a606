import { canonicalJson } from "../../../canonical-json.ts";
import type { Json } from "../../../policy/json.ts";
import { withoutCovered } from "./cut-statement.ts";
import type { NamedDocument } from "./proposal.ts";
import { oneOrMany, type PlainStatement } from "./statement-for-user.ts";

/** Characters of a managed policy, white space left out. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const LARGEST_MANAGED_POLICY = 6_144;
/** Managed policies that a role may have without asking AWS for more. */
export const MOST_ATTACHED_POLICIES = 10;

const EMPTY: NamedDocument["document"] = { Version: "2012-10-17", Statement: [] };
const OVERHEAD = JSON.stringify(EMPTY).length;
const ROOM = LARGEST_MANAGED_POLICY - OVERHEAD;

const written = (statement: PlainStatement): Json => ({
  Effect: statement.allows ? "Allow" : "Deny",
  [statement.isExceptActions ? "NotAction" : "Action"]: oneOrMany(statement.actions),
  [statement.isExceptResources ? "NotResource" : "Resource"]: oneOrMany(statement.resources),
  ...(statement.condition === null ? {} : { Condition: statement.condition }),
});

const sizeOf = (statement: PlainStatement): number => JSON.stringify(written(statement)).length;

const halves = <T>(list: readonly T[]): [readonly T[], readonly T[]] => {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
};

/** Statements that say the same together and fit into a policy each; null: one cannot be divided any more. */
function divided(statement: PlainStatement): PlainStatement[] | null {
  if (sizeOf(statement) <= ROOM) return [statement];
  const by = (["actions", "resources"] as const).find(
    (list) => statement[list].length > 1 && !statement[list === "actions" ? "isExceptActions" : "isExceptResources"],
  );
  if (!by) return null;
  const parts = halves(statement[by]).map((list) => divided({ ...statement, [by]: list }));
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}

/** Statements that differ by their actions alone are one. */
function merged(statements: readonly PlainStatement[]): PlainStatement[] {
  const groups = Map.groupBy(statements, ({ actions, ...rest }) =>
    canonicalJson(rest.isExceptActions ? { ...rest, actions } : rest),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    if (first.isExceptActions) return [first];
    return [{ ...first, actions: withoutCovered(group.flatMap(({ actions }) => actions)).sort() }];
  });
}

/** The statements as managed policies that AWS takes: as few as a first fit gives. Null: one of the statements fits into none. */
export function asDocuments(name: string, statements: readonly PlainStatement[]): NamedDocument[] | null {
  const parts = merged(statements).map(divided);
  if (parts.some((part) => part === null)) return null;
  const documents: { left: number; statements: Json[] }[] = [];
  for (const part of parts.flatMap((each) => each ?? [])) {
    const size = sizeOf(part) + 1;
    const into = documents.find(({ left }) => left >= size) ?? { left: ROOM + 1, statements: [] };
    if (into.statements.length === 0) documents.push(into);
    into.left -= size;
    into.statements.push(written(part));
  }
  return documents.map(({ statements: of }, index) => ({
    name: documents.length === 1 ? name : `${name}-${index + 1}`,
    document: { ...EMPTY, Statement: of },
  }));
}
