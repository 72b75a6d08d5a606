import { ownerTag } from "../../inventory/owner.ts";
import type { JudgedUser } from "../../judgement/judged.ts";
import type { OwnerMatch, OwnerRule, OwnerSource } from "../../judgement/owner-rule.ts";
import { matchesWildcard } from "../../policy/wildcards.ts";

/** A user of an account, as far as it decides who answers for it. */
export type OwnedUser = Pick<JudgedUser, "userName" | "path" | "tags"> & { awsAccountId: string };

/** What people have said of this one user. */
export type DecidedOwner = { kind: "plan"; owner: string } | { kind: "by_hand"; owner: string; by: string; at: Date };

/** Who answers for a user, and where that comes from. */
export type Ownership = { owner: string | null; source: OwnerSource };

/** IAM compares names and tag keys without regard to case, and values as they are. */
const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether a rule is for a user. */
export function isOwnedBy({ awsAccountIds, tag, pathPrefix, userName }: OwnerMatch, user: OwnedUser): boolean {
  const hasTag = ({ key, value }: OwnedUser["tags"][number]) =>
    tag !== undefined && isSameName(key, tag.key) && (tag.value === undefined || value === tag.value);
  return (
    (awsAccountIds?.includes(user.awsAccountId) ?? true) &&
    (tag === undefined || user.tags.some(hasTag)) &&
    (pathPrefix === undefined || user.path.startsWith(pathPrefix)) &&
    (userName === undefined || matchesWildcard(userName.toLowerCase(), user.userName.toLowerCase()))
  );
}

/**
 * Who answers for a user: whoever its plan names, else who was assigned by hand, else by the first rule that fits, else by its tags.
 */
export function ownerOf(
  user: OwnedUser,
  { decided, rules }: { decided: DecidedOwner | null; rules: readonly OwnerRule[] },
): Ownership {
  if (decided) {
    const { owner, ...source } = decided;
    return { owner, source };
  }
  const index = rules.findIndex(({ match }) => isOwnedBy(match, user));
  const rule = rules[index];
  if (rule) return { owner: rule.owner, source: { kind: "rule", ruleId: rule.id, number: index + 1 } };
  const tag = ownerTag(user.tags);
  return tag
    ? { owner: tag.value, source: { kind: "tag", key: tag.key } }
    : { owner: null, source: { kind: "nobody" } };
}
