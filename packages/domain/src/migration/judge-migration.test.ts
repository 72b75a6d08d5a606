import { expect, test } from "vitest";
import type { JudgedCredential } from "../judgement/judged.ts";
import { judgeMigration, type MigrationKnown } from "./judge-migration.ts";
import type { MigrationPeriod, MigrationPlan } from "./migration.ts";

const AT = new Date("2026-06-01T09:30:00Z");
const ago = (days: number): Date => new Date(AT.getTime() - days * 86_400_000);
const USER = "0197f0c0-0000-7000-8000-000000000001";

const key = (over: Partial<JudgedCredential>): JudgedCredential => ({
  ...{ id: "0197f0c0-0000-7000-8000-000000000002", kind: "access_key", userRecordId: USER, userName: "svc-labels" },
  ...{
    accessKeyId: "AKIAEXAMPLE",
    credentialId: "AKIAEXAMPLE",
    name: null,
    serviceName: null,
    status: "active",
    createdAt: ago(300),
  },
  ...{ expiresAt: null, lastUse: "at", lastUsedAt: ago(20), lastUsedService: "s3", owner: null, firstSeenAt: ago(200) },
  ...over,
});
const PLAN: MigrationPlan = {
  ...{
    id: USER,
    userId: USER,
    target: "ecs_task_role",
    reason: "It runs in ECS.",
    owner: "warehouse",
    dueOn: "2026-07-01",
  },
  ...{ campaignId: null, replacementRoleArn: "arn:aws:iam::111122223333:role/labels", values: {}, blockedReason: null },
  ...{ proposedTarget: "ask_owner", proposedConfidence: "low", acceptedAt: ago(60), acceptedBy: "ann" },
};
const BEFORE: MigrationPeriod = {
  ...{ userId: USER, userName: "svc-labels", stage: "adopted", provedStage: "adopted", stageSince: ago(30) },
  ...{
    target: "ecs_task_role",
    proposedTarget: "ask_owner",
    confidence: "low",
    owner: "warehouse",
    dueOn: "2026-07-01",
  },
  ...{ campaignId: null, replacementRoleArn: PLAN.replacementRoleArn, blockedReason: null, adoptedAt: ago(30) },
  ...{ credentialsAbsentSince: null, userAbsentSince: null, evidence: [] },
};
const KNOWN: MigrationKnown = {
  ...{ at: AT, scanId: null, usedUntil: AT, unread: {}, before: BEFORE, plan: PLAN, credentials: [key({})] },
  user: {
    id: USER,
    userName: "svc-labels",
    path: "/",
    tags: [],
    groupNames: [],
    hasConsolePassword: false,
    hasMfa: false,
    owner: null,
  },
  quietnessOf: () => ({ rhythm: "daily", quietDays: 14, isQuiet: true }),
  policies: { allowedServices: ["s3"], conditionKeys: [] },
  ...{ providerArns: [], observed: null, exceptedUntil: null, recreatedAt: null, campaignId: null },
  successor: { name: "role labels", isThere: true, grade: "ok", covers: true, lastUsedAt: ago(0.5), daysMoved: 9 },
};

test.each<[string, Partial<MigrationKnown>, Partial<MigrationPeriod>]>([
  [
    "a key that falls quiet once a role took over is what the plan asked for",
    {},
    { stage: "quiet", proposedTarget: "ask_owner", confidence: "low" },
  ],
  [
    "so is one that is switched off, though the role that took over was never proved",
    {
      before: { ...BEFORE, stage: "planned", provedStage: "planned" },
      successor: null,
      credentials: [key({ status: "inactive" })],
    },
    { stage: "deactivated", proposedTarget: "ask_owner", confidence: "low" },
  ],
  [
    "a key that falls quiet while no role took over is news: nothing may need it",
    { before: { ...BEFORE, stage: "planned", provedStage: "planned" }, successor: null },
    { stage: "planned", proposedTarget: "remove", confidence: "high" },
  ],
  [
    "without a plan, a key that is switched off needs no successor",
    {
      before: { ...BEFORE, stage: "identified", provedStage: "identified" },
      plan: null,
      credentials: [key({ status: "inactive" })],
    },
    { stage: "deactivated", target: "remove", confidence: "high" },
  ],
])("%s", (_what, given, expected) => {
  expect(judgeMigration({ ...KNOWN, ...given })).toMatchObject(expected);
});
