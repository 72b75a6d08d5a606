import { expect, test } from "vitest";
import { conditionText } from "./exception-labels.ts";

test.each([
  [{ kind: "source_ip" as const, cidrs: ["203.0.113.0/24", "2001:db8::/32"] }, "203.0.113.0/24, 2001:db8::/32"],
  [
    { kind: "permissions_boundary" as const, policyArn: "arn:aws:iam::111122223333:policy/edge" },
    "arn:aws:iam::111122223333:policy/edge",
  ],
  [{ kind: "hardware_mfa" as const }, "hardware or FIDO"],
  [{ kind: "no_console_password" as const }, "no console password"],
])("a condition names what it hangs on: %o", (condition, told) => {
  expect(conditionText(condition)).toContain(told);
});
