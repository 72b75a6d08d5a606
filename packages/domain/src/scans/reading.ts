import type { Tag } from "../inventory/user.ts";
import type { Partition } from "../primitives.ts";
import type { ResourceCoverage } from "./coverage.ts";

/** Where a value was read. The newest source wins per field. */
export type FactSource = "live_api" | "credential_report";

/** A value that may not have been readable. `unread` is never shown as empty, fine or zero. */
export type Read<T> =
  | { state: "read"; value: T; source: FactSource; observedAt: Date }
  | { state: "unread"; reason: string };

/** Last use as AWS tells it. `never` and `unknown` (not tracked, no permission) are different answers. */
export type LastUse =
  | { kind: "at"; at: Date; service: string | null; region: string | null }
  | { kind: "never" }
  | { kind: "unknown"; reason: string };

export type AccessKeyStatus = "Active" | "Inactive" | "Expired";

/** One access key, by id. `createdAt` is ListAccessKeys.CreateDate, never the report's "last rotated"; null where it is not told. */
export type AccessKeyFact = { accessKeyId: string; status: AccessKeyStatus; createdAt: Date | null; lastUse: LastUse };

/** `none` means read and not there; `unknown` means that a device exists whose kind was not read, or that nothing was readable. */
export type MfaKind = "none" | "virtual" | "fido" | "hardware" | "unknown";

/** A console password. `createdAt` is null where no source told it. */
export type ConsolePasswordFact = { exists: false } | { exists: true; lastChangedAt: Date | null; lastUse: LastUse };

export type UserFact = {
  /** `AIDA...`: the identity. A recreated name is a new user. */
  userId: string;
  userName: string;
  arn: string;
  path: string;
  createdAt: Date;
  tags: Tag[];
  groupNames: string[];
  attachedPolicyArns: string[];
  inlinePolicyNames: string[];
  permissionsBoundaryArn: string | null;
  consolePassword: Read<ConsolePasswordFact>;
  mfa: Read<MfaKind>;
  accessKeys: Read<AccessKeyFact[]>;
  /**
   * Digest of the user's key columns in the credential report, null if the report has no row for the user.
   * Equal digests in two scans mean that the keys need no per-user call.
   */
  reportFingerprint: string | null;
};

/** A policy document as found: legacy and malformed documents are kept apart and never crash a scan. */
export type PolicyDocument = { state: "parsed"; document: unknown } | { state: "malformed"; reason: string };

export type RoleFact = {
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
  attachedPolicyArns: string[];
  inlinePolicyNames: string[];
  permissionsBoundaryArn: string | null;
  /** `never` here means: not within the 400 days that AWS looks back. */
  lastUse: LastUse;
};

/** The root user's long-lived secrets, from the report's first row and the account summary. */
export type RootFact = {
  arn: string;
  hasPassword: boolean | null;
  mfaActive: boolean | null;
  accessKeys: { slot: 1 | 2; lastRotatedAt: Date | null; lastUse: LastUse }[];
  passwordLastUse: LastUse;
};

/** Something odd in one resource that did not stop the scan, such as a policy document that is not JSON. */
export type ScanProblem = { resource: string; message: string };

/** Calls made to AWS on the customer's account, by action, throttled attempts included. */
export type ApiCalls = { total: number; throttled: number; byAction: Record<string, number> };

/**
 * One reading of one AWS account: facts with coverage. A list whose kind is not covered as `read` is incomplete, and
 * nothing that is missing from it may be taken as gone.
 */
export type AccountReading = {
  awsAccountId: string;
  partition: Partition;
  /** Null: the account has no alias, or it was not readable (coverage tells which). */
  alias: string | null;
  /** GetAccountSummary.SummaryMap, null if not readable. */
  summary: Record<string, number> | null;
  users: UserFact[];
  roles: RoleFact[];
  root: RootFact | null;
  coverage: ResourceCoverage[];
  problems: ScanProblem[];
  apiCalls: ApiCalls;
};

/** What the last scan knew of a user, so that an unchanged user costs no call of its own. */
export type PreviousUser = {
  userId: string;
  reportFingerprint: string | null;
  accessKeys: AccessKeyFact[];
  mfa: MfaKind;
};

/** Progress of a reading: how far a step of the plan is. `total` is null while it is not known. */
export type ReadingProgress = { step: string; done: number; total: number | null };
