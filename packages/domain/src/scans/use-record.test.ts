import { describe, expect, test } from "vitest";
import { CredentialKind } from "../inventory/credential.ts";
import type { LastUse } from "./reading.ts";
import { lastUseAtAge, noUseInWords, useRecordedSince } from "./use-record.ts";

const NEVER: LastUse = { kind: "never" };
const UNKNOWN: LastUse = { kind: "unknown", reason: "denied" };
const of = (kind: CredentialKind): LastUse => ({ kind: "before_record", recordedSince: useRecordedSince(kind)! });

describe("the last use of a secret of a known age", () => {
  test.each<[string, CredentialKind, string | null, LastUse, LastUse["kind"]]>([
    // https://github.com/prowler-cloud/prowler/issues/501: its row of the report tells when it was activated again.
    ["a key of 2014 that was changed since", "access_key", "2014-03-01", NEVER, "before_record"],
    ["a key of the day before the record", "access_key", "2015-04-21T23:59:59Z", NEVER, "before_record"],
    ["a key of the record's first day", "access_key", "2015-04-22", of("access_key"), "never"],
    ["a root key of 2012", "root_access_key", "2012-01-01", NEVER, "before_record"],
    // https://github.com/elastic/cloudbeat/issues/1754
    ["a password changed in 2016", "console_password", "2016-07-01", NEVER, "before_record"],
    ["a password changed within the gap", "console_password", "2018-05-10", NEVER, "before_record"],
    ["a password of an old user, changed since", "console_password", "2018-05-24", of("console_password"), "never"],
    ["a root password changed in 2016", "root_password", "2016-07-01", NEVER, "before_record"],
    ["a password of unknown age", "console_password", null, of("console_password"), "before_record"],
    ["a key of 2014 whose use could not be read", "access_key", "2014-03-01", UNKNOWN, "unknown"],
    ["a key whose use is not recorded", "ssh_public_key", "2014-03-01", UNKNOWN, "unknown"],
  ])("%s", (_, kind, createdAt, read, expected) => {
    expect(lastUseAtAge(kind, createdAt === null ? null : new Date(createdAt), read).kind).toBe(expected);
  });
});

test("the bound is told with where it comes from", () => {
  expect(CredentialKind.options.filter((kind) => useRecordedSince(kind)).map(noUseInWords)).toEqual([
    "no use since 2015-04-22, when AWS began to record it",
    "no use since 2018-05-24, the end of a gap in AWS's record of sign-ins",
    "no use since 2015-04-22, when AWS began to record it",
    "no use since 2018-05-24, the end of a gap in AWS's record of sign-ins",
  ]);
});
