import { expect, it } from "vitest";
import { callRows, withoutGaps } from "./call-rows.ts";

const scan = {
  scanId: "0199d1f0-0000-7000-8000-000000000001",
  finishedAt: new Date("2026-06-01T10:00:00Z"),
  throttled: 0,
};
const record = { awsAccountId: "200000000002", days: [], byAction: [] };

it("puts the calls of actions that share a budget together, and keeps those outside of it apart", () => {
  const rows = callRows({
    ...record,
    lastScans: [
      {
        ...scan,
        kind: "inventory",
        total: 6,
        byAction: {
          "sts:AssumeRole": 1,
          "iam:GenerateCredentialReport": 1,
          "iam:GetCredentialReport": 2,
          "iam:ListUsers": 2,
        },
      },
    ],
    budget: [
      { kind: "inventory", actions: ["sts:AssumeRole"], calls: "1" },
      { kind: "inventory", actions: ["iam:GenerateCredentialReport", "iam:GetCredentialReport"], calls: "2" },
      { kind: "inventory", actions: ["iam:ListAccessKeys"], calls: "1 for each changed user" },
      { kind: "slow_lane", actions: ["iam:ListSSHPublicKeys"], calls: "1 for each user" },
    ],
  });
  expect(rows.map(({ actions, calls, budget }) => [actions.join("+"), calls, budget])).toEqual([
    ["sts:AssumeRole", 1, "1"],
    ["iam:GenerateCredentialReport+iam:GetCredentialReport", 3, "2"],
    ["iam:ListAccessKeys", 0, "1 for each changed user"],
    ["iam:ListUsers", 2, null],
  ]);
});

it("counts a recheck as a whole", () => {
  const rows = callRows({
    ...record,
    lastScans: [{ ...scan, kind: "recheck", total: 3, byAction: { "iam:GetUser": 1, "iam:ListAccessKeys": 2 } }],
    budget: [{ kind: "recheck", actions: [], calls: "at most 30" }],
  });
  expect(rows).toEqual([{ key: "recheck ", kind: "recheck", actions: [], calls: 3, budget: "at most 30" }]);
});

it("fills days without calls in, up to today", () => {
  const days = withoutGaps([{ day: "2026-05-31", total: 40, throttled: 1 }], new Date("2026-06-01T00:30:00Z"), 3);
  expect(days).toEqual([
    { day: "2026-05-30", total: 0, throttled: 0 },
    { day: "2026-05-31", total: 40, throttled: 1 },
    { day: "2026-06-01", total: 0, throttled: 0 },
  ]);
});
