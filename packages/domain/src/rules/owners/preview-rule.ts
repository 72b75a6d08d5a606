import type { OwnerRule, OwnerRulePreview } from "../../judgement/owner-rule.ts";
import { type DecidedOwner, isOwnedBy, type OwnedUser, ownerOf } from "./owner-of.ts";

type Known = {
  /** The rules that hold, and those that would. */
  before: readonly OwnerRule[];
  after: readonly OwnerRule[];
  users: readonly (OwnedUser & { userId: string })[];
  decided: ReadonlyMap<string, DecidedOwner>;
};

const EXAMPLES = 10;

/** What a rule would do to these users: whom it fits, whom it would take, and from whom. */
export function previewRule(rule: OwnerRule, { before, after, users, decided }: Known): OwnerRulePreview {
  const fitting = users
    .filter((user) => isOwnedBy(rule.match, user))
    .map((user) => {
      const said = decided.get(user.userId) ?? null;
      const { source } = ownerOf(user, { decided: said, rules: after });
      const isDecidedByIt = source.kind === "rule" && source.ruleId === rule.id;
      return { user, isDecidedByIt, now: ownerOf(user, { decided: said, rules: before }).owner };
    });
  const taken = fitting.filter(({ isDecidedByIt, now }) => isDecidedByIt && now !== rule.owner);
  const counts = [...Map.groupBy(taken, ({ now }) => now)].map(([owner, some]) => ({ owner, users: some.length }));
  return {
    matches: fitting.length,
    takes: taken.length,
    keeps: fitting.filter(({ isDecidedByIt }) => !isDecidedByIt).length,
    now: counts.sort((a, b) => b.users - a.users || ((a.owner ?? "") < (b.owner ?? "") ? -1 : 1)),
    examples: taken.slice(0, EXAMPLES).map(({ user: { userId, userName, awsAccountId }, now: owner }) => ({
      ...{ userId, userName, awsAccountId, owner },
    })),
  };
}
