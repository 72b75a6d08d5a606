import { describe, expect, it } from "vitest";
import { firstScanAt } from "./first-scan.ts";
import { memberPacks, memberRole } from "./member-role.ts";

const NOW = new Date("2026-06-01T10:00:00Z");
const delaySeconds = (awsAccountId: string, chosen: number) =>
  (firstScanAt(awsAccountId, chosen, NOW).getTime() - NOW.getTime()) / 1_000;

describe("the first scan of a member", () => {
  it.each([
    ["200000000999", 5, 0],
    ["200000000000", 500, 0],
    ["200000000500", 500, 500],
    ["200000000500", 100_000, 1_800],
  ])("of account %s among %i is %i s from now", (awsAccountId, chosen, seconds) => {
    expect(delaySeconds(awsAccountId, chosen)).toBe(seconds);
  });
});

it.each(["aws", "aws-cn", "aws-us-gov"] as const)(
  "a member's role in partition %s has the name and path of the own one",
  (partition) => {
    const arn = `arn:${partition}:iam::200000000001:role/security/Auditor`;
    const role = { arn, partition, awsAccountId: "200000000001", path: "/security/", roleName: "Auditor" };
    expect(memberRole(role, "200000000002")).toEqual({
      ...role,
      awsAccountId: "200000000002",
      arn: `arn:${partition}:iam::200000000002:role/security/Auditor`,
    });
  },
);

it("members are not asked for the organisation", () => {
  expect(memberPacks(["core", "organization", "cloudtrail", "roles_anywhere"])).toEqual([
    "cloudtrail",
    "roles_anywhere",
  ]);
});
