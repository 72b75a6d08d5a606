import { expect, test } from "vitest";
import { ownerStandings } from "./owner-standings.ts";

const row = (owner: string | null, stage: Parameters<typeof ownerStandings>[0][number]["stage"], users = 1) => ({
  ...{ owner, stage, users, overdue: 0 },
});

test("spellings of one owner are one, nobody comes first, then whoever has most left", () => {
  const standings = ownerStandings([
    row("platform", "identified", 2),
    row("Platform Team", "verified"),
    { ...row("platform@fernhill.example", "blocked", 2), overdue: 1 },
    row("data", "planned"),
    row("data", "retired"),
    row("data", "excepted"),
    row(null, "removed"),
  ]);
  expect(standings).toEqual([
    {
      ...{ owner: null, key: "", spellings: [], users: 1 },
      ...{ moved: 1, retired: 0, excepted: 0, left: 0, blocked: 0, overdue: 0 },
    },
    {
      ...{ owner: "platform@fernhill.example", key: "platform", users: 5 },
      spellings: [
        { owner: "platform@fernhill.example", users: 2 },
        { owner: "platform", users: 2 },
        { owner: "Platform Team", users: 1 },
      ],
      ...{ moved: 1, retired: 0, excepted: 0, left: 4, blocked: 2, overdue: 1 },
    },
    {
      ...{ owner: "data", key: "data", spellings: [{ owner: "data", users: 3 }], users: 3 },
      ...{ moved: 0, retired: 1, excepted: 1, left: 1, blocked: 0, overdue: 0 },
    },
  ]);
});

test("everybody is counted once", () => {
  for (const { users, moved, retired, excepted, left } of ownerStandings([
    row("a", "quiet", 3),
    row("A", "removed", 2),
    row("b", "blocked"),
    row(null, "retired"),
  ]))
    expect(moved + retired + excepted + left).toBe(users);
});
