import type { Tag } from "./user.ts";

const OWNER_TAGS = ["owner", "rolecall:owner", "team", "createdby", "contact"];

/** Who answers for a user, by its tags; the first of the usual tag names that has a value. Null: no tag says it. */
export function ownerFromTags(tags: readonly Tag[]): string | null {
  const telling = tags
    .map((tag) => ({ name: tag.key.toLowerCase(), value: tag.value.trim() }))
    .filter((tag) => tag.value);
  return OWNER_TAGS.map((name) => telling.find((tag) => tag.name === name)?.value).find((value) => value) ?? null;
}
