import type { PlannedMigrations } from "@rolecall/domain";
import { expect, test } from "vitest";
import { planInParts, reasonsOf } from "./plan-many.ts";

const refused = (userName: string, reason: string) => ({ userId: userName, userName, isPlanned: false, reason });

test("any number is planned, 200 at a time, and each is told of once", async () => {
  const userIds = Array.from({ length: 450 }, (_, index) => `user-${index}`);
  const asked: number[] = [];
  const planned = await planInParts(
    userIds,
    { owner: "Ada" },
    async ({ userIds: part, owner }): Promise<PlannedMigrations> => {
      asked.push(part.length);
      const results = part.map((userId) => ({ userId, userName: userId, isPlanned: true, reason: null }));
      return { planned: owner === "Ada" ? part.length : 0, refused: 0, results };
    },
  );
  expect(asked).toEqual([200, 200, 50]);
  expect(planned.planned).toBe(450);
  expect(planned.results.map(({ userId }) => userId)).toEqual(userIds);
});

test("one reason stands once, with all whom it keeps back", () => {
  const results = [
    refused("a", "owner: nobody is named for it; name one"),
    refused("b", "dueOn: neither its wave nor its campaign has a day; choose one"),
    refused("c", "owner: nobody is named for it; name one"),
    { userId: "d", userName: "d", isPlanned: true, reason: null },
  ];
  expect(reasonsOf({ results })).toEqual([
    { reason: "Nobody is named for it; name one", userNames: ["a", "c"] },
    { reason: "Neither its wave nor its campaign has a day; choose one", userNames: ["b"] },
  ]);
});
