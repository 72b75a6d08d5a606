import { expect, test } from "vitest";
import { exceptionTurns } from "./exception-turns.ts";

const day = (date: number) => new Date(Date.UTC(2026, 5, date));

test.each<[string, { createdAt: Date; expiresAt: Date }, Date, [string, Date][]]>([
  ["long before its day", { createdAt: day(1), expiresAt: day(30) }, day(15), []],
  ["14 days before it", { createdAt: day(1), expiresAt: day(30) }, day(16), [["exception.expiring", day(16)]]],
  ["made in its last days", { createdAt: day(20), expiresAt: day(30) }, day(25), [["exception.expiring", day(20)]]],
  [
    "on its day",
    { createdAt: day(1), expiresAt: day(30) },
    day(30),
    [
      ["exception.expiring", day(16)],
      ["exception.expired", day(30)],
    ],
  ],
])("an exception, %s", (_, exception, asOf, expected) => {
  expect(exceptionTurns(exception, asOf).map(({ type, at }) => [type, at])).toEqual(expected);
});
