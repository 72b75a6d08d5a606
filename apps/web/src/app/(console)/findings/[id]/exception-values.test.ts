import { expect, test } from "vitest";
import {
  type ExceptionValues,
  exceptionInput,
  exceptionProblems,
  expiryDays,
  NO_EXCEPTION,
} from "./exception-values.ts";

const finding = {
  checkId: "credential_overdue",
  subject: "credential",
  subjectId: "019a0000-0000-7000-8000-000000000001",
} as const;
const now = new Date("2026-11-22T12:00:00Z");
const whole: ExceptionValues = {
  ...NO_EXCEPTION,
  owner: "platform",
  reason: "The vendor moves to roles in spring.",
  approver: "ciso@acme.test",
  expiresOn: "2027-03-31",
};

test("an exception holds to the end of its UTC day", () => {
  expect(exceptionInput(finding, whole)).toEqual({
    ...finding,
    owner: "platform",
    reason: "The vendor moves to roles in spring.",
    approver: "ciso@acme.test",
    expiresAt: new Date("2027-03-31T23:59:59.999Z"),
    condition: null,
  });
  expect(exceptionProblems(finding, whole, now)).toEqual({});
});

test("the last day ends within two years, also from a leap day", () => {
  expect(expiryDays(now)).toEqual({ first: "2026-11-22", last: "2028-11-21" });
  expect(expiryDays(new Date("2028-02-29T10:00:00Z"))).toEqual({ first: "2028-02-29", last: "2030-02-28" });
});

test.each<[Partial<ExceptionValues>, Partial<Record<keyof ExceptionValues, string>>]>([
  [{ owner: " " }, { owner: "Say who answers for it" }],
  [{ approver: "" }, { approver: "Say who allowed it" }],
  [{ reason: "because" }, { reason: "Say in a sentence why this may stay as it is" }],
  [{ expiresOn: "" }, { expiresOn: "Choose the day on which it ends" }],
  [{ expiresOn: "2026-11-21" }, { expiresOn: "That day is over" }],
  [{ expiresOn: "2028-11-22" }, { expiresOn: "At most two years ahead: 2028-11-21 is the last day" }],
  [{ condition: "source_ip" }, { cidrs: "Name at least one range" }],
  [
    { condition: "source_ip", cidrs: ["203.0.113.0/24", "home"] },
    { cidrs: "Each must be a range of addresses, such as 203.0.113.0/24" },
  ],
  [{ condition: "permissions_boundary" }, { policyArn: "Name the policy by its ARN" }],
  [{ condition: "hardware_mfa" }, {}],
])("what is wrong with %o is said at its field", (change, problems) => {
  expect(exceptionProblems(finding, { ...whole, ...change }, now)).toEqual(problems);
});
