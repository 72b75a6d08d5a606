import fc from "fast-check";
import { expect, it } from "vitest";
import type {
  JudgedCredential,
  JudgedRole,
  JudgedUser,
  JudgedUserWithOwner,
  JudgementContext,
  Verdict,
} from "../judgement/judged.ts";
import { type AccountRulesInput, CheckCounter, createAccountRules } from "./account-rules.ts";
import { DEFAULT_ROTATION_POLICIES } from "./deadlines/default-policies.ts";

const AS_OF = new Date("2026-06-01T00:00:00Z");
const AWS_ACCOUNT_ID = "200000000002";
const CONTEXT: JudgementContext = {
  awsAccountId: AWS_ACCOUNT_ID,
  partition: "aws",
  unitIds: [],
  rotationPolicies: DEFAULT_ROTATION_POLICIES,
  organizationIds: [],
  ownAccountIds: [AWS_ACCOUNT_ID],
  isRootCentrallyManaged: null,
  externalIdUses: {},
};
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const ANYTHING = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const INPUT: AccountRulesInput = {
  context: CONTEXT,
  asOf: AS_OF,
  policies: [
    { id: "p1", arn: ADMIN, policyName: "AdministratorAccess", isAwsManaged: true, document: ANYTHING, problem: null },
  ],
  groups: [{ id: "g1", groupName: "admins", attachedPolicyArns: [ADMIN], inlinePolicies: [] }],
  providers: [],
};

const USER: JudgedUserWithOwner = {
  id: "u1",
  userName: "deploy",
  userId: "AIDA1",
  arn: `arn:aws:iam::${AWS_ACCOUNT_ID}:user/deploy`,
  path: "/",
  createdAt: new Date("2024-01-01T00:00:00Z"),
  tags: [],
  groupNames: ["admins"],
  attachedPolicyArns: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  hasConsolePassword: false,
  hasMfa: false,
  mfa: "none",
  activeAccessKeys: 1,
  owner: null,
};
const KEY: JudgedCredential = {
  id: "k1",
  kind: "access_key",
  userRecordId: "u1",
  userName: "deploy",
  accessKeyId: "AKIA1",
  credentialId: "AKIA1",
  name: null,
  serviceName: null,
  status: "active",
  createdAt: new Date("2024-06-01T00:00:00Z"),
  expiresAt: null,
  lastUse: "at",
  lastUsedAt: new Date("2026-05-31T00:00:00Z"),
  lastUsedService: "s3",
  owner: null,
  firstSeenAt: new Date("2026-05-01T00:00:00Z"),
};
const ROLE: JudgedRole = {
  id: "r1",
  roleName: "open",
  arn: `arn:aws:iam::${AWS_ACCOUNT_ID}:role/open`,
  path: "/",
  createdAt: new Date("2024-01-01T00:00:00Z"),
  kind: "other",
  attachedPolicyArns: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  tags: [],
  trust: {
    principals: [{ type: "AWS", value: "*" }],
    requiresExternalId: false,
    document: { Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] },
  },
};

const failed = (verdicts: readonly Verdict[]) => verdicts.filter(({ result }) => result === "fail");

it("judges a user by its credentials, the limits that hold for them and what its groups let it do", () => {
  const { verdicts, limits, power } = createAccountRules(INPUT).judgeUser(USER, [KEY]);
  expect(power).toBe("admin");
  expect(limits).toMatchObject([{ credentialId: "k1", limits: { holder: "machine", rotationDays: 90 } }]);
  // One step up for an admin.
  const [overdue] = failed(verdicts).filter(({ checkId }) => checkId === "credential_overdue");
  const [plain] = failed(
    createAccountRules({ ...INPUT, groups: [] }).judgeUser({ ...USER, groupNames: [] }, [KEY]).verdicts,
  ).filter(({ checkId }) => checkId === "credential_overdue");
  expect([overdue?.subjectId, plain?.subjectId]).toEqual(["k1", "k1"]);
  expect(overdue?.severity).not.toBe(plain?.severity);
});

it("judges a role by its trust policy and the policies that it holds", () => {
  const { verdicts, grade, power } = createAccountRules(INPUT).judgeRole({ ...ROLE, attachedPolicyArns: [ADMIN] });
  expect([grade, power]).toEqual(["critical", "admin"]);
  expect(failed(verdicts).map(({ checkId }) => checkId)).toContain("trust_public");
});

it("counts verdicts by check", () => {
  const counter = new CheckCounter();
  const verdict = (result: Verdict["result"]) =>
    ({ ...failed(createAccountRules(INPUT).judgeRole(ROLE).verdicts)[0], result }) as Verdict;
  counter.add([verdict("fail"), verdict("pass")]);
  counter.add([verdict("unknown"), verdict("fail")]);
  expect(Object.values(counter.counts)).toEqual([{ failed: 2, passed: 1, unknown: 1 }]);
});

it("gives the same verdicts on each subject in whatever order subjects, policies and credentials come", () => {
  const users = Array.from({ length: 6 }, (_, index) => ({
    ...USER,
    id: `u${index}`,
    userName: `user-${index}`,
    hasConsolePassword: index % 2 === 0,
    groupNames: index % 3 === 0 ? ["admins"] : [],
  }));
  const keysOf = (user: JudgedUser) => [
    { ...KEY, id: `${user.id} a`, userRecordId: user.id },
    {
      ...KEY,
      id: `${user.id} b`,
      accessKeyId: "AKIA2",
      userRecordId: user.id,
      createdAt: new Date("2026-05-01T00:00:00Z"),
    },
  ];
  const roles = Array.from({ length: 4 }, (_, index) => ({ ...ROLE, id: `r${index}`, roleName: `role-${index}` }));
  const policies = [
    ...INPUT.policies,
    { ...INPUT.policies[0]!, id: "p2", arn: "arn:aws:iam::aws:policy/Other", policyName: "Other" },
  ];
  const subjects = [...users, ...roles];
  const judgeAll = (
    order: readonly (JudgedUserWithOwner | JudgedRole)[],
    given: AccountRulesInput,
    isReversed: boolean,
  ) => {
    const rules = createAccountRules(given);
    const verdicts = order.flatMap((subject) => {
      if ("trust" in subject) return rules.judgeRole(subject).verdicts;
      const keys = isReversed ? keysOf(subject).reverse() : keysOf(subject);
      return rules.judgeUser(subject, keys).verdicts;
    });
    const account = { settings: null, credentials: [], users: users.toSorted(() => (isReversed ? -1 : 1)), roles };
    return [...verdicts, ...rules.judgeAccount(account).verdicts].map((verdict) => JSON.stringify(verdict)).sort();
  };
  const expected = judgeAll(subjects, { ...INPUT, policies }, false);
  expect(expected.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.shuffledSubarray(subjects, { minLength: subjects.length }), fc.boolean(), (order, isReversed) => {
      const given = { ...INPUT, policies: isReversed ? policies.toReversed() : policies };
      expect(judgeAll(order, given, isReversed)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});
