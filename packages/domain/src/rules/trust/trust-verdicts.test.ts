import { describe, expect, test } from "vitest";
import type { Power } from "../../inventory/trust-grade.ts";
import { TrustCheckId } from "../../judgement/check.ts";
import { gradeCase, roleOf, type TrustGiven } from "./trust-fixture.ts";
import { trustVerdicts } from "./trust-verdicts.ts";

const ROOT = (account: string) => `arn:aws:iam::${account}:root`;
const GITHUB = "token.actions.githubusercontent.com";

function verdictsOf(given: TrustGiven) {
  const power: Power = given.power ?? "read";
  return trustVerdicts(roleOf(given), gradeCase(given).verdict, { power, reason: "" });
}
const failing = (given: TrustGiven) => verdictsOf(given).filter(({ result }) => result === "fail");
const results = (given: TrustGiven) =>
  Object.fromEntries(verdictsOf(given).map(({ checkId, result }) => [checkId, result]));

describe("which checks apply", () => {
  test("to an account outside with an External ID", () => {
    const condition = { StringEquals: { "sts:ExternalId": "0b8f6f4e-5b0b-4f0e-9a53-2f5a7e1c9d44" } };
    expect(results({ statements: [{ Principal: { AWS: ROOT("999988887777") }, Condition: condition }] })).toEqual({
      trust_public: "pass",
      trust_not_principal: "pass",
      trust_deleted_principal: "pass",
      trust_external_without_id: "pass",
      trust_external_id_optional: "pass",
      trust_external_id_wildcard: "pass",
      trust_external_id_guessable: "pass",
      trust_external_id_reused: "pass",
      trust_session_tags_unlimited: "pass",
    });
  });

  test("to the account itself: nothing that is of outsiders", () => {
    expect(Object.keys(results({ statements: [{ Principal: { AWS: ROOT("111122223333") } }] })).sort()).toEqual([
      "trust_deleted_principal",
      "trust_not_principal",
      "trust_public",
    ]);
  });

  test("to a service that acts for its own account: none", () => {
    expect(verdictsOf({ statements: [{ Principal: { Service: "ec2.amazonaws.com" } }] })).toEqual([]);
  });

  test.each(["service_linked", "identity_center"] as const)("to a role that AWS made (%s): none", (kind) => {
    expect(verdictsOf({ kind, statements: [{ Principal: "*" }] })).toEqual([]);
  });
});

describe("what is not known", () => {
  test.each<[string, TrustGiven]>([
    ["a policy that was not read", { unread: "denied" }],
    ["a malformed policy", { document: "x" }],
    ["a principal in no known form", { statements: [{ Principal: { AWS: "somebody" } }] }],
  ])("of %s: every check is unknown, none has passed", (_, given) => {
    const verdicts = verdictsOf(given);
    expect(verdicts.map(({ checkId }) => checkId)).toEqual(TrustCheckId.options);
    expect(new Set(verdicts.map(({ result }) => result))).toEqual(new Set(["unknown"]));
  });

  test("beside what is known to fail: the failure stands, all else is unknown", () => {
    const verdicts = verdictsOf({ statements: [{ Principal: { AWS: ["somebody", "*"] } }] });
    expect(verdicts.filter(({ result }) => result === "fail").map(({ checkId }) => checkId)).toEqual(["trust_public"]);
    expect(verdicts.filter(({ result }) => result === "pass")).toEqual([]);
  });
});

describe("severity", () => {
  const outside = { Principal: { AWS: ROOT("999988887777") } };
  test.each<[string, Power, TrustGiven, string]>([
    ["external without External ID", "read", { statements: [outside] }, "medium"],
    ["external without External ID", "unknown", { statements: [outside] }, "medium"],
    ["external without External ID", "none", { statements: [outside] }, "low"],
    ["external without External ID", "escalation", { statements: [outside] }, "high"],
    ["external without External ID", "admin", { statements: [outside] }, "critical"],
    ["everybody", "none", { statements: [{ Principal: "*" }] }, "critical"],
    ["deleted principal", "read", { statements: [{ Principal: { AWS: "AIDAQ3EXAMPLE7HJ5L2KM" } }] }, "low"],
  ])("%s, role may %s", (_, power, given, severity) => {
    expect(failing({ ...given, power }).map((verdict) => verdict.severity)).toEqual([severity]);
  });

  test("of any branch is low, of any repository medium", () => {
    const github = (sub: string): TrustGiven => ({
      statements: [
        {
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` },
          Condition: {
            StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
            StringLike: { [`${GITHUB}:sub`]: sub },
          },
        },
      ],
    });
    expect(failing(github("repo:o/r:*")).map(({ severity }) => severity)).toEqual(["low"]);
    expect(failing(github("repo:o/*")).map(({ severity }) => severity)).toEqual(["medium"]);
  });
});

describe("a failed verdict", () => {
  const both = [ROOT("999988887777"), ROOT("888877776666")];

  test("tells principals in a fixed order, with statement and condition", () => {
    const [verdict] = failing({
      statements: [
        { Principal: { Service: "ec2.amazonaws.com" } },
        { Principal: { AWS: both }, Condition: { StringLike: { "sts:ExternalId": "*" } } },
      ],
    });
    expect(verdict).toMatchObject({
      checkId: "trust_external_id_wildcard",
      subject: "role",
      subjectId: "00000000-0000-7000-8000-00000000000a",
      resourceName: "Example",
      userRecordId: null,
      grade: "weak",
      sentence: 'Any External ID that fits "*" is taken: name the whole value under StringEquals.',
      facts: [
        { field: "principal", value: `AWS ${ROOT("888877776666")}` },
        { field: "statement", value: 2 },
        { field: "condition", value: "StringLike sts:ExternalId *" },
        { field: "principal", value: `AWS ${ROOT("999988887777")}` },
        { field: "statement", value: 2 },
        { field: "condition", value: "StringLike sts:ExternalId *" },
      ],
    });
  });

  test("is one for a check, and names the others", () => {
    const verdicts = failing({ statements: [{ Principal: { AWS: both } }] });
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]!.sentence).toBe(
      `Anyone of account 888877776666 may assume the role without an External ID, so that another customer of theirs can trick them into it. Also: AWS ${ROOT("999988887777")}.`,
    );
  });
});
