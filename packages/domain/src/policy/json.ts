/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** IAM writes a list of one as its only element; what is missing is an empty list. */
export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** A value of a list as text: numbers and booleans may stand for themselves; an object is no text, and has none. */
export const asText = (value: unknown): string => (typeof value === "object" ? "" : String(value));

export const asTexts = (value: unknown): string[] => asList(value).map(asText);
