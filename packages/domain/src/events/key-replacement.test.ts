import { describe, expect, test } from "vitest";
import { endsActiveKey, type OtherKey, replacementOf } from "./key-replacement.ts";

const key = { kind: "access_key", status: "active" };
const at = (date: number) => new Date(Date.UTC(2026, 5, date));
const other = (accessKeyId: string, date: number | null, status: OtherKey["status"] = "active"): OtherKey => ({
  accessKeyId,
  createdAt: date === null ? null : at(date),
  status,
});

describe("an access key ends", () => {
  test.each<[string, Parameters<typeof endsActiveKey>[0], boolean]>([
    [
      "when it is deactivated",
      { subject: "credential", change: "changed", before: key, after: { ...key, status: "inactive" } },
      true,
    ],
    ["when it is deleted", { subject: "credential", change: "removed", before: key, after: key }, true],
    [
      "not when it had been inactive",
      { subject: "credential", change: "removed", before: { ...key, status: "inactive" }, after: key },
      false,
    ],
    ["not when it goes on", { subject: "credential", change: "changed", before: key, after: key }, false],
    ["not when it appears", { subject: "credential", change: "created", before: key, after: key }, false],
    [
      "not when it is a password",
      { subject: "credential", change: "removed", before: key, after: { ...key, kind: "console_password" } },
      false,
    ],
    ["not when it is a user", { subject: "user", change: "removed", before: key, after: key }, false],
  ])("%s", (_, given, ends) => {
    expect(endsActiveKey(given)).toBe(ends);
  });
});

describe("what replaces it", () => {
  test.each<[string, OtherKey[], string | null]>([
    ["is the newest of the later keys", [other("AKIA2", 2), other("AKIA4", 4), other("AKIA3", 3)], "AKIA4"],
    ["is an active one", [other("AKIA2", 2), other("AKIA4", 4, "inactive")], "AKIA2"],
    ["is no older one, nor itself", [other("AKIA0", 0), other("AKIA1", 1)], null],
    ["is none of unknown age", [other("AKIA2", null)], null],
  ])("%s", (_, keys, expected) => {
    expect(replacementOf({ createdAt: at(1) }, keys)?.accessKeyId ?? null).toBe(expected);
  });

  test("is not known of a key of unknown age", () => {
    expect(replacementOf({ createdAt: null }, [other("AKIA2", 2)])).toBeNull();
  });
});
