import { z } from "zod";
import { Credential } from "../inventory/credential.ts";
import { AccountSettings, IamGroup, IamPolicy, IdentityProvider } from "../inventory/entities.ts";
import { IamRole } from "../inventory/role.ts";
import type { Power, TrustGrade } from "../inventory/trust-grade.ts";
import { IamUser } from "../inventory/user.ts";
import { TrustSummary } from "../policy/trust-summary.ts";
import { Partition } from "../primitives.ts";
import type { CheckId, FindingSubject, Severity } from "./check.ts";
import type { Fact } from "./finding.ts";
import { OwnerRule } from "./owner-rule.ts";
import { type AppliedLimits, type CredentialDeadlines, RotationPolicies } from "./rotation-policy.ts";
import type { RoleWays } from "./trust-map.ts";

/** What the rules are given of an account: all as known at one instant. */
export const JudgedUser = IamUser.pick({
  id: true,
  userName: true,
  userId: true,
  arn: true,
  path: true,
  createdAt: true,
  tags: true,
  groupNames: true,
  attachedPolicyArns: true,
  inlinePolicies: true,
  permissionsBoundaryArn: true,
  hasConsolePassword: true,
  hasMfa: true,
  mfa: true,
  activeAccessKeys: true,
});
export type JudgedUser = z.infer<typeof JudgedUser>;
/** A user that findings and its migration are judged of, with who answers for it. */
export const JudgedUserWithOwner = JudgedUser.extend({ owner: z.string().nullable() });
export type JudgedUserWithOwner = z.infer<typeof JudgedUserWithOwner>;
export const JudgedCredential = Credential.pick({
  id: true,
  kind: true,
  userRecordId: true,
  userName: true,
  accessKeyId: true,
  credentialId: true,
  name: true,
  serviceName: true,
  status: true,
  createdAt: true,
  expiresAt: true,
  lastUse: true,
  lastUsedAt: true,
  lastUsedService: true,
  owner: true,
  firstSeenAt: true,
});
export type JudgedCredential = z.infer<typeof JudgedCredential>;
export const JudgedRole = IamRole.pick({
  id: true,
  roleName: true,
  arn: true,
  path: true,
  createdAt: true,
  kind: true,
  attachedPolicyArns: true,
  inlinePolicies: true,
  permissionsBoundaryArn: true,
  tags: true,
}).extend({ trust: TrustSummary });
export type JudgedRole = z.infer<typeof JudgedRole>;
export const JudgedPolicy = IamPolicy.pick({
  id: true,
  arn: true,
  policyName: true,
  isAwsManaged: true,
  document: true,
  problem: true,
});
export type JudgedPolicy = z.infer<typeof JudgedPolicy>;
export const JudgedGroup = IamGroup.pick({ id: true, groupName: true, attachedPolicyArns: true, inlinePolicies: true });
export type JudgedGroup = z.infer<typeof JudgedGroup>;
export const JudgedProvider = IdentityProvider.pick({
  id: true,
  arn: true,
  kind: true,
  name: true,
  clientIds: true,
  validUntil: true,
});
export type JudgedProvider = z.infer<typeof JudgedProvider>;
export const JudgedSettings = AccountSettings.pick({
  id: true,
  passwordPolicy: true,
  passwordPolicyState: true,
  root: true,
});
export type JudgedSettings = z.infer<typeof JudgedSettings>;

/** What a judgement stands on besides the account's own inventory. It is kept with the judgement, so that it can be made again. */
export const JudgementContext = z.object({
  awsAccountId: z.string(),
  partition: Partition,
  unitIds: z
    .array(z.string())
    .readonly()
    .describe("Organisational units of the account, the root first; empty: in none that is known"),
  rotationPolicies: RotationPolicies,
  organizationIds: z.array(z.string()).readonly().describe("Organisations that are connected, such as o-ab12cd34ef"),
  ownAccountIds: z
    .array(z.string())
    .readonly()
    .describe("Accounts of these organisations, and all that the tenant has connected; sorted"),
  isRootCentrallyManaged: z
    .boolean()
    .nullable()
    .describe(
      "Whether the organisation manages its members' root credentials centrally; null: unknown, or in no organisation",
    ),
  externalIdUses: z
    .record(z.string(), z.object({ roles: z.number().int(), trustedAccountIds: z.array(z.string()).readonly() }))
    .readonly()
    .describe(
      "Of the External IDs that roles of this account ask for: which accounts outside they are given to by any role of the tenant; sorted",
    ),
  ownerRules: z.array(OwnerRule).readonly().optional().describe("In their order; absent: there were none"),
});
export type JudgementContext = z.infer<typeof JudgementContext>;

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
export type RoleJudgement = { verdicts: Verdict[]; grade: TrustGrade; power: Power; ways: RoleWays };
