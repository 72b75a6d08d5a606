import { expect, test } from "vitest";
import { activeKeysHref } from "../../../rooms/address/credentials.ts";
import { COUNTED_STANDINGS, scopeOf } from "./state-links.ts";

test.each([
  ["account", "200000000002", "awsAccountId=200000000002"],
  ["unit", "ou-abcd-11111111", "unitId=ou-abcd-11111111"],
  ["unit", "", "unitId=none"],
  ["owner", "team & co", "owner=team+%26+co"],
  ["owner", "", "unowned=true"],
] as const)("the overdue keys of the %s '%s' are found by %s", (by, id, query) => {
  const { searchParams } = new URL(activeKeysHref(scopeOf(by, id), { state: "overdue" }), "http://console");
  expect([...searchParams.entries()].sort()).toEqual(
    [...new URLSearchParams(`kind=access_key&status=active&state=overdue&${query}`).entries()].sort(),
  );
});

test("keys that are overdue and unused are found by both, and work begins with the unused ones", () => {
  const { searchParams } = new URL(activeKeysHref({}, { state: "overdue", use: "unused" }), "http://console");
  expect([searchParams.get("state"), searchParams.get("use")]).toEqual(["overdue", "unused"]);
  expect(COUNTED_STANDINGS[0]?.standing).toEqual({ use: "unused" });
});
