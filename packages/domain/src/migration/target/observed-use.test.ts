import { expect, test } from "vitest";
import type { TrailEvent } from "../../scans/trail-lookup.ts";
import { observedUse } from "./observed-use.ts";

const AT = new Date("2026-06-01T12:00:00Z");
const event = (eventId: string, changes: Partial<TrailEvent> = {}): TrailEvent => ({
  eventId,
  at: AT,
  eventName: "ListBuckets",
  eventSource: "s3.amazonaws.com",
  region: "eu-west-1",
  actorArn: "arn:aws:iam::111122223333:user/site",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  sourceIpAddress: "198.51.100.7",
  userAgent: "Boto3/1.34.11",
  errorCode: null,
  resourceNames: [],
  ...changes,
});

test("calls that AWS refused are counted apart, and an event of two Regions counts once", () => {
  const later = new Date("2026-06-01T13:00:00Z");
  const use = observedUse(AT, [
    event("1"),
    event("1", { region: "us-east-1" }),
    event("2", { errorCode: "AccessDenied", at: later }),
    event("3", { userAgent: "rclone/v1.66.0", errorCode: "AccessDenied", sourceIpAddress: null }),
  ]);
  expect(use.userAgents).toEqual([
    { value: "Boto3/1.34.11", events: 2, refused: 1, lastAt: later },
    { value: "rclone/v1.66.0", events: 1, refused: 1, lastAt: AT },
  ]);
  expect(use.sourceIpAddresses).toEqual([{ value: "198.51.100.7", events: 2, refused: 1, lastAt: later }]);
  expect(use.services).toMatchObject([{ value: "s3.amazonaws.com", events: 3, refused: 2 }]);
});

test("nothing seen is empty lists", () => {
  expect(observedUse(AT, [])).toEqual({ lookedUpAt: AT, userAgents: [], sourceIpAddresses: [], services: [] });
});
