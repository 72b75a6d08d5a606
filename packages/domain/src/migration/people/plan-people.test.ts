import { expect, test } from "vitest";
import type { Person } from "./group-people.ts";
import { personNameOf, planPeople } from "./plan-people.ts";

const NAMES = new Map([
  ["1", "ann.lee"],
  ["2", "ann.lee"],
  ["3", "Ann.Lee@x.example"],
  ["4", "backup"],
]);
const group = (...userIds: string[]): Person => ({
  ...{ userIds, confidence: userIds.length > 1 ? "high" : null, reasons: userIds.length > 1 ? ["Both."] : [] },
});
const plan = (groups: Person[], kept: Record<string, string[]>) => {
  let made = 0;
  const users = Object.entries(kept).flatMap(([personId, ids]) => ids.map((userId) => ({ userId, personId })));
  const people = Object.entries(kept).map(([id, ids]) => {
    const { confidence, reasons } = group(...ids);
    return { id, name: ids.includes("4") ? "backup" : "ann.lee", confidence, reasons };
  });
  return planPeople(groups, { names: NAMES, kept: { people, users }, newId: () => `new-${++made}` });
};

test("what is as it was is not written", () => {
  expect(plan([group("1", "2"), group("4")], { a: ["1", "2"], b: ["4"] })).toEqual({
    ...{ people: [], users: [], gonePersonIds: [], goneUserIds: [] },
  });
});

test("new ones get an id, and the name that most of their users have", () => {
  const { people, users } = plan([group("1", "2", "3"), group("4")], {});
  expect(people.map(({ id, name }) => [id, name])).toEqual([
    ["new-1", "ann.lee"],
    ["new-2", "backup"],
  ]);
  expect(users).toHaveLength(4);
});

test("who keeps most of its users keeps its id", () => {
  const joined = plan([group("1", "2", "3")], { a: ["3"], b: ["1", "2"] });
  expect(joined).toMatchObject({ users: [{ userId: "3", personId: "b" }], gonePersonIds: ["a"], goneUserIds: [] });
  const parted = plan([group("1", "2"), group("3")], { a: ["1", "2", "3"] });
  expect(parted.users).toEqual([{ userId: "3", personId: "new-1" }]);
});

test("users that are gone are nobody's, and who has none is no more", () => {
  expect(plan([group("1")], { a: ["1"], b: ["4"] })).toMatchObject({ gonePersonIds: ["b"], goneUserIds: ["4"] });
});

test.each<[string, string[], string | undefined, string]>([
  ["as most of its users are", ["backup", "ann.lee", "ann.lee"], "backup", "ann.lee"],
  ["as it was, between equals", ["admin", "never-signed-in"], "admin", "admin"],
  ["by the longer name, if it is new", ["admin", "never-signed-in"], undefined, "never-signed-in"],
  ["by its own users, once the others are somebody else's", ["admin"], "never-signed-in", "admin"],
  ["as it was, where none of its users is known any more", [], "admin", "admin"],
])("a person is called %s", (_, userNames, before, name) => {
  expect(personNameOf(userNames, before)).toBe(name);
});
