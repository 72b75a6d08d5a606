import type { Credential } from "../inventory/credential.ts";
import type { AccountSettings, IamGroup, IamPolicy, IdentityProvider } from "../inventory/entities.ts";
import type { IamRole } from "../inventory/role.ts";
import type { IamUser } from "../inventory/user.ts";
import type { TrustSummary } from "../policy/trust-summary.ts";
import type { Partition } from "../primitives.ts";
import type { CheckId, FindingSubject, Severity } from "./check.ts";
import type { Fact } from "./finding.ts";
import type { AppliedLimits, CredentialDeadlines, RotationPolicies } from "./rotation-policy.ts";
import type { Power, TrustGrade } from "./trust-grade.ts";

/** What the rules are given of an account: all as known at one instant. */
export type JudgedUser = Pick<
  IamUser,
  | "id"
  | "userName"
  | "userId"
  | "arn"
  | "path"
  | "createdAt"
  | "tags"
  | "groupNames"
  | "attachedPolicyArns"
  | "inlinePolicies"
  | "permissionsBoundaryArn"
  | "hasConsolePassword"
  | "hasMfa"
  | "mfa"
  | "activeAccessKeys"
>;
export type JudgedCredential = Pick<
  Credential,
  | "id"
  | "kind"
  | "userRecordId"
  | "userName"
  | "accessKeyId"
  | "credentialId"
  | "name"
  | "serviceName"
  | "status"
  | "createdAt"
  | "expiresAt"
  | "lastUse"
  | "lastUsedAt"
  | "lastUsedService"
  | "owner"
  | "firstSeenAt"
>;
export type JudgedRole = Pick<
  IamRole,
  | "id"
  | "roleName"
  | "arn"
  | "path"
  | "createdAt"
  | "kind"
  | "attachedPolicyArns"
  | "inlinePolicies"
  | "permissionsBoundaryArn"
  | "tags"
> & { trust: TrustSummary };
export type JudgedPolicy = Pick<IamPolicy, "id" | "arn" | "policyName" | "isAwsManaged" | "document" | "problem">;
export type JudgedGroup = Pick<IamGroup, "id" | "groupName" | "attachedPolicyArns" | "inlinePolicies">;
export type JudgedProvider = Pick<IdentityProvider, "id" | "arn" | "kind" | "name" | "clientIds" | "validUntil">;
export type JudgedSettings = Pick<AccountSettings, "id" | "passwordPolicy" | "passwordPolicyState" | "root">;

/** What a judgement stands on besides the account's own inventory. It is kept with the judgement, so that it can be made again. */
export type JudgementContext = {
  awsAccountId: string;
  partition: Partition;
  /** Organisational units of the account, the root first; empty: in none that is known. */
  unitIds: readonly string[];
  rotationPolicies: RotationPolicies;
  /** Organisations that are connected, such as o-ab12cd34ef. */
  organizationIds: readonly string[];
  /** Accounts of these organisations, and all that the tenant has connected; sorted. */
  ownAccountIds: readonly string[];
  /** Whether the organisation manages its members' root credentials centrally; null: unknown, or in no organisation. */
  isRootCentrallyManaged: boolean | null;
  /** Of the External IDs that roles of this account ask for: which accounts outside they are given to by any role of the tenant; sorted. */
  externalIdUses: Readonly<Record<string, { roles: number; trustedAccountIds: readonly string[] }>>;
};

/** The verdict of one check on one subject. `unknown` never resolves a finding and never counts as passed. */
export type Verdict = {
  checkId: CheckId;
  subject: FindingSubject;
  subjectId: string;
  resourceName: string;
  userRecordId: string | null;
  owner: string | null;
  result: "fail" | "pass" | "unknown";
  /** Weighted by what the principal may do. */
  severity: Severity;
  /** What is so, in one sentence that stays true from day to day: no ages, no counts of days. */
  sentence: string;
  facts: Fact[];
  grade: TrustGrade | null;
};

/** What a user's judgement gives: verdicts on the user and its credentials, and the limits of each credential. */
export type JudgedLimits = { credentialId: string; limits: AppliedLimits; deadlines: CredentialDeadlines };
export type UserJudgement = { verdicts: Verdict[]; limits: JudgedLimits[]; power: Power };
export type RoleJudgement = { verdicts: Verdict[]; grade: TrustGrade; power: Power };
