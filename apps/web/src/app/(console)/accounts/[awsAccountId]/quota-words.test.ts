import { expect, it } from "vitest";
import { quotaInWords, splitQuotas } from "./quota-words.ts";

it.each([
  ["Users", "Users"],
  ["AccessKeysPerUser", "Access keys per user"],
  ["MFADevices", "MFA devices"],
  ["AssumeRolePolicySize", "Assume role policy size"],
])("%s is %s", (name, words) => expect(quotaInWords(name)).toBe(words));

it("puts the fullest first, and never takes an unknown use for none", () => {
  const quotas = [
    { name: "Users", used: 10, quota: 5_000 },
    { name: "Roles", used: 990, quota: 1_000 },
    { name: "AccessKeysPerUser", used: null, quota: 2 },
    { name: "Groups", used: 0, quota: 300 },
  ];
  const { used, limits } = splitQuotas(quotas);
  expect(used.map(({ name }) => name)).toEqual(["Roles", "Users", "Groups"]);
  expect(limits.map(({ name }) => name)).toEqual(["AccessKeysPerUser"]);
});
