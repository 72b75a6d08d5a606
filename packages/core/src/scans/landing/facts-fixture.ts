import type {
  AccessKeyFact,
  AccountReading,
  GroupFact,
  PolicyFact,
  Read,
  ReadingHead,
  ResourceCoverage,
  RoleFact,
  SlowLaneReading,
  UserFact,
  UserReading,
} from "@rolecall/domain";
import { ResourceKind } from "@rolecall/domain";

export const AWS_ACCOUNT_ID = "200000000002";
export const MADE_AT = new Date("2026-05-01T10:00:00Z");
export const FIRST_AT = new Date("2026-06-01T10:00:00Z");
export const SECOND_AT = new Date("2026-06-01T16:00:00Z");
export const THIRD_AT = new Date("2026-06-02T10:00:00Z");

const FROM = { source: "live_api", observedAt: FIRST_AT } as const;
export const readAs = <T>(value: T): Read<T> => ({ state: "read", value, ...FROM });
export const UNREAD = { state: "unread", reason: "AccessDenied" } as const;
export const usedAt = (at: Date, service: string | null = null, region: string | null = null) =>
  ({ kind: "at", at, service, region }) as const;

const arn = (kind: string, name: string): string => `arn:aws:iam::${AWS_ACCOUNT_ID}:${kind}/${name}`;

export const keyOf = (name: string, over: Partial<AccessKeyFact> = {}): AccessKeyFact => ({
  accessKeyId: `AKIA${name}`,
  status: "Active",
  createdAt: MADE_AT,
  lastUse: { kind: "never" },
  ...over,
});

/** A user with a credential of every kind. */
export const userOf = (name: string, over: Partial<UserFact> = {}): UserFact => ({
  userId: `AIDA${name}`,
  userName: name,
  arn: arn("user", name),
  path: "/",
  createdAt: MADE_AT,
  tags: [],
  groupNames: [],
  attachedPolicyArns: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  consolePassword: readAs({ exists: true, lastChangedAt: MADE_AT, lastUse: usedAt(MADE_AT) }),
  mfa: readAs("virtual"),
  mfaDevices: readAs([{ kind: "virtual", serialNumber: arn("mfa", name), enabledAt: MADE_AT }]),
  accessKeys: readAs([keyOf(name)]),
  signingCertificates: readAs([{ certificateId: `CERT${name}`, status: "Active", uploadedAt: MADE_AT }]),
  serviceSpecificCredentials: readAs([
    serviceCredential(`ACCAGIT${name}`, "codecommit.amazonaws.com"),
    serviceCredential(`ACCAAPI${name}`, "bedrock.amazonaws.com", new Date("2026-12-01T00:00:00Z")),
  ]),
  sshPublicKeys: { state: "unread", reason: "Read in the slow lane" },
  reportFingerprint: `print of ${name}`,
  ...over,
});

function serviceCredential(serviceSpecificCredentialId: string, serviceName: string, expiresAt: Date | null = null) {
  return {
    serviceSpecificCredentialId,
    serviceName,
    name: null,
    status: "Active" as const,
    createdAt: MADE_AT,
    expiresAt,
  };
}

/** Nothing but the user itself could be read. */
export const unreadUser = (name: string): UserFact =>
  userOf(name, {
    consolePassword: UNREAD,
    mfa: UNREAD,
    mfaDevices: UNREAD,
    accessKeys: UNREAD,
    signingCertificates: UNREAD,
    serviceSpecificCredentials: UNREAD,
    reportFingerprint: null,
  });

export const roleOf = (name: string, over: Partial<RoleFact> = {}): RoleFact => ({
  roleId: `AROA${name}`,
  roleName: name,
  arn: arn("role", name),
  path: "/",
  createdAt: MADE_AT,
  description: `Runs ${name}`,
  maxSessionDurationSeconds: 3_600,
  trustPolicy: { state: "parsed", document: { Version: "2012-10-17", Statement: [] } },
  tags: [],
  attachedPolicyArns: [],
  inlinePolicies: [],
  permissionsBoundaryArn: null,
  instanceProfileNames: [],
  lastUse: { kind: "never" },
  ...over,
});

