/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** IAM writes a list of one as its only element. */
export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The same list in alphabetical order, so that the order in a document changes nothing that is told of it. */
export const inOrder = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

/** The account that an ARN names; null: none, or a wildcard. */
export function accountOfArn(arn: string): string | null {
  const account = arn.split(":", 5)[4] ?? "";
  return /^\d{12}$/.test(account) ? account : null;
}

/** A value of a list as text; an object is none, and has none. */
export const asText = (value: unknown): string => (typeof value === "object" ? "" : String(value));
