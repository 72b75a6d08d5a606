import type { Tag } from "../inventory/user.ts";

const OWNER_TAGS = ["owner", "rolecall:owner", "team", "createdby", "contact"];

/** Who answers for a user, by its tags; the first of the usual tag names that has a value. Null: no tag says it. */
export function ownerFromTags(tags: readonly Tag[]): string | null {
  const byName = new Map(tags.map((tag) => [tag.key.toLowerCase(), tag.value.trim()]));
  return OWNER_TAGS.map((name) => byName.get(name)).find((value) => value) ?? null;
}
