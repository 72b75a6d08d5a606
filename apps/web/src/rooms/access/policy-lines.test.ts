import { expect, test } from "vitest";
import { policyLines } from "./policy-lines.ts";

const policy = (...actions: string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
});
const changed = (before: unknown, after: unknown) =>
  policyLines(before, after)
    .filter(({ kind }) => kind === "added" || kind === "removed")
    .map(({ kind, text }) => `${kind} ${text.trim()}`);

test("only what differs is marked", () => {
  expect(changed(policy("s3:GetObject", "s3:ListBucket"), policy("s3:GetObject", "s3:PutObject"))).toEqual([
    'removed "s3:ListBucket"',
    'added "s3:PutObject"',
  ]);
});

test("a comma after what was last before is no difference", () => {
  expect(changed(policy("s3:GetObject", "s3:PutObject"), policy("s3:GetObject"))).toEqual(['removed "s3:PutObject"']);
});

test("a policy that came is added as a whole, one that went is removed as a whole", () => {
  const whole = JSON.stringify(policy("s3:GetObject"), null, 2).split("\n").length;
  expect(policyLines(null, policy("s3:GetObject")).filter(({ kind }) => kind === "added")).toHaveLength(whole);
  expect(policyLines(policy("s3:GetObject"), null).filter(({ kind }) => kind === "removed")).toHaveLength(whole);
});

test("lines between distant changes are left out, and that is said", () => {
  const actions = Array.from({ length: 40 }, (_, index) => `s3:Action${index}`);
  const lines = policyLines(policy("a:Old", ...actions, "z:Old"), policy("a:New", ...actions, "z:New"));
  expect(lines.filter(({ kind }) => kind === "gap")).toHaveLength(1);
  expect(lines.length).toBeLessThan(30);
});
