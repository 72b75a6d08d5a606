import { matchesWildcard } from "./wildcards.ts";

/** Steps that are spent on patterns with wildcards within them; what is beyond is taken to be covered. */
const MOST_STEPS = 2_000_000;

/**
 * Patterns that many texts are held against, in time that does not grow with how many there are: plain texts and `prefix*` are looked up;
 * those with wildcards within them are tried one by one, within bounds.
 */
export class WildcardSet {
  readonly #plain = new Set<string>();
  readonly #prefixes = new Set<string>();
  readonly #lengths: readonly number[];
  readonly #others: readonly string[];
  #left = MOST_STEPS;

  constructor(patterns: Iterable<string>) {
    const others = new Set<string>();
    for (const pattern of patterns) {
      const wildcard = pattern.search(/[*?]/);
      if (wildcard < 0) this.#plain.add(pattern);
      else if (wildcard === pattern.length - 1 && pattern.endsWith("*")) this.#prefixes.add(pattern.slice(0, -1));
      else others.add(pattern);
    }
    this.#lengths = [...new Set([...this.#prefixes].map(({ length }) => length))];
    this.#others = [...others];
  }

  /** Whether a text, or all that a pattern can match, is matched by one of them. True where that could not be found out within bounds. */
  covers(text: string): boolean {
    if (this.#plain.has(text)) return true;
    if (this.#lengths.some((length) => length <= text.length && this.#prefixes.has(text.slice(0, length)))) return true;
    return this.#others.some((pattern) => this.#isSpent(pattern, text) || matchesWildcard(pattern, text));
  }

  #isSpent(pattern: string, text: string): boolean {
    const stars = pattern.split("*").length - 1;
    this.#left -= stars > 1 ? pattern.length * text.length : pattern.length + text.length;
    return this.#left < 0;
  }
}
