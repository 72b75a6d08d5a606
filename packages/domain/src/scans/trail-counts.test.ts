import { expect, it } from "vitest";
import { countTrail, isIamChange, newestAssumptions } from "./trail-counts.ts";
import type { TrailEvent, TrailReading } from "./trail-lookup.ts";

const TO = new Date("2026-06-01T00:00:00Z");
const FROM = new Date("2026-03-03T00:00:00Z");
const minutesAgo = (minutes: number) => new Date(TO.getTime() - minutes * 60_000);

const event = (eventId: string, over: Partial<TrailEvent> = {}): TrailEvent => ({
  eventId,
  at: TO,
  eventName: "ListBuckets",
  eventSource: "s3.amazonaws.com",
  region: "eu-central-1",
  actorArn: null,
  accessKeyId: null,
  sourceIpAddress: "203.0.113.9",
  userAgent: "aws-cli/2.15",
  errorCode: null,
  resourceNames: [],
  ...over,
});
const reading = (over: Partial<TrailReading> = {}): TrailReading => ({
  from: FROM,
  to: TO,
  regions: [{ region: "eu-central-1", state: "read", reason: null }],
  events: [],
  apiCalls: { total: 1, throttled: 0, byAction: {} },
  ...over,
});

it("counts each value, most frequent first, with its last time; what is not told is left out", () => {
  const events = [
    event("a", { at: minutesAgo(9), userAgent: "Boto3/1.34" }),
    event("b", { at: minutesAgo(2) }),
    event("c", { at: minutesAgo(5), userAgent: null }),
    event("d", { at: minutesAgo(7), eventName: "GetUser", eventSource: "iam.amazonaws.com" }),
  ];
  expect(countTrail(reading({ events }), "credential")).toMatchObject({
    from: FROM,
    to: TO,
    events: 4,
    userAgents: [
      { value: "aws-cli/2.15", events: 2, lastAt: minutesAgo(2) },
      { value: "Boto3/1.34", events: 1, lastAt: minutesAgo(9) },
    ],
    services: [
      { value: "s3.amazonaws.com", events: 3, lastAt: minutesAgo(2) },
      { value: "iam.amazonaws.com", events: 1, lastAt: minutesAgo(7) },
    ],
    eventNames: [
      { value: "ListBuckets", events: 3 },
      { value: "GetUser", events: 1 },
    ],
    sourceIpAddresses: [{ value: "203.0.113.9", events: 4 }],
  });
});

it("counts the calls that AWS refused apart, by service and event too", () => {
  const events = [
    event("a", { at: minutesAgo(9) }),
    event("a", { at: minutesAgo(9), region: "us-east-1" }),
    event("b", { at: minutesAgo(2), errorCode: "AccessDenied" }),
    event("c", { at: minutesAgo(5), userAgent: "rclone/v1.66.0", errorCode: "AccessDenied", sourceIpAddress: null }),
  ];
  expect(countTrail(reading({ events }), "credential")).toMatchObject({
    userAgents: [
      { value: "aws-cli/2.15", events: 2, refused: 1, lastAt: minutesAgo(2) },
      { value: "rclone/v1.66.0", events: 1, refused: 1 },
    ],
    sourceIpAddresses: [{ value: "203.0.113.9", events: 2, refused: 1 }],
    calls: [{ value: "s3.amazonaws.com:ListBuckets", events: 3, refused: 2 }],
  });
});

it("counts an event of several Regions once, and shows the newest 50 of many, newest first", () => {
  const many = Array.from({ length: 80 }, (_, index) => event(`${index}`, { at: minutesAgo(index) }));
  const counted = countTrail(reading({ events: [...many.toReversed(), event("3", { at: minutesAgo(3) })] }), "user");
  expect(counted.events).toBe(80);
  expect(counted.newest.map(({ eventId }) => eventId)).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
});

it("shows the 50 most frequent values of a list", () => {
  const events = Array.from({ length: 120 }, (_, index) => event(`${index}`, { userAgent: `agent ${index % 60}` }));
  expect(countTrail(reading({ events }), "credential").userAgents).toHaveLength(50);
});

it.each<[string, Partial<TrailReading>, string, boolean]>([
  ["data events, always", {}, "Data events", true],
  ["how far back it goes", {}, "before 2026-03-03: the event history goes back 90 days", true],
  [
    "a Region that denied",
    { regions: [{ region: "ap-east-1", state: "denied", reason: "no" }] },
    "not be read: ap-east-1",
    true,
  ],
  [
    "a Region that failed",
    { regions: [{ region: "ap-east-1", state: "failed", reason: "no" }] },
    "not be read: ap-east-1",
    true,
  ],
  [
    "a Region cut off",
    { regions: [{ region: "us-east-1", state: "cut_off", reason: "more" }] },
    "newest only: us-east-1",
    true,
  ],
  ["no Region at all", { regions: [] }, "none was read", true],
  ["no trouble where all was read", {}, "Regions", false],
])("says what it cannot see: %s", (_, over, words, isSaid) => {
  expect(countTrail(reading(over), "credential").cannotSee.some((sentence) => sentence.includes(words))).toBe(isSaid);
});

it("says of a user's lookup that it is not about what the user does", () => {
  expect(countTrail(reading(), "user").cannotSee[0]).toContain("looking up its access keys");
  expect(countTrail(reading(), "credential").cannotSee[0]).toContain("no proof that the credential is not used");
});

it.each<[string, Partial<TrailEvent>, boolean]>([
  ["AttachUserPolicy", {}, true],
  ["CreateAccessKey", {}, true],
  ["DeactivateMFADevice", {}, true],
  ["UntagRole", {}, true],
  ["UploadSSHPublicKey", {}, true],
  ["ListUsers", {}, false],
  ["GetUser", {}, false],
  ["GenerateCredentialReport", {}, false],
  ["SimulatePrincipalPolicy", {}, false],
  ["CreateAccessKey", { errorCode: "AccessDenied" }, false],
  ["CreateBucket", { eventSource: "s3.amazonaws.com" }, false],
])("%s %o changes IAM: %s", (eventName, over, expected) => {
  expect(isIamChange(event("a", { eventSource: "iam.amazonaws.com", eventName, ...over }))).toBe(expected);
});

it("of who assumed a role the newest event of each caller is kept, and none that was refused", () => {
  const role = "arn:aws:iam::111122223333:role/Exporter";
  const assumed = (eventId: string, minutes: number, over: Partial<TrailEvent> = {}) =>
    event(eventId, {
      at: minutesAgo(minutes),
      eventName: "AssumeRole",
      eventSource: "sts.amazonaws.com",
      actorArn: "222233334444",
      resourceNames: [`ASIA${eventId}`, role],
      ...over,
    });
  const events = [
    assumed("a", 3),
    assumed("b", 9),
    assumed("c", 5, { actorArn: "arn:aws:iam::111122223333:user/ada" }),
    assumed("d", 1, { errorCode: "AccessDenied" }),
    assumed("e", 1, { actorArn: null }),
    assumed("f", 4, { eventName: "AssumeRoleWithWebIdentity", actorArn: "gitlab.com" }),
    assumed("g", 1, { eventName: "GetCallerIdentity" }),
  ];
  expect(newestAssumptions(events).map(({ eventId }) => eventId)).toEqual(["a", "c", "f"]);
});
