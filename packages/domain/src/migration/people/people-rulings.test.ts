import { expect, test } from "vitest";
import { groupPeople, type UserOfAccount } from "./group-people.ts";
import { type PeopleRuling, standingRulings } from "./people-rulings.ts";

const user = (id: string): UserOfAccount => ({
  ...{ id, awsAccountId: "111122223333", userName: `user-${id}`, tags: [], owner: null },
  ...{ holder: "machine", rhythm: "unknown", services: [] },
});
const merge = (...userIds: string[]): PeopleRuling => ({ userIds, otherUserIds: [] });
const split = (userIds: string[], otherUserIds: string[]): PeopleRuling => ({ userIds, otherUserIds });

test.each<[string, PeopleRuling[], string[]]>([
  ["nothing ruled", [], ["a", "b", "c"]],
  ["merged", [merge("a", "b")], ["ab", "c"]],
  ["merged over one", [merge("a", "b"), merge("b", "c")], ["abc"]],
  ["split again", [merge("a", "b", "c"), split(["c"], ["a", "b"])], ["ab", "c"]],
  ["split, then merged again", [merge("a", "b"), split(["a"], ["b"]), merge("a", "b")], ["ab", "c"]],
  ["split, then merged with a third", [split(["a"], ["b"]), merge("b", "c")], ["a", "bc"]],
])("%s", (_, rulings, groups) => {
  const people = groupPeople(["a", "b", "c"].map(user), standingRulings(rulings));
  expect(people.map(({ userIds }) => userIds.join("")).sort()).toEqual(groups);
});
