import { type Condition, readConditions } from "../../policy/conditions.ts";
import { isRecord } from "../../policy/json.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";
import { patternsMeet } from "./patterns-meet.ts";

/** The Condition element of a statement as it is written: operators, keys, values. */
export type Block = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What is demanded besides what stands. */
export type Guard = { operator: keyof typeof SAME; key: string; values: string | readonly string[] };

/** Operators that ask the same of a key with one value, the plainest first: a block has one condition for an operator and a key. */
const SAME = {
  StringEquals: ["StringEquals", "StringLike", "ForAnyValue:StringEquals", "ForAnyValue:StringLike"],
  StringLike: ["StringLike", "ForAnyValue:StringLike"],
  StringNotEquals: ["StringNotEquals"],
  StringNotLike: ["StringNotLike"],
  ArnEquals: ["ArnEquals", "ArnLike", "ForAnyValue:ArnEquals", "ForAnyValue:ArnLike"],
  ArnLike: ["ArnLike", "ArnEquals", "ForAnyValue:ArnLike", "ForAnyValue:ArnEquals"],
  ArnNotEquals: ["ArnNotEquals"],
  "ForAnyValue:StringLike": ["ForAnyValue:StringLike", "ForAnyValue:StringEquals"],
  "ForAllValues:StringEquals": ["ForAllValues:StringEquals", "ForAllValues:StringLike"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const MATCHES: ReadonlyMap<string, (pattern: string, text: string) => boolean> = new Map([
  ["stringequals", (pattern, text) => pattern === text],
  ["stringequalsignorecase", isSame],
  ["stringlike", matchesWildcard],
  ["arnequals", matchesWildcard],
  ["arnlike", matchesWildcard],
]);

type Written = { operator: string; key: string; values: unknown; read: Condition };

/** The conditions of a block, each with how it is read. */
function writtenIn(block: Block): Written[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) => {
      const [read] = readConditions({ [operator]: { [key]: values } }).all;
      return read ? [{ operator, key, values, read }] : [];
    }),
  );
}

function blockOf(written: readonly Omit<Written, "read">[]): Block {
  const block: Record<string, Record<string, unknown>> = {};
  for (const { operator, key, values } of written) block[operator] = { ...block[operator], [key]: values };
  return block;
}

/** A Condition element; what is none demands nothing. */
export const blockIn = (condition: unknown): Block =>
  isRecord(condition)
    ? Object.fromEntries(
        Object.entries(condition).filter((entry): entry is [string, Block[string]] => isRecord(entry[1])),
      )
    : {};

const isOf =
  (keys: readonly string[]) =>
  ({ read }: Written): boolean =>
    keys.includes(read.key);

/** Whether whoever has one of the values also passes what stands. A question mark in it might stand for half of what is left open. */
const follows = ({ operator, values }: Condition, from: readonly string[]): boolean =>
  from.every((text) =>
    values.some((value) => !/[?]|\$\{/.test(value) && (MATCHES.get(operator)?.(value, text) ?? false)),
  );

const valuesOf = ({ values }: Guard): readonly string[] => [values].flat();

/** Of what is ruled out all values hold, so that one list takes those of two conditions. */
const isRulingOut = ({ operator }: Guard): boolean => operator.includes("Not");

/** The block with one more demand. What stands on the same key stays, unless it follows from the new demand. */
export function withGuard(block: Block, guard: Guard): Block {
  const isOfKey = isOf([guard.key.toLowerCase()]);
  const isPlain = !guard.operator.includes(":") && !isRulingOut(guard);
  const isImplied = (one: Written) => isPlain && isOfKey(one) && follows(one.read, valuesOf(guard));
  const standing = writtenIn(block).filter((one) => !isImplied(one));
  const under = (operator: string) => standing.find((one) => isSame(one.operator, operator) && isOfKey(one));
  const ruledOut = isRulingOut(guard) ? under(guard.operator) : undefined;
  if (ruledOut) {
    const values = [...new Set([...ruledOut.read.values, ...valuesOf(guard)])];
    return blockOf(standing.map((one) => (one === ruledOut ? { ...one, values } : one)));
  }
  const [plain, ...others] = SAME[guard.operator];
  const inTheWay = under(plain);
  const next = inTheWay && others.find((operator) => !under(operator));
  if (inTheWay && !next) return block;
  // What stands gives way to an operator that asks the same, so that what is new is read first.
  const rest = standing.map((one) => (one === inTheWay ? { ...one, operator: spelled(standing, next!) } : one));
  return blockOf([...rest, { operator: spelled(rest, plain), key: guard.key, values: guard.values }]);
}

/** An operator in the letters in which the block has it already. */
const spelled = (written: readonly Written[], name: string): string =>
  written.find(({ operator }) => isSame(operator, name))?.operator ?? name;

/** Whether what stands on the key leaves room for one of the values, once all is filled in. */
export function leavesRoomFor(block: Block, key: string, values: readonly string[]): boolean {
  const onKey = writtenIn(block).filter(({ read }) => read.key === key.toLowerCase());
  const meets = (standing: string, value: string) => patternsMeet(standing.replaceAll(VARIABLE, "*"), value);
  return onKey.every(({ read }) => {
    if (MATCHES.has(read.operator))
      return values.some((value) => read.values.some((standing) => meets(standing, value)));
    const isRuledOut = (value: string) => read.operator.includes("not") && read.values.some((out) => meets(out, value));
    return !values.every(isRuledOut);
  });
}

const VARIABLE = /\$\{[^}]*\}?/g;
const LOOSE = /^(?:forallvalues:|foranyvalue:)?(.+?)(?:ifexists)?$/i;

/**
 * The block with demands on keys of one value that nobody passes by leaving the key out. Where the strict form stands already for other
 * values, the loose one stays.
 */
export function withHeld(block: Block, keys: readonly string[]): Block {
  const written = writtenIn(block);
  const held = written.map((one) => {
    const { operator, read } = one;
    if (!isOf(keys)(one) || read.operator === "null") return one;
    const strict = LOOSE.exec(operator)?.[1] ?? operator;
    const isTaken = written.some(
      (other) => other !== one && other.read.key === read.key && isSame(other.operator, strict),
    );
    return isTaken ? one : { ...one, operator: strict };
  });
  return blockOf(held);
}

/** That the key is not there at all. */
const demandsAbsence = ({ operator, values }: Condition): boolean =>
  operator === "null" && values.some((value) => value !== "false");

/** The block without demands for a value of these keys, which is to be another one, or for none. What is ruled out stays so. */
export const withoutValues = (block: Block, keys: readonly string[]): Block =>
  blockOf(
    writtenIn(block).filter(
      (one) => !(isOf(keys)(one) && (MATCHES.has(one.read.operator) || demandsAbsence(one.read))),
    ),
  );
