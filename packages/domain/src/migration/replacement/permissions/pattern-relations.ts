import { matchesWildcard } from "../../../policy/wildcards.ts";
import { patternsMeet } from "../../../rules/trust/patterns-meet.ts";

const isOpen = (pattern: string): boolean => /[*?]/.test(pattern);

/** Whether all that the second pattern matches is matched by the first. False where that is not certain. */
export function covers(wider: string, narrower: string): boolean {
  // A question mark stands for one letter, and not for the star that it would match here.
  if (wider.includes("?") && narrower.includes("*")) return wider === narrower;
  return matchesWildcard(wider, narrower);
}

/** Whether some text fits both patterns. */
export function meets(one: string, other: string): boolean {
  if (!isOpen(one)) return matchesWildcard(other, one);
  if (!isOpen(other)) return matchesWildcard(one, other);
  const [literal, otherLiteral] = [one, other].map((pattern) => pattern.slice(0, pattern.search(/[*?]/))) as [
    string,
    string,
  ];
  const shorter = Math.min(literal.length, otherLiteral.length);
  return literal.slice(0, shorter) === otherLiteral.slice(0, shorter) && patternsMeet(one, other);
}
