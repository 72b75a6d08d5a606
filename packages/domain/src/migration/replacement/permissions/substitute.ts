import type { UserFacts } from "./facts.ts";
import { type KeyValue, valueForUser } from "./principal-keys.ts";

/** A text with the user's own values in the place of variables. */
export type Substituted = {
  text: string;
  /** The keys that were replaced, as they are written. */
  replaced: readonly string[];
  /** Keys that have no value for this user: the text matches nothing. */
  absent: readonly string[];
  /** Keys of the user that could not be read: `*` stands in their place. */
  unknown: readonly string[];
};

const VARIABLE = /\$\{([^{}*?$][^{}]*)\}/g;
const NAME_AND_DEFAULT = /^([^,]+?)\s*(?:,\s*'([^']*)')?\s*$/;

/** Letters that would be read as wildcards or variables stand for themselves. */
const asLiteral = (value: string): string => value.replace(/[*?$]/g, (letter) => `\${${letter}}`);

/** Before variables came to policies, what looks like one is text. */
const asPlainText = (text: string): string => text.replaceAll("${", () => `\${$}{`);

/**
 * Puts the user's own values in the place of variables that no role has, or has otherwise. Variables of the request stay.
 *
 * @param hasVariables whether the document's version knows variables.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substitute(text: string, user: UserFacts, hasVariables: boolean): Substituted {
  if (!text.includes("${")) return { text, replaced: [], absent: [], unknown: [] };
  if (!hasVariables) return { text: asPlainText(text), replaced: [], absent: [], unknown: [] };
  const found = { replaced: [] as string[], absent: [] as string[], unknown: [] as string[] };
  const substituted = text.replace(VARIABLE, (written, inner: string) => {
    const [, name = inner, instead] = NAME_AND_DEFAULT.exec(inner) ?? [];
    const value: KeyValue = valueForUser(name.toLowerCase(), user);
    if (value.state === "open") return written;
    if (value.state === "unknown") {
      found.unknown.push(name);
      return "*";
    }
    const literal = value.state === "fixed" ? value.value : instead;
    if (literal === undefined) {
      found.absent.push(name);
      return written;
    }
    found.replaced.push(name);
    return asLiteral(literal);
  });
  return { text: substituted, ...found };
}
