import { expect, test } from "vitest";
import { actionOfCall } from "./event-actions.ts";
import { allow, policy, USER } from "./observed-fixture.ts";
import { type KnownUse, observedPermissionsOf } from "./observed-permissions.ts";
import { proposePermissions } from "./propose-permissions.ts";

const AT = new Date("2026-06-01T12:00:00Z");
const daysAgo = (days: number) => new Date(AT.getTime() - days * 86_400_000);
const call = (value: string, events = 3, refused: number | null = 0) => ({
  value,
  events,
  refused,
  lastAt: daysAgo(2),
});
const accessedAt = (days: number): KnownUse["accessed"] => ({
  at: daysAgo(days),
  services: [
    {
      service: "ecs",
      lastUsedAt: daysAgo(30),
      actions: [
        { name: "RunTask", lastUsedAt: daysAgo(30) },
        { name: "DeleteService", lastUsedAt: null },
      ],
    },
    { service: "s3", lastUsedAt: daysAgo(9), actions: null },
    { service: "sqs", lastUsedAt: null, actions: null },
  ],
});
const KNOWN: KnownUse = {
  services: [{ service: "ecs", lastUsedAt: daysAgo(3) }],
  accessed: accessedAt(1),
  calls: [call("ecs.amazonaws.com:DescribeServices"), call("ecs.amazonaws.com:StopTask", 4, 4)],
  userCreatedAt: daysAgo(900),
  at: AT,
};
const allowed = (known: KnownUse) =>
  proposePermissions({
    policies: [{ label: "policy Deploy", document: policy(allow(["ecs:*", "s3:*", "sqs:*"])) }],
    boundary: null,
    user: USER,
    observed: observedPermissionsOf(known),
    name: "deploy",
  });
const text = (known: KnownUse) => JSON.stringify(allowed(known).documents);

test("scans and lookups count together, the newest use of each service; attempts that were all refused are no use", () => {
  const { services, actions, watchedFrom, windowDays } = observedPermissionsOf(KNOWN);
  expect(services?.map(({ service, lastUsedAt }) => [service, lastUsedAt])).toEqual([
    ["ecs", daysAgo(3)],
    ["s3", daysAgo(9)],
    ["sqs", null],
  ]);
  expect(actions.map(({ action, source, lastUsedAt }) => [action, source, lastUsedAt])).toEqual([
    ["ecs:RunTask", "action_last_accessed", daysAgo(30)],
    ["ecs:DeleteService", "action_last_accessed", null],
    ["ecs:DescribeServices", "cloudtrail", daysAgo(2)],
  ]);
  expect([watchedFrom, windowDays]).toEqual([daysAgo(400), 400]);
});

test("what AWS tracks and did not see is left out by action, what it never saw used as a service, and the rest is kept", () => {
  const { dropped, kept } = allowed(KNOWN);
  expect(dropped).toContainEqual(expect.objectContaining({ service: "sqs", actions: null, reason: "unused" }));
  expect(dropped.find(({ service }) => service === "ecs")?.actions).toEqual(
    ["DeleteService"].map((name) => `ecs:${name}`),
  );
  expect(kept.find(({ service }) => service === "s3")).toMatchObject({ actions: null, reason: "service_level_only" });
  expect(kept.find(({ service }) => service === "ecs")).toMatchObject({ reason: "action_not_tracked" });
  expect(text(KNOWN)).toMatch(/s3:\*/);
  expect(text(KNOWN)).not.toMatch(/DeleteService|sqs/);
});

test("that something was not used grows old, and that it was used does not", () => {
  const old = { ...KNOWN, accessed: accessedAt(20) };
  expect(observedPermissionsOf(old).actions.map(({ action }) => action)).not.toContain("ecs:DeleteService");
  expect(text(old)).toMatch(/ecs:\*.*sqs:\*|sqs:\*.*ecs:\*/);
});

test("where nothing was read, nothing is known", () => {
  expect(observedPermissionsOf({ ...KNOWN, services: null, accessed: null, calls: null })).toMatchObject({
    services: null,
    actions: [],
  });
});

test.each([
  ["iam.amazonaws.com:ListUsers", "iam:ListUsers"],
  ["monitoring.amazonaws.com:DescribeAlarms", "cloudwatch:DescribeAlarms"],
  ["tagging.amazonaws.com:GetResources", "tag:GetResources"],
  ["s3.amazonaws.com:ListBuckets", "s3:ListAllMyBuckets"],
  ["lambda.amazonaws.com:UpdateFunctionCode20150331v2", "lambda:UpdateFunctionCode"],
  ["ec2.amazonaws.com.cn:DescribeInstances", "ec2:DescribeInstances"],
  ["signin.amazonaws.com:ConsoleLogin", null],
  ["unknown:unknown", null],
])("the call %s needs %s", (value, action) => {
  expect(actionOfCall(value)).toBe(action);
});
