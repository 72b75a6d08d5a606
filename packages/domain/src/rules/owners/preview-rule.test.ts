import { expect, test } from "vitest";
import type { OwnerMatch } from "../../judgement/owner-rule.ts";
import type { DecidedOwner } from "./owner-of.ts";
import { previewRule } from "./preview-rule.ts";

const userOf = (userName: string, team?: string) => ({
  ...{ userId: userName, userName, path: "/", awsAccountId: "111122223333" },
  tags: team ? [{ key: "team", value: team }] : [],
});
const USERS = [
  userOf("svc-a"),
  userOf("svc-b", "data"),
  userOf("svc-c", "platform"),
  userOf("svc-d", "data"),
  userOf("x"),
];
const ruleOf = (id: string, match: OwnerMatch, owner: string) => ({ id, match, owner });
const FIRST = ruleOf("1", { userName: "svc-d" }, "search");
const RULE = ruleOf("2", { userName: "svc-*" }, "platform");
const BY_HAND: DecidedOwner = { kind: "by_hand", owner: "ann", by: "bob", at: new Date(0) };

test("a rule takes whom it fits and nobody else has, and says from whom", () => {
  const preview = previewRule(RULE, { before: [FIRST], after: [FIRST, RULE], users: USERS, decided: new Map() });
  expect(preview).toMatchObject({
    ...{ matches: 4, takes: 2, keeps: 1 },
    now: [
      { owner: null, users: 1 },
      { owner: "data", users: 1 },
    ],
    examples: [{ userName: "svc-a" }, { userName: "svc-b" }],
  });
});

test("before another rule it takes the users of that too, but nobody who was assigned by hand", () => {
  const decided = new Map([["svc-a", BY_HAND]]);
  const preview = previewRule(RULE, { before: [FIRST], after: [RULE, FIRST], users: USERS, decided });
  expect(preview).toMatchObject({
    ...{ matches: 4, takes: 2, keeps: 1 },
    now: [
      { owner: "data", users: 1 },
      { owner: "search", users: 1 },
    ],
  });
});
