/**
 * Whether a text matches a pattern of IAM: `*` is any run of characters, `?` any one. Works without regular expressions, in time
 * linear in practice, as patterns come from customers' policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const firstStar = pattern.indexOf("*");
  if (firstStar < 0 && !pattern.includes("?")) return pattern === text;
  if (firstStar === pattern.length - 1 && !pattern.includes("?")) return text.startsWith(pattern.slice(0, -1));
  return matchesAnywhere(pattern, text);
}

function matchesAnywhere(pattern: string, text: string): boolean {
  let at = 0;
  let inText = 0;
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      resume = inText;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[inText])) {
      at++;
      inText++;
    } else if (star >= 0) {
      // The last star takes one more character.
      at = star + 1;
      inText = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Whether a pattern is made of stars alone. */
export const isAnything = (pattern: string): boolean => /^\*+$/.test(pattern);
