import { describe, expect, test } from "vitest";
import { ACCOUNT, gradeCase } from "../../rules/trust/trust-fixture.ts";
import { MigrationTarget, TARGETS } from "../target/target.ts";
import { SUCCESSOR_TRUSTS, successorTrustPolicy } from "./successor-trust.ts";

const targets = Object.keys(SUCCESSOR_TRUSTS) as MigrationTarget[];
const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"] as const;
const examplesOf = (target: MigrationTarget) =>
  Object.fromEntries((SUCCESSOR_TRUSTS[target]?.values ?? []).map(({ name, example }) => [name, example]));

describe.each(targets)("the trust policy of %s", (target) => {
  test.each(PARTITIONS)("is graded ok by the same rules as any role, in %s", (partition) => {
    const filled = successorTrustPolicy(target, { awsAccountId: ACCOUNT, partition }, examplesOf(target));
    expect(filled?.missing).toEqual([]);
    expect(JSON.stringify(filled?.policy)).not.toContain("REPLACE-WITH");
    const { verdict, failed } = gradeCase({ document: filled?.policy, partition });
    expect({ grade: verdict.grade, failed }).toEqual({ grade: "ok", failed: [] });
  });

  test("names what only the owner knows, and has an example of it that is right", () => {
    const open = successorTrustPolicy(target, { awsAccountId: ACCOUNT, partition: "aws" }, {});
    const text = JSON.stringify(open?.policy);
    for (const { name, example, pattern, question } of open?.missing ?? []) {
      expect(text).toContain(`REPLACE-WITH-${name.replaceAll("_", "-")}`);
      expect(example).toMatch(pattern);
      expect(question).toMatch(/\?$/);
    }
  });
});

test("whatever software or people move to has a trust policy, unless AWS makes it", () => {
  const moved = MigrationTarget.options.filter((target) => TARGETS[target].end === "moved");
  const without = moved.filter((target) => !SUCCESSOR_TRUSTS[target]);
  expect(without).toEqual(["identity_center"]);
});
