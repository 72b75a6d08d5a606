import { describe, expect, it } from "vitest";
import { trailEventOf } from "./trail-events.ts";

const at = new Date("2026-05-01T10:00:00Z");
const listed = {
  EventId: "event-1",
  EventTime: at,
  EventName: "CreateAccessKey",
  EventSource: "iam.amazonaws.com",
  AccessKeyId: "AKIAACTOR",
  Resources: [{ ResourceType: "AWS::IAM::User", ResourceName: "ada" }, {}],
};
const record = {
  eventID: "event-1",
  eventTime: "2026-05-01T10:00:00Z",
  awsRegion: "us-east-1",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/bob", accessKeyId: "AKIAACTOR" },
  sourceIPAddress: "192.0.2.1",
  userAgent: "aws-cli/2.32.0",
  errorCode: "AccessDenied",
  requestParameters: { userName: "ada", password: "a secret" },
  responseElements: { accessKey: { secretAccessKey: "another secret" } },
};

describe("an event", () => {
  it("keeps who, whence and what, and nothing that was sent or answered", () => {
    const event = trailEventOf({ ...listed, CloudTrailEvent: JSON.stringify(record) }, "us-east-1");
    expect(event).toEqual({
      eventId: "event-1",
      at,
      eventName: "CreateAccessKey",
      eventSource: "iam.amazonaws.com",
      region: "us-east-1",
      actorArn: "arn:aws:iam::111122223333:user/bob",
      accessKeyId: "AKIAACTOR",
      sourceIpAddress: "192.0.2.1",
      userAgent: "aws-cli/2.32.0",
      errorCode: "AccessDenied",
      resourceNames: ["ada"],
    });
    expect(JSON.stringify(event)).not.toContain("secret");
  });

  it.each([undefined, "", "no JSON", "null", "[]", '"text"'])(
    "whose record is %j has what stands beside it",
    (text) => {
      expect(trailEventOf({ ...listed, CloudTrailEvent: text }, "eu-west-1")).toMatchObject({
        eventName: "CreateAccessKey",
        region: "eu-west-1",
        accessKeyId: "AKIAACTOR",
        actorArn: null,
        userAgent: null,
      });
    },
  );

  it.each([
    [
      "a caller from another account by its number",
      { type: "AWSAccount", principalId: "AROA:run", accountId: "222233334444" },
      "222233334444",
    ],
    [
      "a user of an identity provider by the provider",
      {
        type: "WebIdentityUser",
        userName: "repo:o/r:ref:refs/heads/main",
        identityProvider: "arn:aws:iam::111122223333:oidc-provider/x",
      },
      "arn:aws:iam::111122223333:oidc-provider/x",
    ],
    ["nobody where nothing is told", { type: "Unknown" }, null],
  ])("of a session that is opened names %s", (_, userIdentity, actorArn) => {
    const CloudTrailEvent = JSON.stringify({ ...record, userIdentity });
    expect(trailEventOf({ ...listed, CloudTrailEvent }, "us-east-1")?.actorArn).toBe(actorArn);
  });

  it("of a service that acts by itself names the service", () => {
    const userIdentity = { type: "AWSService", invokedBy: "cloudformation.amazonaws.com" };
    const CloudTrailEvent = JSON.stringify({ ...record, userIdentity });
    expect(trailEventOf({ ...listed, CloudTrailEvent }, "us-east-1")?.actorArn).toBe("cloudformation.amazonaws.com");
  });

  it("without id or time is none", () => {
    expect(trailEventOf({ ...listed, EventId: undefined }, "us-east-1")).toBeNull();
    expect(trailEventOf({ ...listed, EventTime: undefined }, "us-east-1")).toBeNull();
  });
});
