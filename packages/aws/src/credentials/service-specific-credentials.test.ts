import type { UserIdentity } from "@rolecall/domain";
import { expect, it } from "vitest";
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
import { outcomeOf } from "../reading/outcome.ts";
import type { IamCall } from "../session/account-session.ts";
import { readAllServiceCredentials, serviceCredentialsOf } from "./service-specific-credentials.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const now = () => NOW;
const createdAt = new Date("2025-01-01T00:00:00Z");

const user = (userName: string): UserIdentity => ({
  userId: `AIDA-${userName}`,
  userName,
  arn: `arn:aws:iam::111122223333:user/${userName}`,
  path: "/",
  createdAt,
  tags: [],
  groupNames: [],
  attachedPolicyArns: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
});
const USERS = [user("ada"), user("bob")];

const credential = (UserName: string, ServiceName: string) => ({
  UserName,
  ServiceName,
  ServiceSpecificCredentialId: `ACCA-${UserName}-${ServiceName}`,
  ServiceUserName: `${UserName}-at-111122223333`,
  Status: "Active",
  CreateDate: createdAt,
});
const ALL = [credential("ada", "codecommit.amazonaws.com"), credential("bob", "cassandra.amazonaws.com")];

type Asked = { AllUsers?: boolean; ServiceName?: string; UserName?: string };

/** An implementation that answers or refuses, by what it is asked. */
async function read(refusal: (asked: Asked) => readonly [AwsErrorKind, string] | null) {
  const asks: Asked[] = [];
  const call = (async (action: string, send: (iam: unknown, abort: object) => Promise<unknown>) =>
    send(
      {
        send: async ({ input }: { input: Asked }) => {
          asks.push(input);
          const refused = refusal(input);
          if (refused) {
            const [kind, name] = refused;
            throw new AwsCallFailed(action, kind, 1, Object.assign(new Error("AWS's own words"), { name }));
          }
          const { UserName, ServiceName } = input;
          return {
            IsTruncated: false,
            ServiceSpecificCredentials: ALL.filter(
              (found) =>
                (!UserName || found.UserName === UserName) && (!ServiceName || found.ServiceName === ServiceName),
            ),
          };
        },
      },
      {},
    )) as unknown as IamCall;
  const bulk = await outcomeOf(now, () => readAllServiceCredentials(call));
  const { byUserId, outcome } = await serviceCredentialsOf({ call, now }, bulk, USERS);
  const ids = USERS.map(({ userId }) => {
    const credentials = byUserId.get(userId);
    return credentials?.state === "read"
      ? credentials.value.map(({ serviceSpecificCredentialId }) => serviceSpecificCredentialId)
      : "unread";
  });
  return { asks, ids, outcome };
}

const FOUND = [["ACCA-ada-codecommit.amazonaws.com"], ["ACCA-bob-cassandra.amazonaws.com"]];

it("asks once for all users and services", async () => {
  const { asks, ids } = await read(() => null);
  expect([asks.length, ids]).toEqual([1, FOUND]);
});

it("asks service by service where that is required, and passes over services that are not supported there", async () => {
  const { asks, ids, outcome } = await read(({ ServiceName }) => {
    if (!ServiceName) return ["invalid", "ValidationError"];
    return ServiceName.startsWith("bedrock") ? ["unsupported", "NotSupportedServiceException"] : null;
  });
  expect([asks.length, ids, outcome.ok]).toEqual([7, FOUND, true]);
});

it("asks user by user where all users are not understood", async () => {
  const { asks, ids, outcome } = await read(({ AllUsers }) => (AllUsers ? ["invalid", "ValidationError"] : null));
  expect([asks.length, ids, outcome.ok]).toEqual([4, FOUND, true]);
});

it.each<[AwsErrorKind, string]>([
  ["denied", "AccessDenied"],
  ["unsupported", "InvalidAction"],
  ["transient", "ServiceFailure"],
])("is unread after one call that is %s", async (kind, name) => {
  const { asks, ids, outcome } = await read(() => [kind, name]);
  expect([asks.length, ids]).toEqual([1, ["unread", "unread"]]);
  expect(outcome).toMatchObject({ ok: false, failure: { action: "iam:ListServiceSpecificCredentials", kind } });
});
