import type { ParsedReport, PreviousUser, UserIdentity } from "@rolecall/domain";
import { expect, it } from "vitest";
import { parseCredentialReport } from "../report/parse-report.ts";
import { planAccessKeys } from "./access-key-plan.ts";

const GENERATED_AT = new Date("2026-06-01T08:00:00Z");
const dayAfter = (days: number) => new Date(GENERATED_AT.getTime() + days * 86_400_000);
const HEADER = "user,arn,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated";

/** Users of whom the report shows no key, and of whom so many keys are known. */
function world(count: number, knownKeys: number | null) {
  const users = Array.from({ length: count }, (_, index): UserIdentity => {
    const userName = `user-${index}`;
    return {
      userId: `AIDA${index}`,
      userName,
      arn: `arn:aws:iam::111122223333:user/${userName}`,
      path: "/",
      createdAt: GENERATED_AT,
      tags: [],
      groupNames: [],
      attachedPolicyArns: [],
      inlinePolicies: [],
      permissionsBoundaryArn: null,
    };
  });
  const rows = users.map(({ userName, arn }) => `${userName},${arn},false,N/A,false,N/A`);
  const report = parseCredentialReport([HEADER, ...rows].join("\n"), GENERATED_AT) as ParsedReport;
  const known = users.map((user, index): [string, PreviousUser] => [
    user.userId,
    {
      userId: user.userId,
      reportFingerprint: report.rows.get(user.arn)?.keyFingerprint ?? null,
      accessKeys: Array.from({ length: knownKeys ?? 0 }, () => ({
        accessKeyId: `AKIA${index}`,
        status: "Inactive",
        createdAt: GENERATED_AT,
        lastUse: { kind: "never" },
      })),
      signingCertificates: [],
      mfa: "none",
      mfaDevices: [],
    },
  ]);
  const previous = new Map(knownKeys === null ? [] : known);
  return { plan: (now: Date) => planAccessKeys({ report, previous, now: () => now }, users), users };
}

it.each([
  ["a small account, all at once", 20, 20],
  ["a large account, a few a scan", 400, 2],
])("asks once for users in whose row no key shows: %s", (_, count, asked) => {
  const { toList, unconfirmed, toCarry } = world(count, null).plan(GENERATED_AT);
  expect([toList.length, unconfirmed.length, toCarry.length]).toEqual([asked, count - asked, 0]);
});

it("asks nothing of users who are known to have no key", () => {
  const { toList, unconfirmed, toCarry } = world(20, 0).plan(GENERATED_AT);
  expect([toList.length, unconfirmed.length, toCarry.length]).toEqual([0, 0, 20]);
});

it("asks again for keys that the report does not show: all of a small account", () => {
  expect(world(20, 1).plan(GENERATED_AT).toList).toHaveLength(20);
});

it("asks again for keys that the report does not show: in turn in a large account, leaving nobody out", () => {
  const { plan, users } = world(112, 1);
  const asked = new Set<string>();
  for (let day = 0; day < 23; day++) {
    const { toList, toCarry } = plan(dayAfter(day));
    expect([toList.length, toCarry.length]).toEqual([5, 107]);
    for (const { userId } of toList) asked.add(userId);
  }
  expect(asked.size).toBe(users.length);
});