export const policyOf = (name: string, over: Partial<PolicyFact> = {}): PolicyFact => ({
  policyId: `ANPA${name}`,
  policyName: name,
  arn: arn("policy", name),
  path: "/",
  isAwsManaged: false,
  createdAt: MADE_AT,
  updatedAt: MADE_AT,
  defaultVersionId: "v1",
  document: { state: "parsed", document: { Statement: [{ Sid: name }] } },
  attachmentCount: 1,
  ...over,
});

export const groupOf = (name: string, over: Partial<GroupFact> = {}): GroupFact => ({
  groupId: `AGPA${name}`,
  groupName: name,
  arn: arn("group", name),
  path: "/",
  createdAt: MADE_AT,
  attachedPolicyArns: [],
  inlinePolicies: [],
  ...over,
});

export const coverageOf = (unreadKinds: readonly ResourceKind[] = []): ResourceCoverage[] =>
  ResourceKind.options.map((resource) => ({
    resource,
    state: unreadKinds.includes(resource) ? "denied" : "read",
    reason: null,
    action: null,
    deniedBy: null,
    observedAt: null,
  }));

const headOf = (unreadKinds: readonly ResourceKind[]): ReadingHead => ({
  awsAccountId: AWS_ACCOUNT_ID,
  partition: "aws",
  coverage: coverageOf(unreadKinds),
  problems: [],
  apiCalls: { total: 0, throttled: 0, byAction: {} },
});

/** An account with two of the main things and one of each other. */
export const readingOf = (
  over: Partial<AccountReading> = {},
  unreadKinds: readonly ResourceKind[] = [],
): AccountReading => ({
  ...headOf(unreadKinds),
  alias: "example",
  summary: { Users: 2, UsersQuota: 5_000, Roles: 2, RolesQuota: 1_000, AccessKeysPerUserQuota: 2 },
  passwordPolicy: readAs(null),
  users: [userOf("anna"), userOf("berta")],
  roles: [roleOf("web"), roleOf("batch")],
  groups: [groupOf("developers")],
  policies: [policyOf("deploy")],
  instanceProfiles: [
    {
      instanceProfileId: "AIPAweb",
      instanceProfileName: "web",
      arn: arn("instance-profile", "web"),
      path: "/",
      createdAt: MADE_AT,
      roleId: "AROAweb",
      roleName: "web",
    },
  ],
  oidcProviders: [
    {
      arn: arn("oidc-provider", "token.actions.githubusercontent.com"),
      url: "https://token.actions.githubusercontent.com",
      clientIds: ["sts.amazonaws.com", "other"],
      thumbprints: ["ff", "00"],
      createdAt: MADE_AT,
      tags: [],
    },
  ],
  samlProviders: [{ arn: arn("saml-provider", "okta"), name: "okta", createdAt: MADE_AT, validUntil: THIRD_AT }],
  serverCertificates: [
    {
      serverCertificateId: "ASCAold",
      serverCertificateName: "old",
      arn: arn("server-certificate", "old"),
      path: "/",
      uploadedAt: MADE_AT,
      expiresAt: THIRD_AT,
    },
  ],
  root: {
    arn: `arn:aws:iam::${AWS_ACCOUNT_ID}:root`,
    hasPassword: true,
    mfaActive: true,
    mfaKind: "virtual",
    accessKeys: [{ slot: 1, lastRotatedAt: MADE_AT, lastUse: { kind: "never" } }],
    signingCertificates: [{ slot: 2, lastRotatedAt: MADE_AT }],
    passwordLastUse: { kind: "never" },
    passwordLastChangedAt: MADE_AT,
  },
  ...over,
});

export const userReadingOf = (user: UserFact | null, unreadKinds: readonly ResourceKind[] = []): UserReading => ({
  ...headOf(unreadKinds),
  user,
});

export const slowLaneOf = (
  over: Partial<SlowLaneReading> = {},
  unreadKinds: readonly ResourceKind[] = [],
): SlowLaneReading => ({ ...headOf(unreadKinds), users: [], rolesAnywhere: [], ...over });
