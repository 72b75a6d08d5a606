import type { PlannedMigrations } from "@rolecall/domain";

/** So many are planned by one call. */
const AT_ONCE = 200;

export type Given = { owner?: string | undefined; dueOn?: string | undefined; campaignId?: string | undefined };

/** Plans any number of users, some at a time, and tells what became of all of them. */
export async function planInParts(
  userIds: readonly string[],
  given: Given,
  plan: (input: Given & { userIds: string[] }) => Promise<PlannedMigrations>,
): Promise<PlannedMigrations> {
  const all: PlannedMigrations = { planned: 0, refused: 0, results: [] };
  for (let from = 0; from < userIds.length; from += AT_ONCE) {
    const part = await plan({ ...given, userIds: userIds.slice(from, from + AT_ONCE) });
    all.planned += part.planned;
    all.refused += part.refused;
    all.results.push(...part.results);
  }
  return all;
}

/** What became of plans that were refused, the same reason once, those of most users first. */
export function reasonsOf({ results }: Pick<PlannedMigrations, "results">): { reason: string; userNames: string[] }[] {
  const refused = results.filter(({ isPlanned }) => !isPlanned);
  const byReason = Map.groupBy(refused, ({ reason }) => reasonInWords(reason ?? "It was refused"));
  return [...byReason]
    .map(([reason, of]) => ({ reason, userNames: of.map(({ userName, userId }) => userName ?? userId) }))
    .toSorted((a, b) => b.userNames.length - a.userNames.length);
}

/** A reason without the field of the API that it begins with. */
function reasonInWords(reason: string): string {
  const words = reason.replace(/^(owner|dueOn|target|reason|userIds): /, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
