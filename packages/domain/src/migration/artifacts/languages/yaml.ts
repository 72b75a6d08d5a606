const WORDS_WITH_A_MEANING = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** JSON's quotes and escapes are YAML's. What is no printable character of YAML is written by its number. */
export const yamlText = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const keyText = (key: string): string =>
  /^[A-Za-z][A-Za-z0-9_-]*$/.test(key) && !WORDS_WITH_A_MEANING.test(key) ? key : yamlText(key);

/** A value with lines of comment above its key. A class, as no document that comes from outside can be one. */
export class Remarked {
  readonly comment: string;
  readonly value: unknown;
  constructor(comment: string, value: unknown) {
    this.comment = comment;
    this.value = value;
  }
}

const isEmpty = (value: object): boolean => (Array.isArray(value) ? value : Object.keys(value)).length === 0;

/** Lines of plain characters are easier to read as a block, and are read as they stand. */
const isBlockOfLines = (text: string): boolean => text.includes("\n") && /^[!-~](?:[\n -~]*[!-~])$/.test(text);

function scalar(value: unknown, indent: string): string {
  if (typeof value === "string") {
    return isBlockOfLines(value) ? `|-\n${indent}  ${value.replaceAll("\n", `\n${indent}  `)}` : yamlText(value);
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function entry(key: string, given: unknown, indent: string): string {
  const { comment, value } = given instanceof Remarked ? given : { comment: null, value: given };
  const above = comment === null ? "" : `${indent}${comment.replaceAll("\n", `\n${indent}`)}\n`;
  const isBlock = typeof value === "object" && value !== null && !isEmpty(value);
  return `${above}${indent}${keyText(key)}:${isBlock ? `\n${yaml(value, `${indent}  `)}` : ` ${scalar(value, indent)}\n`}`;
}

function item(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null || isEmpty(value)) return `${indent}- ${scalar(value, indent)}\n`;
  // A block begins on the line of its hyphen.
  return `${indent}- ${yaml(value, `${indent}  `).slice(indent.length + 2)}`;
}

/** A structure as YAML in block style, with every text in quotes. Keys without a value are left out. */
export function yaml(structure: unknown, indent = ""): string {
  if (Array.isArray(structure)) return structure.map((value) => item(value, indent)).join("");
  return Object.entries(structure as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => entry(key, value, indent))
    .join("");
}
