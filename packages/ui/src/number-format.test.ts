import { expect, test } from "vitest";
import { formatAmount, formatCount } from "./number-format.ts";

test("thousands are told apart, one is singular", () => {
  expect(formatCount(1204)).toBe("1,204");
  expect([0, 1, 1204].map((count) => formatAmount(count, "account"))).toEqual([
    "0 accounts",
    "1 account",
    "1,204 accounts",
  ]);
  expect(formatAmount(2, "policy", "policies")).toBe("2 policies");
});
