import type { PeopleRulings } from "./group-people.ts";

/** That users are one, or, with `otherUserIds`, that they are none of those. */
export type PeopleRuling = { userIds: readonly string[]; otherUserIds: readonly string[] };

/** What all rulings come to, the oldest first: a later one outweighs an earlier one. */
export function standingRulings(rulings: readonly PeopleRuling[]): PeopleRulings {
  let merged: string[][] = [];
  let split: [string, string][] = [];
  for (const { userIds, otherUserIds } of rulings) {
    const [some, others] = [new Set(userIds), new Set(otherUserIds)];
    if (others.size === 0) {
      split = split.filter(([a, b]) => !(some.has(a) && some.has(b)));
      merged.push([...userIds]);
      continue;
    }
    merged = merged.flatMap((ids) =>
      [ids.filter((id) => some.has(id)), ids.filter((id) => !some.has(id))].filter((part) => part.length > 1),
    );
    split.push(...userIds.flatMap((a) => otherUserIds.map((b): [string, string] => [a, b])));
  }
  return { merged, split };
}
