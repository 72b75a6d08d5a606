import { describe, expect, test } from "vitest";
import { endsActiveKey, type KeyOfUser, replacementOf } from "./key-replacement.ts";

const key = { kind: "access_key", status: "active" };
const at = (date: number) => new Date(Date.UTC(2026, 5, date));
/** First seen on the day on which it was created, where that is known. */
const keyOf = (id: string, created: number | null, more: Partial<KeyOfUser> = {}): KeyOfUser => ({
  id,
  accessKeyId: id,
  createdAt: created === null ? null : at(created),
  firstSeenAt: at(created ?? 1),
  status: "active",
  ...more,
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
  const ended = keyOf("AKIA1", 1, { status: null });
  test.each<[string, KeyOfUser[], string | null]>([
    ["is the newest of the later keys", [keyOf("AKIA2", 2), keyOf("AKIA4", 4), keyOf("AKIA3", 3)], "AKIA4"],
    ["is an active one", [keyOf("AKIA2", 2), keyOf("AKIA4", 4, { status: "inactive" })], "AKIA2"],
    ["is none that is gone", [keyOf("AKIA2", 2, { status: null })], null],
    ["is none as old or older", [keyOf("AKIA0", 0), keyOf("AKIA5", 1)], null],
    ["is none of unknown age that was there as long", [keyOf("AKIA2", null)], null],
    ["is one of unknown age that was seen later", [keyOf("AKIA2", null, { firstSeenAt: at(2) })], "AKIA2"],
  ])("%s", (_, keys, expected) => {
    expect(replacementOf("AKIA1", [...keys, ended])?.accessKeyId ?? null).toBe(expected);
  });

  test("tells when it was created, or else first seen", () => {
    expect(replacementOf("AKIA1", [ended, keyOf("AKIA2", 2)])?.createdAt).toEqual(at(2));
    expect(replacementOf("AKIA1", [ended, keyOf("AKIA2", null, { firstSeenAt: at(3) })])?.createdAt).toEqual(at(3));
  });

  test("of a key of unknown age is one that was created after that was seen", () => {
    expect(replacementOf("AKIA1", [keyOf("AKIA1", null), keyOf("AKIA2", 2)])?.accessKeyId).toBe("AKIA2");
    expect(replacementOf("AKIA1", [keyOf("AKIA1", null, { firstSeenAt: at(3) }), keyOf("AKIA2", 2)])).toBeNull();
  });

  test("is not known of a key that is not known", () => {
    expect(replacementOf("AKIA9", [keyOf("AKIA2", 2)])).toBeNull();
  });
});
