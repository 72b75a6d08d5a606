import type { Tag } from "./user.ts";

const OWNER_TAGS = ["owner", "rolecall:owner", "team", "createdby", "contact"];

/** The tag that says who answers for a user: the first of the usual names that has a value. Null: no tag says it. */
export function ownerTag(tags: readonly Tag[]): Tag | null {
  const telling = tags
    .map(({ key, value }) => ({ key, name: key.toLowerCase(), value: value.trim() }))
    .filter((tag) => tag.value);
  const found = OWNER_TAGS.map((name) => telling.find((tag) => tag.name === name)).find((tag) => tag);
  return found ? { key: found.key, value: found.value } : null;
}

/** Who answers for a user, by its tags; null: no tag says it. */
export const ownerFromTags = (tags: readonly Tag[]): string | null => ownerTag(tags)?.value ?? null;
