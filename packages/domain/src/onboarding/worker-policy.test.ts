import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matchesWildcard } from "../policy/wildcards.ts";
import { CUSTOMER_ROLE_NAME } from "./customer-templates.ts";

const file = new URL("../../../../infra/worker/rolecall-worker-policy.json", import.meta.url);
const policy = JSON.parse(readFileSync(file, "utf8"));

describe("the worker's own policy", () => {
  it("allows one action, and denies it in its own account", () => {
    expect(policy.Statement.map(({ Effect, Action }: Record<string, string>) => [Effect, Action])).toEqual([
      ["Allow", "sts:AssumeRole"],
      ["Deny", "sts:AssumeRole"],
    ]);
    expect(policy.Statement[1]).toMatchObject({
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceAccount": "$" + "{aws:PrincipalAccount}" } },
    });
  });

  it.each([
    [`arn:aws:iam::111122223333:role/${CUSTOMER_ROLE_NAME}`, true],
    [`arn:aws-us-gov:iam::111122223333:role/${CUSTOMER_ROLE_NAME}`, true],
    [`arn:aws-cn:iam::111122223333:role/${CUSTOMER_ROLE_NAME}-2`, true],
    ["arn:aws:iam::111122223333:role/Admin", false],
    ["arn:aws:iam::111122223333:role/OrganizationAccountAccessRole", false],
    [`arn:aws:iam::111122223333:role/team/${CUSTOMER_ROLE_NAME}`, false],
    [`arn:aws:iam::111122223333:user/${CUSTOMER_ROLE_NAME}`, false],
  ])("opens %s: %s", (arn, isAllowed) => {
    expect(matchesWildcard(policy.Statement[0].Resource, arn)).toBe(isAllowed);
  });
});
