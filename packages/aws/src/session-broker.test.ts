import { expect, it } from "vitest";
import { principalArnOf, sessionNameOf } from "./session-broker.ts";

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
