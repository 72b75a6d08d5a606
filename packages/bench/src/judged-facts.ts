import type {
  JudgedCredential,
  JudgedGroup,
  JudgedPolicy,
  JudgedProvider,
  JudgedRole,
  JudgedUserWithOwner,
  JudgementContext,
  PolicyDocument,
} from "@rolecall/domain";
import { DEFAULT_ROTATION_POLICIES, roleKind, summarizeTrust } from "@rolecall/domain";
import { BENCH_NOW } from "./emulated-account.ts";

export const JUDGED_SIZE = { users: 5_000, usersWithKeys: 3_500, roles: 5_000, policies: 100, groups: 50 };

const AWS_ACCOUNT_ID = "400000000001";
const DAY_MS = 86_400_000;
const daysBefore = (days: number): Date => new Date(BENCH_NOW.getTime() - days * DAY_MS);
const arn = (kind: string, name: string) => `arn:aws:iam::${AWS_ACCOUNT_ID}:${kind}/${name}`;
const uuid = (kind: number, index: number) =>
  `00000000-0000-4000-8000-${String(kind * 1_000_000 + index).padStart(12, "0")}`;
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const SERVICES = ["s3", "dynamodb", "sqs", "ec2", "lambda", "iam", "kms", "logs", "ecr", "secretsmanager"];
const statementOf = (index: number) => ({
  Effect: "Allow",
  Action: SERVICES.slice(index % 7, (index % 7) + 3).flatMap((service) => [
    `${service}:Get*`,
    `${service}:List*`,
    `${service}:Put*`,
  ]),
  Resource: [`arn:aws:s3:::bucket-${index}/*`, `arn:aws:s3:::bucket-${index}`],
});
const document = (index: number) => ({
  Version: "2012-10-17",
  Statement: [statementOf(index), statementOf(index + 3)],
});

/** Who is let in: what accounts have most of, and what has to be looked at the closest. */
const TRUSTS: ((index: number) => object)[] = [
  () => ({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
  () => ({ Principal: { Service: ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] }, Action: "sts:AssumeRole" }),
  () => ({ Principal: { AWS: `arn:aws:iam::${AWS_ACCOUNT_ID}:root` }, Action: "sts:AssumeRole" }),
  (index) => ({
    Principal: { AWS: `arn:aws:iam::${String(500_000_000_000 + index)}:root` },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": `id-${index}-8f0b6d1e-3e55-4d0a-9a41-6d2f3b7c1a90` } },
  }),
  (index) => ({
    Principal: { Federated: arn("oidc-provider", "token.actions.githubusercontent.com") },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: { "token.actions.githubusercontent.com:sub": `repo:example/app-${index}:*` },
    },
  }),
  () => ({
    Principal: "*",
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-ab12cd34ef" } },
  }),
];
const trustOf = (index: number): PolicyDocument => ({
  state: "parsed",
  document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...TRUSTS[index % TRUSTS.length]?.(index) }] },
});

const policies: JudgedPolicy[] = many(JUDGED_SIZE.policies, (index) => ({
  id: uuid(1, index),
  arn: arn("policy", `policy-${index}`),
  policyName: `policy-${index}`,
  isAwsManaged: false,
  document: document(index),
  problem: null,
}));
const groups: JudgedGroup[] = many(JUDGED_SIZE.groups, (index) => ({
  id: uuid(2, index),
  groupName: `group-${index}`,
  attachedPolicyArns: [arn("policy", `policy-${index}`)],
  inlinePolicies: [],
}));
const providers: JudgedProvider[] = [
  {
    id: uuid(3, 0),
    arn: arn("oidc-provider", "token.actions.githubusercontent.com"),
    kind: "oidc",
    name: "token.actions.githubusercontent.com",
    clientIds: ["sts.amazonaws.com"],
    validUntil: null,
  },
];

const userOf = (index: number): JudgedUserWithOwner => ({
  id: uuid(4, index),
  userName: `user-${index}`,
  userId: `AIDA${index}`,
  arn: arn("user", `user-${index}`),
  path: "/",
  createdAt: daysBefore(900),
  tags: [{ key: "team", value: `team-${index % 40}` }],
  groupNames: [`group-${index % JUDGED_SIZE.groups}`],
  attachedPolicyArns: index % 3 === 0 ? [arn("policy", `policy-${index % JUDGED_SIZE.policies}`)] : [],
  inlinePolicies: index % 5 === 0 ? [{ name: "own", document: document(index), problem: null }] : [],
  permissionsBoundaryArn: null,
  hasConsolePassword: index % 4 === 0,
  hasMfa: index % 8 !== 0,
  mfa: index % 8 === 0 ? "none" : "virtual",
  activeAccessKeys: index < JUDGED_SIZE.usersWithKeys ? 1 : 0,
  owner: null,
});

const keyOf = (user: JudgedUserWithOwner, index: number): JudgedCredential => ({
  id: uuid(5, index),
  kind: "access_key",
  userRecordId: user.id,
  userName: user.userName,
  accessKeyId: `AKIA${String(index).padStart(16, "0")}`,
  credentialId: `AKIA${String(index).padStart(16, "0")}`,
  name: null,
  serviceName: null,
  status: "active",
  createdAt: daysBefore((index * 7_919) % 700),
  expiresAt: null,
  lastUse: "at",
  lastUsedAt: daysBefore((index * 31) % 60),
  lastUsedService: "s3",
  owner: `team-${index % 40}`,
  firstSeenAt: daysBefore((index * 7_919) % 700),
});

const roleOf = (index: number): JudgedRole => {
  const trust = summarizeTrust(trustOf(index));
  return {
    id: uuid(6, index),
    roleName: `role-${index}`,
    arn: arn("role", `role-${index}`),
    path: "/",
    createdAt: daysBefore(400),
    kind: roleKind({ path: "/", awsAccountId: AWS_ACCOUNT_ID, principals: trust.principals }),
    attachedPolicyArns: [arn("policy", `policy-${index % JUDGED_SIZE.policies}`)],
    inlinePolicies: index % 2 === 0 ? [{ name: "own", document: document(index), problem: null }] : [],
    permissionsBoundaryArn: null,
    tags: [],
    trust,
  };
};

/** An account of 10,000 identities as the rules are given it. Each document is another one, as those of the database are. */
export function judgedFacts() {
  const users = many(JUDGED_SIZE.users, userOf);
  const context: JudgementContext = {
    awsAccountId: AWS_ACCOUNT_ID,
    partition: "aws",
    unitIds: ["r-ab12", "ou-ab12-cdef3456"],
    rotationPolicies: DEFAULT_ROTATION_POLICIES,
    organizationIds: ["o-ab12cd34ef"],
    ownAccountIds: many(500, (index) => String(400_000_000_001 + index)),
    isRootCentrallyManaged: null,
    externalIdUses: {},
  };
  return {
    context,
    policies,
    groups,
    providers,
    users: users.map((user, index) => ({ user, credentials: user.activeAccessKeys ? [keyOf(user, index)] : [] })),
    roles: many(JUDGED_SIZE.roles, roleOf),
  };
}
