import { indented, jsonText } from "./json.ts";
import { onlyMark, written } from "./marks.ts";
import { snakeCase } from "./names.ts";

/** An expression that is written as it is. */
export type HclExpression = { expression: string };
/** A JSON document as a text. */
export type HclDocument = { document: unknown };
export type HclValue =
  | string
  | number
  | boolean
  | HclExpression
  | HclDocument
  | readonly HclValue[]
  | { object: Readonly<Record<string, HclValue>> };

export const expression = (text: string): HclExpression => ({ expression: text });

const variable = (name: string): string => `\${var.${snakeCase(name)}}`;

const unicode = (text: string): string =>
  text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * `${` and `%{` would be evaluated. Doubling the first character prevents it, unless such a character stands before it, or a variable
 * follows: there it is written by its number.
 */
const uninterpolated = (text: string, isBeforeVariable: boolean): string =>
  text.replaceAll(/([$%]+)(\{|$)/g, (found, signs: string, next: string) => {
    if (next === "") return isBeforeVariable ? unicode(signs) : found;
    return signs.length === 1 ? `${signs}${signs}${next}` : unicode(signs) + next;
  });

/** JSON's escapes are those of HCL, but for two. */
const inQuotes = (text: string, isBeforeVariable: boolean): string =>
  uninterpolated(
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(
        /(?<!\\)((?:\\\\)*)\\([bf])/g,
        (_, before: string, letter: string) => `${before}\\u000${letter === "b" ? "8" : "c"}`,
      ),
    isBeforeVariable,
  );

export const hclText = (text: string): string => `"${written(text, inQuotes, variable)}"`;

/** A value that is one variable needs no quotes around it. */
const hclValue = (text: string): string => {
  const name = onlyMark(text);
  return name === null ? hclText(text) : `var.${snakeCase(name)}`;
};

const heredoc = (document: unknown, indent: string): string =>
  `<<-JSON\n${indent}  ${indented(written(jsonText(document), uninterpolated, variable), `${indent}  `)}\n${indent}JSON`;

/** Words of small letters need no quotes as keys, but for those that begin an expression. */
const keyText = (key: string): string => (/^(?!(?:for|if|in|null|true|false)$)[a-z]+$/.test(key) ? key : hclText(key));

function hclObject(object: Readonly<Record<string, HclValue>>, indent: string): string {
  const entries = Object.entries(object).map(([key, value]) => [keyText(key), hcl(value, `${indent}  `)]);
  const width = Math.max(...entries.map(([key = ""]) => [...key].length));
  const lines = entries.map(
    ([key = "", value]) => `${indent}  ${key}${" ".repeat(width - [...key].length)} = ${value}\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

function hcl(value: HclValue, indent: string): string {
  if (typeof value === "string") return hclValue(value);
  if (typeof value !== "object") return String(value);
  if ("expression" in value) return value.expression;
  if ("document" in value) return heredoc(value.document, indent);
  if ("object" in value) return hclObject(value.object, indent);
  return `[${value.map((item) => hcl(item, indent)).join(", ")}]`;
}

/** A block with its labels, such as `resource "aws_iam_role" "successor"`. Attributes without a value are left out. */
export type HclBlock = {
  comment?: string;
  type: string;
  labels: readonly string[];
  attributes: Readonly<Record<string, HclValue | undefined>>;
  blocks?: readonly HclBlock[];
};

type Attribute = readonly [name: string, value: string];

/** Attributes in the groups within which `terraform fmt` aligns them: a heredoc ends a group, an object over lines stands alone. */
function groupsOf(attributes: readonly Attribute[]): Attribute[][] {
  const groups: Attribute[][] = [[]];
  for (const attribute of attributes) {
    const [, value] = attribute;
    const isLong = value.includes("\n");
    const isHeredoc = value.startsWith("<<");
    if (isLong && !isHeredoc) groups.push([attribute], []);
    else groups.at(-1)?.push(attribute);
    if (isHeredoc) groups.push([]);
  }
  return groups;
}

function attributeLines(attributes: readonly Attribute[], indent: string): string[] {
  return groupsOf(attributes).flatMap((group) => {
    const width = Math.max(...group.map(([name]) => name.length));
    return group.map(([name, value]) => `${indent}${name.padEnd(width)} = ${value}`);
  });
}

export function hclBlock({ type, labels, attributes, blocks = [] }: HclBlock, indent = ""): string {
  const inner = `${indent}  `;
  const given = Object.entries(attributes).filter((entry): entry is [string, HclValue] => entry[1] !== undefined);
  const lines = attributeLines(
    given.map(([name, value]) => [name, hcl(value, inner)]),
    inner,
  );
  const body = [lines.join("\n"), ...blocks.map((block) => hclBlock(block, inner))].filter((text) => text !== "");
  return `${indent}${[type, ...labels.map((label) => JSON.stringify(label))].join(" ")} {\n${body.join("\n\n")}\n${indent}}`;
}
