import { indented, jsonText } from "./json.ts";
import { written } from "./marks.ts";
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
const uninterpolated = (text: string): string =>
  text.replaceAll(/([$%]+)(\{|$)/g, (_, signs: string, next: string) =>
    signs.length === 1 && next ? `${signs}${signs}${next}` : unicode(signs) + next,
  );

/** JSON's escapes are those of HCL, but for two, and HCL ends lines where JSON does not. */
const inQuotes = (text: string): string =>
  uninterpolated(
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/\\[bf]|[\x7f-\x9f\u2028\u2029\ufeff]/g, (found) =>
        found === "\\b" ? "\\u0008" : found === "\\f" ? "\\u000c" : unicode(found),
      ),
  );

export const hclText = (text: string): string => `"${written(text, inQuotes, variable)}"`;

const heredoc = (document: unknown, indent: string): string =>
  `<<-JSON\n${indent}  ${indented(written(jsonText(document), uninterpolated, variable), `${indent}  `)}\n${indent}JSON`;

function hclObject(object: Readonly<Record<string, HclValue>>, indent: string): string {
  const lines = Object.entries(object).map(
    ([key, value]) => `${indent}  ${hclText(key)} = ${hcl(value, `${indent}  `)}\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

function hcl(value: HclValue, indent: string): string {
  if (typeof value === "string") return hclText(value);
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

export function hclBlock({ type, labels, attributes, blocks = [] }: HclBlock, indent = ""): string {
  const inner = `${indent}  `;
  const given = Object.entries(attributes).filter((entry): entry is [string, HclValue] => entry[1] !== undefined);
  const width = Math.max(...given.map(([name]) => name.length));
  const lines = given.map(([name, value]) => `${inner}${name.padEnd(width)} = ${hcl(value, inner)}`);
  const nested = blocks.map((block) => hclBlock(block, inner));
  const body = [lines.join("\n"), ...nested].filter((text) => text !== "").join("\n\n");
  return `${indent}${[type, ...labels.map((label) => JSON.stringify(label))].join(" ")} {\n${body}\n${indent}}`;
}
