import { expect, test } from "vitest";
import type { JudgedRole, JudgementContext } from "../../judgement/judged.ts";
import { checkAccount } from "./check-account.ts";
import { checkGroup, checkRolePolicies } from "./check-policies.ts";
import { checksOf, subjectsOf, worstFirst, worstOf } from "./find-checks.ts";

const policies = { attachedPolicyArns: ["arn:aws:iam::aws:policy/AWSCloudShellFullAccess"], inlinePolicies: [] };
const group = { id: "group", groupName: "ops", ...policies };
const role: JudgedRole = {
  id: "role",
  roleName: "deploy",
  arn: "arn:aws:iam::111122223333:role/deploy",
  path: "/",
  createdAt: new Date(0),
  kind: "other",
  permissionsBoundaryArn: null,
  tags: [],
  trust: { principals: [], requiresExternalId: false, document: null },
  ...policies,
};
const root = { hasPassword: true, mfaActive: false, mfaKind: "none", accessKeys: 1, signingCertificates: 0 } as const;
const context: JudgementContext = {
  awsAccountId: "111122223333",
  partition: "aws",
  unitIds: [],
  rotationPolicies: {} as JudgementContext["rotationPolicies"],
  organizationIds: [],
  ownAccountIds: [],
  isRootCentrallyManaged: false,
  externalIdUses: {},
};

test("what the rules judge can be excepted", () => {
  const account = checkAccount({
    settings: { id: "account", passwordPolicy: null, passwordPolicyState: "aws_default", root },
    credentials: [],
    limits: [],
    policies: [],
    groups: [group],
    roles: [],
    users: [],
    providers: [],
    context,
    asOf: new Date(0),
  });
  const verdicts = [
    ...account,
    ...checkGroup(group),
    ...checkRolePolicies({ role, power: { power: "none", reason: "" } }),
  ];
  expect(new Set(verdicts.map(({ subject }) => subject))).toEqual(new Set(["account", "group", "role"]));
  const refused = verdicts.filter(({ checkId, subject }) => !subjectsOf(checkId).includes(subject));
  expect(refused.map(({ checkId, subject }) => [checkId, subject])).toEqual([]);
});

test("the gravest is the first of its kind, and nothing comes last", () => {
  expect(worstOf(["low", "high", "medium"])).toBe("high");
  expect(worstOf([])).toBeNull();
  const rows = [{ worst: null }, { worst: "info" }, { worst: "critical" }] as const;
  expect(rows.toSorted(worstFirst).map(({ worst }) => worst)).toEqual(["critical", "info", null]);
});

test("a benchmark has its own checks, and no benchmark all", () => {
  const ofCis = checksOf("cis_5.0.0");
  expect(ofCis.length).toBeGreaterThan(0);
  expect(ofCis.length).toBeLessThan(checksOf(undefined).length);
  expect(ofCis.every(({ controls }) => controls.some(({ benchmark }) => benchmark === "cis_5.0.0"))).toBe(true);
});
