import type { FieldChange } from "../inventory/change.ts";
import { isRecord } from "../policy/json.ts";

/** What a version holds: the columns of its table that are content. Times are ISO 8601 text. */
export type VersionContent = Readonly<Record<string, unknown>>;

/** A field that changed, with the change in words, to be put behind the name of its subject. */
export type DescribedField = FieldChange & { words: string[] };

/** Compares one field of two versions; null or empty: the same. */
export type FieldRule = (before: VersionContent, after: VersionContent) => DescribedField[];

const MAX_NAMED = 5;
/** Names in a sentence: `a, b and c`; the sixth and those after it are counted only. */
export function inWords(names: readonly string[]): string {
  const shown = names.length > MAX_NAMED ? [...names.slice(0, MAX_NAMED), `${names.length - MAX_NAMED} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ) ?? "null";
export const isSame = (a: unknown, b: unknown): boolean => stable(a ?? null) === stable(b ?? null);

/** A value as it stands in a sentence or a list. */
export const shown = (value: unknown): string => {
  if (value === null || value === undefined) return "none";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : stable(value);
};
export const dayOf = (value: unknown): string => shown(value).slice(0, 10);

export const plain = { gained: [], lost: [], isPolicy: false };

type Phrase = (before: unknown, after: unknown) => string;
/** A label within a sentence; abbreviations stay as they are. */
const midSentence = (label: string): string => label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
const wentFrom =
  (label: string): Phrase =>
  (before, after) =>
    `went from ${midSentence(label)} ${shown(before)} to ${shown(after)}`;

type ScalarOptions = {
  phrase?: Phrase;
  /** What stands for "could not be read": from it and to it nothing changed in AWS. */
  unknown?: unknown;
  /** Values that are not shown as they are kept. */
  values?: Readonly<Record<string, string>>;
};

/** A field with one value. */
export const scalar =
  (
    column: string,
    field: string,
    label: string,
    { phrase = wentFrom(label), unknown, values }: ScalarOptions = {},
  ): FieldRule =>
  (before, after) => {
    if (!(column in before) || !(column in after)) return [];
    const [was, is] = [before[column] ?? null, after[column] ?? null];
    if (isSame(was, is) || (unknown !== undefined && [was, is].includes(unknown))) return [];
    const inValues = (value: unknown): unknown => values?.[shown(value)] ?? value;
    return [{ field, label, before: inValues(was), after: inValues(is), ...plain, words: [phrase(was, is)] }];
  };

type ListWords = { gained: (names: string) => string; lost: (names: string) => string };
type ListOptions = {
  /** Where the list stands in a version; null: unknown. */
  read: (content: VersionContent) => readonly unknown[] | null;
  /** An item as it is listed. */
  item?: (value: unknown) => string;
  /** An item in a sentence. */
  short?: (item: string) => string;
  words?: ListWords;
};

const gainedLost: ListWords = { gained: (names) => `gained ${names}`, lost: (names) => `lost ${names}` };

/** A field that is a set of names: what it gained and lost. */
export const set =
  (
    field: string,
    label: string,
    { read, item = shown, short = (name) => name, words = gainedLost }: ListOptions,
  ): FieldRule =>
  (before, after) => {
    const [was, is] = [read(before), read(after)];
    if (was === null || is === null) return [];
    const [old, next] = [was.map(item), is.map(item)];
    const gained = next.filter((name) => !old.includes(name));
    const lost = old.filter((name) => !next.includes(name));
    if (gained.length + lost.length === 0) return [];
    const phrases = [
      ...(gained.length > 0 ? [words.gained(inWords(gained.map(short)))] : []),
      ...(lost.length > 0 ? [words.lost(inWords(lost.map(short)))] : []),
    ];
    return [{ field, label, before: was, after: is, gained, lost, isPolicy: false, words: phrases }];
  };

export const column =
  (name: string) =>
  (content: VersionContent): readonly unknown[] | null =>
    Array.isArray(content[name]) ? content[name] : null;

/** The last part of an ARN's path: what people call it. */
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** The parts of a value with names of its own, each a field. A part that is null on one side could not be read there, if `nullIsUnknown`. */
export const parts =
  (
    source: string,
    prefix: string,
    labels: Readonly<Record<string, string>> | ((key: string) => string),
    nullIsUnknown = false,
  ): FieldRule =>
  (before, after) => {
    const [was, is] = [before[source], after[source]];
    if (!isRecord(was) || !isRecord(is)) return [];
    const labelOf = (key: string) => (typeof labels === "function" ? labels(key) : (labels[key] ?? key));
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key): DescribedField[] => {
      const [old, next] = [was[key] ?? null, is[key] ?? null];
      if (isSame(old, next) || (nullIsUnknown && (old === null || next === null))) return [];
      const label = labelOf(key);
      return [
        { field: `${prefix}.${key}`, label, before: old, after: next, ...plain, words: [wentFrom(label)(old, next)] },
      ];
    });
  };
