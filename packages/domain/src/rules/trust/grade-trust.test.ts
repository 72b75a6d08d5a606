import { describe, expect, test } from "vitest";
import externalId from "./external-id.cases.json" with { type: "json" };
import federated from "./federated.cases.json" with { type: "json" };
import forms from "./forms.cases.json" with { type: "json" };
import oidc from "./oidc.cases.json" with { type: "json" };
import services from "./services.cases.json" with { type: "json" };
import aws from "./trust-aws.cases.json" with { type: "json" };
import { documentOf, gradeCase, type TrustCase, withRealValues } from "./trust-fixture.ts";

const SUBJECTS = { aws, externalId, services, oidc, federated, forms } as unknown as Record<string, TrustCase[]>;

describe.each(Object.keys(SUBJECTS))("trust in %s", (subject) => {
  test.each(SUBJECTS[subject]!.map((one) => [one.name, one] as const))("%s", (_, { given, expected }) => {
    const { verdict, failed } = gradeCase(given);
    expect({ grade: verdict.grade, fails: failed }).toEqual({ grade: expected.grade, fails: expected.fails });
    if (expected.says) expect(verdict.sentence).toContain(expected.says);
  });
});

/** What stands leaves no room for what is missing: only whoever has the token's subject put together, or means guests, can say more. */
const NOTHING_BETTER = [
  "any other account than the role's",
  "Cognito for guests",
  "GitLab's subject of the path alone",
  "GitLab's subject without a path",
  "GitLab's subject of the namespace alone",
  "Buildkite's subject of a pipeline's id",
  "Buildkite's subject of an id alone",
  "Buildkite's subject of a pipeline's slug, which others have too",
  "Buildkite's subject of a branch alone",
];

describe("the policy that would be right", () => {
  const failing = Object.values(SUBJECTS)
    .flat()
    .filter(
      ({ name, given }) =>
        gradeCase(given).failed.length > 0 &&
        !(NOTHING_BETTER.includes(name) && gradeCase(given).verdict.recommendedPolicy === null),
    );

  test.each(failing.map((one) => [one.name, one] as const))("of: %s", (_, { given }) => {
    const { verdict } = gradeCase(given);
    const document = withRealValues(verdict.recommendedPolicy);
    const again = gradeCase({ ...given, document });
    // What is no statement or names nobody in a known form stays unknown.
    expect(again.failed).toEqual([]);
    expect(["ok", "unknown"]).toContain(again.verdict.grade);
    for (const { recommended, checkIds } of verdict.principals)
      expect(recommended === null).toBe(checkIds.length === 0);
  });

  test.each(NOTHING_BETTER)("is not known of: %s", (name) => {
    const { given } = Object.values(SUBJECTS)
      .flat()
      .find((one) => one.name === name && gradeCase(one.given).verdict.recommendedPolicy === null)!;
    const { verdict, failed } = gradeCase(given);
    expect(failed.length).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ recommendedPolicy: null, lockedOut: [], advice: [expect.any(String)] });
  });

  test("is not told where nothing is wrong", () => {
    const right = Object.values(SUBJECTS)
      .flat()
      .filter(({ given }) => gradeCase(given).failed.length === 0);
    expect(right.length).toBeGreaterThan(50);
    for (const { given } of right) expect(gradeCase(given).verdict.recommendedPolicy).toBeNull();
  });

  test("keeps what is right and what else is demanded", () => {
    const statement = {
      Principal: { AWS: ["arn:aws:iam::111122223333:role/x", "arn:aws:iam::999988887777:root"] },
      Condition: { StringLike: { "sts:RoleSessionName": "a-*" } },
    };
    const { verdict } = gradeCase({ statements: [statement] });
    expect(verdict.recommendedPolicy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          ...documentOf({ statements: [statement] }).Statement[0],
          Principal: { AWS: "arn:aws:iam::111122223333:role/x" },
        },
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::999988887777:root" },
          Action: "sts:AssumeRole",
          Condition: {
            StringLike: { "sts:RoleSessionName": "a-*" },
            StringEquals: { "sts:ExternalId": "REPLACE-WITH-EXTERNAL-ID-ISSUED-BY-999988887777" },
          },
        },
      ],
    });
  });

  test("leaves out a deleted principal where others remain", () => {
    const { verdict } = gradeCase({
      statements: [{ Principal: { AWS: ["AIDAQ3EXAMPLE7HJ5L2KM", "arn:aws:iam::111122223333:role/x"] } }],
    });
    expect(JSON.stringify(verdict.recommendedPolicy)).not.toContain("AIDA");
    expect(JSON.stringify(verdict.recommendedPolicy)).not.toContain("REPLACE");
  });
});
