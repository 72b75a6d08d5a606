import { describe, expect, test } from "vitest";
import { CreateReportScheduleInput } from "./report.ts";

const given = (changes: Record<string, unknown> = {}) => ({
  name: "Weekly",
  recipients: ["ciso@example.test"],
  ...changes,
});

describe("a report schedule", () => {
  test("goes out weekly on Monday at 8 UTC unless told otherwise", () => {
    expect(CreateReportScheduleInput.parse(given())).toEqual({
      name: "Weekly",
      kind: "summary",
      frequency: "weekly",
      dayOfWeek: "monday",
      hour: 8,
      timeZone: "UTC",
      recipients: ["ciso@example.test"],
    });
  });

  test("names each recipient once, whatever the case", () => {
    const { recipients } = CreateReportScheduleInput.parse(
      given({ recipients: ["CISO@example.test", "ciso@example.test", "b@example.test"] }),
    );
    expect(recipients).toEqual(["ciso@example.test", "b@example.test"]);
  });

  test.each([
    { timeZone: "Europe/Berlin" },
    { timeZone: "America/Argentina/Buenos_Aires" },
    { hour: 0 },
    { hour: 23 },
    { frequency: "monthly", dayOfWeek: "sunday" },
    { recipients: Array.from({ length: 50 }, (_, index) => `r${index}@example.test`) },
  ])("takes %j", (changes) => {
    expect(CreateReportScheduleInput.parse(given(changes))).toMatchObject(changes);
  });

  test.each<[string, unknown]>([
    ["name", ""],
    ["name", " "],
    ["name", "x".repeat(101)],
    ["kind", "novel"],
    ["frequency", "daily"],
    ["dayOfWeek", "Monday"],
    ["dayOfWeek", 1],
    ["hour", 24],
    ["hour", -1],
    ["hour", 7.5],
    ["hour", "8"],
    ["timeZone", "Mars/Olympus"],
    ["timeZone", ""],
    ["recipients", []],
    ["recipients", "ciso@example.test"],
    ["recipients", ["nobody"]],
    ["recipients", ["a@example.test\r\nBcc: b@example.test"]],
    ["recipients", Array.from({ length: 51 }, (_, index) => `r${index}@example.test`)],
  ])("refuses the %s %j by its name", (field, value) => {
    const { error } = CreateReportScheduleInput.safeParse(given({ [field]: value }));
    expect(error?.issues.map((issue) => issue.path[0])).toEqual([field]);
  });
});
