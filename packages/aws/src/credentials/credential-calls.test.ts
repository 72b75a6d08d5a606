import { expect, it } from "vitest";
import { kindOfSerialNumber } from "./credential-calls.ts";

it.each([
  ["arn:aws:iam::111122223333:mfa/ada", "virtual"],
  ["arn:aws-cn:iam::111122223333:mfa/ada-phone", "virtual"],
  ["arn:aws:iam::111122223333:u2f/user/ada/key-ABC", "fido"],
  ["GAHT12345678", "hardware"],
])("the device %s is %s", (serialNumber, kind) => {
  expect(kindOfSerialNumber(serialNumber)).toBe(kind);
});
