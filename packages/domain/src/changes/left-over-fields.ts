import { type DescribedField, scalar, type VersionContent } from "./fields.ts";

/** `default_version_id` as the API has it, and as it is said. */
const inCamelCase = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const inSentence = (column: string): string =>
  column.replace(/^./, (first) => first.toUpperCase()).replaceAll("_", " ");

/** Neither a list nor a document, which have rules of their own, nor unknown. */
const isKnownValue = (value: unknown): boolean =>
  typeof value !== "object" && value !== undefined && value !== "unknown";

/** What differs between two versions where no rule says so: each column under its own name. */
export const leftOverFields = (before: VersionContent, after: VersionContent): DescribedField[] =>
  Object.keys(after)
    .filter((column) => isKnownValue(before[column]) && isKnownValue(after[column]))
    .flatMap((column) => scalar(column, inCamelCase(column), inSentence(column))(before, after));
