import fc from "fast-check";
import { expect, test } from "vitest";
import { bareName, groupPeople, namesakes, type UserOfAccount } from "./group-people.ts";
import { ownerKey, shownSpelling } from "./owner-spellings.ts";

const userOf = (id: string, given: Partial<UserOfAccount>): UserOfAccount => ({
  id,
  awsAccountId: "111122223333",
  userName: id,
  tags: [],
  owner: null,
  holder: "machine",
  rhythm: "unknown",
  services: [],
  ...given,
});
const email = (value: string) => [{ key: "email", value }];
const NONE = { merged: [], split: [] };

test.each<[string, Partial<UserOfAccount>, Partial<UserOfAccount>, "high" | "medium" | null]>([
  ["an address in names", { userName: "ann@x.example" }, { userName: "Ann@X.example" }, "high"],
  [
    "an address in a tag of a person",
    { userName: "ann", holder: "human", tags: email("ann@x.example") },
    { userName: "ann@x.example", holder: "human" },
    "high",
  ],
  [
    "an address of a team in tags of software",
    { userName: "backup", tags: email("ops@x.example") },
    { userName: "mailer", tags: email("ops@x.example") },
    null,
  ],
  [
    "a full name in two accounts",
    { userName: "mei.bosman", holder: "human" },
    { userName: "Mei-Bosman", holder: "human" },
    "medium",
  ],
  ["a first name in two accounts", { userName: "mei", holder: "human" }, { userName: "mei", holder: "human" }, null],
  [
    "software of one name and owner",
    { userName: "backup-prod", owner: "Platform" },
    { userName: "staging-backup", owner: "team-platform" },
    "medium",
  ],
  [
    "software of one name, of two owners",
    { userName: "backup", owner: "platform" },
    { userName: "backup", owner: "data" },
    null,
  ],
  [
    "software of one name, used alike",
    { userName: "sync", rhythm: "daily", services: ["s3", "sqs"] },
    { userName: "sync-dev", rhythm: "daily", services: ["sqs", "s3"] },
    "medium",
  ],
  [
    "software of one name, used otherwise",
    { userName: "sync", rhythm: "daily", services: ["s3"] },
    { userName: "sync", rhythm: "monthly", services: ["s3"] },
    null,
  ],
  ["software of one name, whose use is unknown", { userName: "sync" }, { userName: "sync" }, null],
  [
    "a person and software of one name",
    { userName: "ann.lee", holder: "human" },
    { userName: "ann.lee", holder: "machine" },
    null,
  ],
])("%s", (_name, a, b, confidence) => {
  const people = groupPeople([userOf("1", a), userOf("2", b)], NONE);
  expect(people).toHaveLength(confidence === null ? 2 : 1);
  expect(people[0]?.confidence).toBe(confidence);
  if (confidence) expect(people[0]?.reasons[0]).toMatch(/^Both .*\.$/);
});

test("what a person ruled outweighs the evidence", () => {
  const users = [
    userOf("1", { userName: "ann@x.example" }),
    userOf("2", { userName: "ann@x.example" }),
    userOf("3", {}),
  ];
  expect(groupPeople(users, { merged: [], split: [["1", "2"]] })).toHaveLength(3);
  expect(groupPeople(users, { merged: [["1", "3"]], split: [] })).toMatchObject([{ userIds: ["1", "2", "3"] }]);
});

test("two who were split do not come together over a third", () => {
  const users = ["1", "2", "3"].map((id) => userOf(id, { userName: "ann@x.example" }));
  const people = groupPeople(users, { merged: [], split: [["1", "3"]] });
  expect(people.map(({ userIds }) => userIds)).toEqual([["1", "2"], ["3"]]);
});

test("the order of the users does not matter, and everybody is in one group", () => {
  const user = fc.record({
    userName: fc.constantFrom("ann@x.example", "ann.lee", "backup", "backup-prod", "sync"),
    owner: fc.constantFrom(null, "platform", "data"),
    holder: fc.constantFrom<UserOfAccount["holder"]>("human", "machine"),
  });
  fc.assert(
    fc.property(fc.array(user, { maxLength: 12 }), (given) => {
      const users = given.map((each, index) => userOf(String(100 + index), each));
      const people = groupPeople(users, NONE);
      expect(groupPeople(users.toReversed(), NONE)).toEqual(people);
      expect(people.flatMap(({ userIds }) => userIds).sort()).toEqual(users.map(({ id }) => id).sort());
    }),
  );
});

test.each([
  ["Platform Team", "platform"],
  ["platform@fernhill.example", "platform"],
  ["team-platform", "platform"],
  ["#platform", "platform"],
  ["mailto:Jonas.Popescu@fernhill.example", "jonas-popescu"],
  ["jonas popescu", "jonas-popescu"],
  ["Team", "team"],
  ["data/warehouse", "data-warehouse"],
])("the owner %s is %s", (spelling, key) => {
  expect(ownerKey(spelling)).toBe(key);
});

test("an owner is shown by the spelling that is used most", () => {
  expect(
    shownSpelling(
      new Map([
        ["platform", 3],
        ["Platform Team", 1],
      ]),
    ),
  ).toBe("platform");
  expect(
    shownSpelling(
      new Map([
        ["ann", 1],
        ["ann@x.example", 1],
      ]),
    ),
  ).toBe("ann@x.example");
});

test.each([
  ["github-actions-web", "github-actions-web"],
  ["svc-backup-prod", "svc-backup"],
  ["111122223333-backup", "backup"],
  ["prod", "prod"],
])("the bare name of %s is %s", (userName, bare) => {
  expect(bareName(userName)).toBe(bare);
});

test("namesakes are users of software alone that share a bare name", () => {
  const users = [
    userOf("1", { userName: "sync-prod" }),
    userOf("2", { userName: "sync-dev" }),
    userOf("3", { userName: "sync", holder: "human" }),
    userOf("4", { userName: "backup" }),
  ];
  expect(namesakes(users).map(({ id }) => id)).toEqual(["1", "2"]);
});
