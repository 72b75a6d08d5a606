import { canonicalJson, isSame } from "../canonical-json.ts";
import { asSet, spellPolicy, spellPrincipal } from "../policy/equal-policies.ts";
import { isRecord } from "../policy/json.ts";
import { type ContentOf, columnNamesOf, type LandingTable } from "./tables.ts";

const isPrincipal = (value: Record<string, unknown>): value is { type: string; value: string } =>
  typeof value.type === "string" && typeof value.value === "string";

/** A value of a column in one spelling: all lists of the inventory are sets, and documents are policies. */
function spelt(value: unknown): unknown {
  if (Array.isArray(value)) return asSet(value.map(spelt));
  if (!isRecord(value)) return value;
  if (isPrincipal(value)) return spellPrincipal(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "document" ? spellPolicy(part) : spelt(part)]),
  );
}

const isSpeltAlike = (a: unknown, b: unknown): boolean =>
  typeof a === "object" && typeof b === "object" && canonicalJson(spelt(a)) === canonicalJson(spelt(b));

/**
 * Content that was read, in the spelling in which it is known already: AWS gives lists back in changing order, and `"x"` for `["x"]`, so
 * that nothing has changed where only the spelling has.
 */
export function inKnownSpelling<T extends LandingTable>(
  table: T,
  read: ContentOf<T>,
  known: ContentOf<T>,
): ContentOf<T> {
  const content = { ...read };
  for (const column of columnNamesOf(table).content) {
    if (!isSame(read[column], known[column]) && isSpeltAlike(read[column], known[column]))
      content[column] = known[column];
  }
  return content;
}
