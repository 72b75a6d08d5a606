import { expect, test } from "vitest";
import type { FieldSource } from "../../judgement/finding.ts";
import { withFactSources } from "./sourced-facts.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const sources: FieldSource[] = [
  { fields: ["accessKeyId", "status", "createdAt"], source: "live_api", observedAt: at(3) },
  { fields: ["accessKeyId", "status", "createdAt"], source: "credential_report", observedAt: at(4) },
  { fields: ["lastUsedAt", "lastUsedService"], source: "credential_report", observedAt: at(4) },
  { fields: ["userName", "policies"], source: "upload", observedAt: at(2) },
  { fields: ["createdAt"], source: "upload", observedAt: at(9) },
];

test.each([
  ["status", "credential_report", at(4)],
  ["createdAt", "credential_report", at(4)],
  ["newerCreatedAt", "credential_report", at(4)],
  ["lastUse", "credential_report", at(4)],
  ["attachedPolicyArns", "upload", at(2)],
  ["deadlineAt", "rotation_policy", at(5)],
  ["isOfNoSingleKind", "upload", at(2)],
])("%s is told by %s", (field, source, observedAt) => {
  expect(withFactSources([{ field, value: 1 }], sources, at(5))).toEqual([{ field, value: 1, source, observedAt }]);
});

test("what was put together from something that was never read is of no known time", () => {
  const unread = [...sources, { fields: ["mfaDevices"], source: "live_api", observedAt: null } as FieldSource];
  expect(withFactSources([{ field: "isOfNoSingleKind", value: 1 }], unread, null)).toMatchObject([
    { observedAt: null },
  ]);
  expect(withFactSources([{ field: "mfa", value: 1 }], [], null)).toMatchObject([{ observedAt: null }]);
});
