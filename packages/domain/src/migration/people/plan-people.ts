import type { Confidence } from "../target/target.ts";
import type { Person } from "./group-people.ts";
import { shownSpelling } from "./owner-spellings.ts";

/** A person or workload as it is kept. */
type KeptPerson = { id: string; name: string; confidence: Confidence | null; reasons: string[] };
type Kept = { people: readonly KeptPerson[]; users: readonly { userId: string; personId: string }[] };

/** What is written to bring what is kept to what was grouped. */
export type PeoplePlan = {
  people: KeptPerson[];
  users: { userId: string; personId: string }[];
  gonePersonIds: string[];
  goneUserIds: string[];
};

/** The person to whom most of these users belonged, and who is not taken yet. */
function stayingId(userIds: readonly string[], of: ReadonlyMap<string, string>, taken: ReadonlySet<string>) {
  const counts = new Map<string, number>();
  for (const userId of userIds) {
    const id = of.get(userId);
    if (id !== undefined && !taken.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0];
}

/** What a person is called: as most of its users are, and as it was between equals. */
export function personNameOf(userNames: readonly string[], before: string | undefined): string {
  const counts = new Map<string, number>();
  for (const name of userNames) counts.set(name, (counts.get(name) ?? 0) + 1);
  const isMost = before !== undefined && counts.get(before) === Math.max(...counts.values());
  return isMost ? before : shownSpelling(counts) || (before ?? "");
}

const isSamePerson = (a: KeptPerson | undefined, b: KeptPerson): boolean =>
  a?.name === b.name && a.confidence === b.confidence && a.reasons.join("\n") === b.reasons.join("\n");

/** Brings what is kept to what was grouped: whoever keeps most of its users keeps its id, and what is as it was is not written. */
export function planPeople(
  groups: readonly Person[],
  { names, kept, newId }: { names: ReadonlyMap<string, string>; kept: Kept; newId: () => string },
): PeoplePlan {
  const personOf = new Map(kept.users.map(({ userId, personId }) => [userId, personId]));
  const known = new Map(kept.people.map((person) => [person.id, person]));
  const plan: PeoplePlan = { people: [], users: [], gonePersonIds: [], goneUserIds: [] };
  const [taken, present] = [new Set<string>(), new Set<string>()];
  // The larger ones choose first.
  for (const { userIds, confidence, reasons } of groups.toSorted((a, b) => b.userIds.length - a.userIds.length)) {
    const id = stayingId(userIds, personOf, taken) ?? newId();
    taken.add(id);
    const userNames = userIds.map((userId) => names.get(userId) ?? "");
    const person = { id, name: personNameOf(userNames, known.get(id)?.name), confidence, reasons };
    if (!isSamePerson(known.get(id), person)) plan.people.push(person);
    for (const userId of userIds) {
      present.add(userId);
      if (personOf.get(userId) !== id) plan.users.push({ userId, personId: id });
    }
  }
  plan.gonePersonIds = kept.people.flatMap(({ id }) => (taken.has(id) ? [] : [id]));
  plan.goneUserIds = kept.users.flatMap(({ userId }) => (present.has(userId) ? [] : [userId]));
  return plan;
}
