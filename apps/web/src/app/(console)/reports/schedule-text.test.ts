import { TimeZone } from "@rolecall/domain";
import { expect, test } from "vitest";
import { formatInZone, rhythmText, timeZones } from "./schedule-text.ts";

test.each([
  ["UTC", "Mon 2026-11-23 08:00 UTC"],
  ["Asia/Kathmandu", "Mon 2026-11-23 13:45 GMT+5:45"],
  ["America/Los_Angeles", "Mon 2026-11-23 00:00 PST"],
  ["Pacific/Kiritimati", "Mon 2026-11-23 22:00 GMT+14"],
])("in %s it is %s", (zone, text) => {
  expect(formatInZone(new Date("2026-11-23T08:00:00Z"), zone)).toBe(text);
});

test("midnight is 00:00 of the day that begins", () => {
  expect(formatInZone(new Date("2026-11-22T23:00:00Z"), "Europe/Berlin")).toBe("Mon 2026-11-23 00:00 GMT+1");
});

test("a rhythm reads as a sentence", () => {
  expect(rhythmText({ frequency: "weekly", dayOfWeek: "monday", hour: 8 })).toBe("Every Monday at 08:00");
  expect(rhythmText({ frequency: "monthly", dayOfWeek: "friday", hour: 17 })).toBe(
    "First Friday of the month at 17:00",
  );
});

test("every zone that can be chosen is one that a schedule may have, under its new name too", () => {
  expect(timeZones()).toEqual(expect.arrayContaining(["Asia/Kolkata", "Asia/Kathmandu", "Europe/Kyiv"]));
  expect(timeZones().filter((zone) => !TimeZone.safeParse(zone).success)).toEqual([]);
});

test("UTC can be chosen, once", () => {
  expect(timeZones().filter((zone) => zone === "UTC")).toHaveLength(1);
  expect(timeZones()).toContain("Europe/Berlin");
});
