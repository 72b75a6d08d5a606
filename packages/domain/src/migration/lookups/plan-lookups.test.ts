import { expect, test } from "vitest";
import type { AccountAccess } from "../../organizations/account-access.ts";
import { expectedEndOf } from "./expected-end.ts";
import { missingGrantOf, planLookups, type UserToLookUp } from "./plan-lookups.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const ACCESS: AccountAccess = {
  roleArn: "arn:aws:iam::111122223333:role/RolecallReadOnly",
  externalId: "external",
  connectionId: "0197f0c0-0000-7000-8000-000000000001",
  connectionName: "Production",
  callCeilingPerSecond: 20,
  packs: ["cloudtrail"],
  scanPausedReason: null,
};
const done = (hours: number, status: "complete" | "partial" | "failed" = "complete") => ({
  ...{ status, finishedAt: hoursAgo(hours) },
});
const open = { status: "running", finishedAt: null } as const;
const USER: UserToLookUp = {
  userId: "0197f0c0-0000-7000-8000-000000000002",
  userName: "deploy-web",
  awsAccountId: "111122223333",
  isGone: false,
  credentials: [{ id: "key", lookup: null }],
  actions: null,
};

test.each<[string, Partial<UserToLookUp>, Partial<AccountAccess> | { obstacle: string; isPassing: false }, object]>([
  [
    "asks for what nobody has asked",
    {},
    {},
    { trail: "asked", actions: "asked", credentialIds: ["key"], looksUp: true },
  ],
  [
    "asks for the key that is not known, beside one that is",
    {
      credentials: [
        { id: "key", lookup: done(1) },
        { id: "new", lookup: null },
      ],
      actions: done(1),
    },
    {},
    { trail: "asked", actions: "known", credentialIds: ["new"], looksUp: false },
  ],
  [
    "asks again after a day, and at once where it failed",
    {
      credentials: [
        { id: "old", lookup: done(25) },
        { id: "failed", lookup: done(1, "failed") },
      ],
      actions: done(24),
    },
    {},
    { trail: "asked", actions: "asked", credentialIds: ["old", "failed"], looksUp: true },
  ],
  [
    "takes what was read in part for known: it would be read in part again",
    { credentials: [{ id: "busy", lookup: done(2, "partial") }], actions: open },
    {},
    { trail: "known", actions: "under_way", credentialIds: [], looksUp: false },
  ],
  [
    "does not ask what is under way",
    { credentials: [{ id: "key", lookup: open }] },
    {},
    { trail: "under_way", actions: "asked", credentialIds: [], looksUp: true },
  ],
  [
    "asks IAM where CloudTrail is not granted",
    {},
    { packs: ["roles_anywhere"] },
    { trail: "not_granted", actions: "asked", credentialIds: [], looksUp: true },
  ],
  [
    "asks nothing where scans are paused",
    {},
    { scanPausedReason: "AWS refuses its calls" },
    { trail: "unreachable", actions: "unreachable", credentialIds: [], looksUp: false },
  ],
  [
    "asks nothing of an account that was uploaded",
    {},
    { obstacle: "it is known by uploaded files alone", isPassing: false },
    { trail: "unreachable", actions: "unreachable", credentialIds: [], looksUp: false },
  ],
  [
    "asks nothing of who has nothing in use",
    { credentials: [] },
    {},
    { trail: "nothing_to_ask", actions: "nothing_to_ask", credentialIds: [], looksUp: false },
  ],
  [
    "asks nothing of who is gone",
    { isGone: true },
    {},
    { trail: "nothing_to_ask", actions: "nothing_to_ask", credentialIds: [], looksUp: false },
  ],
])("%s", (_what, user, access, expected) => {
  const reach = "obstacle" in access ? access : { ...ACCESS, ...access };
  const { answer, credentialIds, looksUpActions } = planLookups({ ...USER, ...user }, reach as AccountAccess, NOW);
  const { trail, actions, sentence } = answer;
  expect({ trail, actions, credentialIds, looksUp: looksUpActions }).toEqual(expected);
  expect(sentence).toMatch(/^[A-Z].*[^.]\.$/);
});

test("what is not granted is told with the statement that grants it", () => {
  expect(missingGrantOf(ACCESS, ["111122223333"])).toBeNull();
  expect(missingGrantOf({ ...ACCESS, packs: [] }, ["111122223333"])).toMatchObject({
    connectionName: "Production",
    pack: "cloudtrail",
    statement: { Action: "cloudtrail:LookupEvents" },
  });
});

test.each<[string, { open: number; ended: number }[], number | null]>([
  ["nothing is open", [{ open: 0, ended: 9 }], null],
  ["none has ended: by the budget", [{ open: 12, ended: 0 }], 60],
  ["at the pace of those that have ended", [{ open: 10, ended: 5 }], 40],
  [
    "the slowest account is the last",
    [
      { open: 1, ended: 19 },
      { open: 2, ended: 1 },
    ],
    40,
  ],
])("the end is expected where %s", (_what, accounts, seconds) => {
  const since = new Date(NOW.getTime() - 20_000);
  const end = expectedEndOf(accounts, { since, now: NOW });
  expect(end && (end.getTime() - NOW.getTime()) / 1_000).toBe(seconds);
});
