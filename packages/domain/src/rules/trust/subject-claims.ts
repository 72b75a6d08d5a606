import type { ConditionValue } from "../../policy/conditions.ts";
import type { ClaimMeaning, Issuer } from "./issuer.ts";

/** A claim with its value, as a subject or a condition key has it. */
export type ClaimValue = { meaning: ClaimMeaning; value: ConditionValue };

const WILDCARD = /[*?]/;

/** A part of a subject; the whole of an exact one is exact, whatever its letters. */
function partOf(text: string, isWholeExact: boolean): ConditionValue {
  const free = isWholeExact ? -1 : text.search(WILDCARD);
  return { text, prefix: free < 0 ? text : text.slice(0, free), isExact: free < 0 };
}

/** A variable may be any text; the escapes for wildcards are letters like others. */
const withoutVariables = (text: string): string => text.replace(/\$\{[*?$]\}/g, "_").replace(/\$\{[^}]*\}?/g, "*");

/** How many parts of the subject a name takes, with its value, and whether names and values are still in step behind them. */
function stepFrom(name: ConditionValue, value: ConditionValue | undefined, isPair: boolean) {
  return { parts: isPair ? 2 : 1, isInStep: name.isExact && !(isPair && value?.isExact === false) };
}

/**
 * The claims that a subject is put together of. A wildcard may stand for several of them, so that what follows it counts only where no
 * value can have the separator in it.
 */
export function claimsInSubject(subject: ConditionValue, issuer: Issuer): ClaimValue[] {
  const { separator, isEscaped = false, markers = [], alone } = issuer.subject!;
  if (subject.isExact && alone?.form.test(subject.text)) return [{ meaning: { names: alone.names }, value: subject }];
  const text = subject.isExact ? subject.text : withoutVariables(subject.text);
  const parts = text.split(separator).map((part) => partOf(part, subject.isExact));
  const claimOf = ({ isExact, text: name }: ConditionValue) =>
    isExact && Object.hasOwn(issuer.claims, name) ? issuer.claims[name] : undefined;
  const found: ClaimValue[] = [];
  let isInStep = true;
  for (let at = 0; at < parts.length && (isInStep || isEscaped); ) {
    const [name, value] = [parts[at]!, parts[at + 1]];
    const meaning = claimOf(name);
    if (meaning && value) found.push({ meaning, value });
    const isPair = meaning !== undefined || (isInStep && name.isExact && !markers.includes(name.text));
    const step = stepFrom(name, value, isPair);
    isInStep &&= step.isInStep;
    at += step.parts;
  }
  return found;
}
