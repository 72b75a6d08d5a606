import { hasMark, written } from "./marks.ts";
import { camelCase } from "./names.ts";

const inTemplate = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll(/`|\$(?=\{|$)/g, "\\$&");

/** Code that is written as it is. A class, as no document that comes from outside can be one. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const tsText = (text: string): string =>
  hasMark(text) ? `\`${written(text, inTemplate, (name) => `\${props.${camelCase(name)}}`)}\`` : JSON.stringify(text);

const tsKey = (key: string): string => {
  if (hasMark(key)) return `[${tsText(key)}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
};

/** A structure as an expression, its texts with `props` in place of their marks. */
export function tsValue(value: unknown, indent = ""): string {
  if (typeof value === "string") return tsText(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Code) return value.text;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((one) => tsValue(one, inner));
    const onOneLine = `[${items.join(", ")}]`;
    if (onOneLine.length < 80 && !onOneLine.includes("\n")) return onOneLine;
    return `[\n${items.map((one) => `${inner}${one},\n`).join("")}${indent}]`;
  }
  const lines = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${inner}${tsKey(key)}: ${tsValue(one, inner)},\n`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("")}${indent}}`;
}
