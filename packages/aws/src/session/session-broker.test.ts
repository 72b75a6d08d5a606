import { randomUUIDv7 } from "node:crypto";
import type { STSClient } from "@aws-sdk/client-sts";
import { expect, it } from "vitest";
import { Caller, createLanes } from "../calls/caller.ts";
import { DEFAULT_TIMING } from "../calls/timing.ts";
import { callerIdentity, partitionOfRegion, principalArnOf, SessionBroker, sessionNameOf } from "./session-broker.ts";

it.each([
  [
    "arn:aws:sts::111122223333:assumed-role/rolecall-inventory/i-0abc",
    "arn:aws:iam::111122223333:role/rolecall-inventory",
  ],
  ["arn:aws-cn:sts::111122223333:assumed-role/reader/a@b", "arn:aws-cn:iam::111122223333:role/reader"],
  ["arn:aws:iam::111122223333:user/worker", "arn:aws:iam::111122223333:user/worker"],
  ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root"],
])("the principal of %s is %s", (arn, principalArn) => {
  expect(principalArnOf(arn)).toBe(principalArn);
});

it("names sessions in at most 64 characters that STS takes", () => {
  expect(sessionNameOf("0190a1b2-c3d4-7000-8000-0123456789ab", "scan/1")).toBe("rolecall-0123456789ab-scan-1");
  expect(sessionNameOf("0190a1b2-c3d4", "x".repeat(100))).toHaveLength(64);
});

it("names sessions of connections that were made in the same second so that they can be told apart", () => {
  const names = Array.from({ length: 1_000 }, () => sessionNameOf(randomUUIDv7(), "verify"));
  expect(new Set(names).size).toBe(1_000);
  const reading = sessionNameOf(randomUUIDv7(), randomUUIDv7());
  expect(reading).toHaveLength(58);
});

it("keeps a bounded number of sessions, the newest ones", async () => {
  const granted = {
    Credentials: { AccessKeyId: "ASIA", SecretAccessKey: "secret", SessionToken: "token" },
  };
  const broker = new SessionBroker({
    ...{ region: "eu-central-1", timing: DEFAULT_TIMING, maxSessions: 10 },
    now: () => new Date("2026-11-20T09:00:00Z"),
  });
  let calls = 0;
  const caller = {
    call: async () => {
      calls += 1;
      return granted;
    },
  } as unknown as Caller;
  const role = (n: number) => ({ roleArn: `arn:aws:iam::111122223333:role/r${n}`, externalId: "id", sessionName: "s" });
  for (let n = 0; n < 1_000; n++) await broker.session(role(n), caller);
  expect(broker.size).toBeLessThanOrEqual(10);
  expect(calls).toBe(1_000);
  await broker.session(role(999), caller);
  expect(calls).toBe(1_000);
  await broker.session(role(0), caller);
  expect(calls).toBe(1_001);
  broker.close();
});

it.each([
  ["eu-central-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["garage", "aws"],
])("the partition of %s is %s", (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
});

it.each([
  ["arn:aws-cn:sts::111122223333:assumed-role/x/y", "aws-cn", "arn:aws-cn:sts::111122223333:assumed-role/x/y"],
  ["arn:minio:iam:::user/x", "aws-us-gov", "arn:minio:iam:::user/x"],
  ["x", "aws-us-gov", "x"],
  [undefined, "aws-us-gov", "arn:aws-us-gov:iam::111122223333:root"],
])("an identity of ARN %s is of the account that is told", async (Arn, partition, arn) => {
  const caller = new Caller({ lanes: createLanes(100), awsAccountId: "111122223333", timing: DEFAULT_TIMING });
  const sts = { send: async () => ({ Account: "111122223333", Arn }) } as unknown as STSClient;
  expect(await callerIdentity(() => sts, caller, "aws-us-gov")).toEqual({
    arn,
    awsAccountId: "111122223333",
    partition,
  });
});
