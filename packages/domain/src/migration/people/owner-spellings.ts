/** Words that say what an owner is, not who. */
const FILLERS = /\b(team|squad|tribe|group|dept|department|the|owners?)\b/g;

/**
 * What the spellings of one owner have in common: `Platform Team`, `platform@fernhill.example` and `team-platform` are `platform`.
 * A person keeps first and last name. Empty where nothing is left to tell owners apart.
 */
export function ownerKey(spelling: string): string {
  const bare = spelling
    .trim()
    .toLowerCase()
    .replace(/^(mailto:|slack:|@|#)+/, "")
    .replace(/@.*$/, "")
    .replace(/[\s._/+-]+/g, " ");
  const key = bare.replace(FILLERS, " ").replace(/\s+/g, " ").trim();
  return (key || bare.trim()).replaceAll(" ", "-");
}

/** How an owner is shown: the spelling that is used most, the longer one between equals, so that an address wins over a bare name. */
export function shownSpelling(counts: ReadonlyMap<string, number>): string {
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || b.length - a.length || (a < b ? -1 : Number(a > b)));
  return first?.[0] ?? "";
}
