import type { Tag } from "../inventory/user.ts";
import type { PolicyDocument } from "../policy/policy-text.ts";
import type { Partition } from "../primitives.ts";
import type { ResourceCoverage } from "./coverage.ts";

/** Where a value was read. The newest source wins per field. */
export type FactSource = "live_api" | "credential_report" | "upload";

/** A value that may not have been readable. `unread` is never shown as empty, fine or zero. */
export type Read<T> =
  | { state: "read"; value: T; source: FactSource; observedAt: Date }
  | { state: "unread"; reason: string };

/**
 * Last use as AWS tells it. `never` and `unknown` (not recorded, no permission) are different answers. `before_record`: not since
 * `recordedSince`, and before that nobody knows.
 */
export type LastUse =
  | { kind: "at"; at: Date; service: string | null; region: string | null }
  | { kind: "never" }
  | { kind: "before_record"; recordedSince: Date }
  | { kind: "unknown"; reason: string };

export type AccessKeyStatus = "Active" | "Inactive" | "Expired";

/**
 * One access key. `createdAt` is ListAccessKeys.CreateDate, never the report's "last rotated"; null where it is not told.
 * `accessKeyId` is null only in an upload, where the credential report alone tells of keys: `slot` is its place there.
 */
export type AccessKeyFact = {
  accessKeyId: string | null;
  slot?: 1 | 2;
  status: AccessKeyStatus;
  createdAt: Date | null;
  lastUse: LastUse;
};

/** `none` means read and not there; `unknown` means that a device exists whose kind was not read, or that nothing was readable. */
export type MfaKind = "none" | "virtual" | "fido" | "hardware" | "unknown";

/** One MFA device. Its seed is never read. */
export type MfaDeviceFact = {
  kind: Exclude<MfaKind, "none" | "unknown">;
  serialNumber: string;
  enabledAt: Date | null;
};

/** A console password. `createdAt` is null where no source told it. */
export type ConsolePasswordFact = { exists: false } | { exists: true; lastChangedAt: Date | null; lastUse: LastUse };

/** An X.509 signing certificate of a user; its body is dropped on reading. */
export type SigningCertificateFact = { certificateId: string; status: "Active" | "Inactive"; uploadedAt: Date };

/** An SSH public key of a user, for CodeCommit. AWS tells no last use. */
export type SshPublicKeyFact = { sshPublicKeyId: string; status: "Active" | "Inactive"; uploadedAt: Date };

/**
 * A service-specific credential: a password for CodeCommit or Keyspaces, or a long-term API key of Bedrock, CloudWatch and others.
 * AWS tells no last use.
 */
export type ServiceSpecificCredentialFact = {
  serviceSpecificCredentialId: string;
  /** Such as codecommit.amazonaws.com. */
  serviceName: string;
  /** The service's user name, or the alias of an API key. */
  name: string | null;
  status: AccessKeyStatus;
  createdAt: Date;
  /** Null: it never expires. */
  expiresAt: Date | null;
};

export type InlinePolicy = { name: string; document: PolicyDocument };

/** Details of a user, role or group that cost calls of their own where the bulk call is not available. */
export type IdentityDetail = "tags" | "groupNames" | "attachedPolicyArns" | "inlinePolicies" | "permissionsBoundaryArn";

type WithPolicies = {
  attachedPolicyArns: string[];
  inlinePolicies: InlinePolicy[];
  /** Details that could not be read: their values here mean nothing. Absent: all were read. */
  unreadDetails?: readonly IdentityDetail[];
};

export type UserFact = WithPolicies & {
  /** `AIDA...`: the identity. A recreated name is a new user. */
  userId: string;
  userName: string;
  arn: string;
  path: string;
  createdAt: Date;
  tags: Tag[];
  groupNames: string[];
  permissionsBoundaryArn: string | null;
  consolePassword: Read<ConsolePasswordFact>;
  /** The strongest kind of the user's devices. */
  /** `unknown` where it was read: there is a device, of a kind that was not read. */
  mfa: Read<MfaKind>;
  mfaDevices: Read<MfaDeviceFact[]>;
  accessKeys: Read<AccessKeyFact[]>;
  signingCertificates: Read<SigningCertificateFact[]>;
  serviceSpecificCredentials: Read<ServiceSpecificCredentialFact[]>;
  /** Has no bulk call: read in the slow lane, and when one user is read again. */
  sshPublicKeys: Read<SshPublicKeyFact[]>;
  /**
   * Digest of the user's key and certificate columns in the credential report, null if the report has no row for the user.
   * Equal digests in two scans mean that they need no per-user call.
   */
  reportFingerprint: string | null;
};

export type RoleFact = WithPolicies & {
  /** `AROA...`: the identity. */
  roleId: string;
  roleName: string;
  arn: string;
  path: string;
  createdAt: Date;
  description: string | null;
  /** Null where ListRoles could not be read. */
  maxSessionDurationSeconds: number | null;
  trustPolicy: PolicyDocument;
  tags: Tag[];
  permissionsBoundaryArn: string | null;
  instanceProfileNames: string[];
  /** `never` here means: not within the 400 days that AWS looks back. */
  lastUse: LastUse;
};

export type GroupFact = WithPolicies & {
  /** `AGPA...` */
  groupId: string;
  groupName: string;
  arn: string;
  path: string;
  createdAt: Date;
};

/** A managed policy in its default version: the account's own ones, and those of AWS that are attached to something. */
export type PolicyFact = {
  /** `ANPA...` */
  policyId: string;
  policyName: string;
  arn: string;
  path: string;
  isAwsManaged: boolean;
  createdAt: Date;
  updatedAt: Date | null;
  defaultVersionId: string;
  document: PolicyDocument;
  /** Null: not told. */
  attachmentCount: number | null;
};

