import type { STSClient } from "@aws-sdk/client-sts";
import { expect, it } from "vitest";
import { Caller, createLanes } from "../calls/caller.ts";
import { DEFAULT_TIMING } from "../calls/timing.ts";
import { callerIdentity, partitionOfRegion, principalArnOf, sessionNameOf } from "./session-broker.ts";

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
  expect(sessionNameOf("0190a1b2-c3d4-7000-8000-000000000000", "scan/1")).toBe("rolecall-0190a1b2-scan-1");
  expect(sessionNameOf("0190a1b2-c3d4", "x".repeat(100))).toHaveLength(64);
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
