/**
 * A text may have places for what only the owner knows. Within it, such a place is the value's name between two code points that are no
 * characters of any text; each language then writes its own kind of variable there.
 */
const OPEN = "\uFDD0";
const CLOSE = "\uFDD1";
const MARK = /\uFDD0([A-Z_]+)\uFDD1/;

export const mark = (name: string): string => OPEN + name + CLOSE;

/** What artefacts cannot hold: half a surrogate pair, U+0000, and the two code points of marks. */
export const isWritable = (text: string): boolean => text.isWellFormed() && !/[\0\uFDD0\uFDD1]/.test(text);

/** A text around its marks. */
export type Part = { literal: string } | { value: string };

export const partsOf = (text: string): Part[] =>
  text
    .split(MARK)
    .map((part, index) => (index % 2 === 0 ? { literal: part } : { value: part }))
    .filter((part) => !("literal" in part && part.literal === ""));

/** A text with something written in place of its marks, and its literal parts escaped, which may hang on whether a value follows. */
export const written = (
  text: string,
  literal: (text: string, isBeforeValue: boolean) => string,
  value: (name: string) => string,
): string =>
  partsOf(text)
    .map((part, index, parts) =>
      "literal" in part ? literal(part.literal, index < parts.length - 1) : value(part.value),
    )
    .join("");

/** The name of the value that is the whole text; null: there is more, or none. */
export const onlyMark = (text: string): string | null => {
  const [first, ...others] = partsOf(text);
  return first && "value" in first && others.length === 0 ? first.value : null;
};

export const hasMark = (text: string): boolean => MARK.test(text);

/** The names of all marks in a structure, in the order of their first place. */
export const marksIn = (structure: unknown): string[] => [
  ...new Set([...JSON.stringify(structure).matchAll(new RegExp(MARK, "g"))].map(([, name = ""]) => name)),
];