export type InstanceProfileFact = {
  /** `AIPA...` */
  instanceProfileId: string;
  instanceProfileName: string;
  arn: string;
  path: string;
  createdAt: Date;
  /** The one role that it holds; null: none. */
  roleId: string | null;
  roleName: string | null;
};

export type OidcProviderFact = {
  arn: string;
  url: string;
  clientIds: string[];
  thumbprints: string[];
  createdAt: Date;
  tags: Tag[];
};

/** Its metadata document is never read. */
export type SamlProviderFact = { arn: string; name: string; createdAt: Date; validUntil: Date | null };

/** A server certificate of IAM; its body is never read. */
export type ServerCertificateFact = {
  /** `ASCA...` */
  serverCertificateId: string;
  serverCertificateName: string;
  arn: string;
  path: string;
  uploadedAt: Date;
  expiresAt: Date | null;
};

/** The account's own password policy. Null fields: no such limit. */
export type PasswordPolicyFact = {
  minimumLength: number;
  requiresSymbols: boolean;
  requiresNumbers: boolean;
  requiresUppercase: boolean;
  requiresLowercase: boolean;
  allowsUsersToChange: boolean;
  maxPasswordAgeDays: number | null;
  reusePrevention: number | null;
  hardExpiry: boolean | null;
};

/** The root user's long-lived secrets, from the report's first row and the account summary. */
export type RootFact = {
  arn: string;
  hasPassword: boolean | null;
  mfaActive: boolean | null;
  /** `virtual` where the root user's device is listed among the virtual ones; null: not told. */
  mfaKind: MfaKind | null;
  accessKeys: { slot: 1 | 2; lastRotatedAt: Date | null; lastUse: LastUse }[];
  /** Null: not told. */
  signingCertificates: { slot: 1 | 2; lastRotatedAt: Date | null }[] | null;
  passwordLastUse: LastUse;
  passwordLastChangedAt: Date | null;
};

/** Something odd in one resource that did not stop the scan, such as a policy document that is not JSON. */
export type ScanProblem = { resource: string; message: string };

/** Calls made to AWS on the customer's account, by action, throttled attempts included. */
export type ApiCalls = { total: number; throttled: number; byAction: Record<string, number> };

/** What every reading has: whose it is, what could be read, and what it cost. */
export type ReadingHead = {
  awsAccountId: string;
  partition: Partition;
  coverage: ResourceCoverage[];
  problems: ScanProblem[];
  apiCalls: ApiCalls;
};

/**
 * One reading of one AWS account: facts with coverage. A list whose kind is not covered as `read` is incomplete, and
 * nothing that is missing from it may be taken as gone.
 */
export type AccountReading = ReadingHead & {
  /** Null: the account has no alias, or it was not readable (coverage tells which). */
  alias: string | null;
  /** GetAccountSummary.SummaryMap, null if not readable. */
  summary: Record<string, number> | null;
  /** `value: null`: the account has none of its own, and AWS's default applies. */
  passwordPolicy: Read<PasswordPolicyFact | null>;
  users: UserFact[];
  roles: RoleFact[];
  groups: GroupFact[];
  policies: PolicyFact[];
  instanceProfiles: InstanceProfileFact[];
  oidcProviders: OidcProviderFact[];
  samlProviders: SamlProviderFact[];
  serverCertificates: ServerCertificateFact[];
  root: RootFact | null;
};

/** One user read anew, by calls of its own. `user: null`: AWS says that there is none of this name. */
export type UserReading = ReadingHead & { user: UserFact | null };

/** A service that an identity was last seen to call, or may call and never has (`lastAuthenticatedAt` null), within 400 days. */
export type ServiceAccessFact = {
  /** Such as s3. */
  serviceNamespace: string;
  lastAuthenticatedAt: Date | null;
  region: string | null;
};

/** A trust anchor, profile or subject of IAM Roles Anywhere. */
export type RolesAnywhereFact = {
  kind: "trust_anchor" | "profile" | "subject";
  arn: string;
  name: string;
  region: string;
  enabled: boolean;
  createdAt: Date | null;
  /** Of a profile: the roles that it gives. */
  roleArns: string[];
  /** Of a subject: X.509 subject name, and when it was last seen. */
  x509Subject: string | null;
  lastSeenAt: Date | null;
};

/** What has no bulk call, of users named by the caller, and what is regional. Read about once a week. */
export type SlowLaneReading = ReadingHead & {
  users: {
    userId: string;
    sshPublicKeys: Read<SshPublicKeyFact[]>;
    mfaDevices: Read<MfaDeviceFact[]>;
    /** Null: not asked for, as the user is no candidate for a migration. */
    servicesAccessed: Read<ServiceAccessFact[]> | null;
  }[];
  rolesAnywhere: RolesAnywhereFact[];
};

/** A user whom the slow lane asks for. */
export type SlowLaneUser = {
  userId: string;
  userName: string;
  arn: string;
  /** Null: not known. Users without MFA have no device to be asked for. */
  hasMfa: boolean | null;
  isMigrationCandidate: boolean;
};

/** What the last scan knew of a user, so that an unchanged user costs no call of its own. */
export type PreviousUser = {
  userId: string;
  reportFingerprint: string | null;
  accessKeys: AccessKeyFact[];
  signingCertificates: SigningCertificateFact[];
  mfa: MfaKind;
  mfaDevices: MfaDeviceFact[];
};

/** Progress of a reading: how far a step of the plan is. `total` is null while it is not known. */
export type ReadingProgress = { step: string; done: number; total: number | null };
