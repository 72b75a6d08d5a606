import { expect, test } from "vitest";
import { AwsAccountId, Day, Instant, PageInput, TypedText } from "./primitives.ts";

test.each([
  [{}, 50],
  [{ limit: "7" }, 7],
  [{ limit: 200 }, 200],
])("the page %j has %i rows", (input, limit) => {
  expect(PageInput.parse(input).limit).toBe(limit);
});

test.each([0, -1, 201, 1.5, "many", "1e9", Number.POSITIVE_INFINITY])("a page has no limit of %s", (limit) => {
  expect(PageInput.safeParse({ limit }).error?.issues[0]?.path).toEqual(["limit"]);
});

test.each([
  [AwsAccountId, "012345678901", true],
  [AwsAccountId, "12345678901", false],
  [AwsAccountId, "0123456789012", false],
  [AwsAccountId, "01234567890x", false],
  [AwsAccountId, 12345678901, false],
  [Day, "2028-02-29", true],
  [Day, "2026-02-29", false],
  [Day, "2026-2-1", false],
  [Day, "2026-01-01T00:00:00Z", false],
  [Instant, "2026-01-01T00:00:00Z", true],
  [Instant, "yesterday", false],
])("%# takes %j: %s", (schema, value, taken) => {
  expect(schema.safeParse(value).success).toBe(taken);
});

test("typed text loses the white space around it and may not hold what no column can", () => {
  expect(TypedText.max(3).parse("  a b ")).toBe("a b");
  expect(TypedText.safeParse("a\0b").success).toBe(false);
  expect(TypedText.min(1).safeParse(" \n").success).toBe(false);
});
