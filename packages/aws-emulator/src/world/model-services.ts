/** What the world holds for the services other than IAM and STS; part of `model.ts`. */
import type { AttachedPolicy, EmulatedAccount, UsagePattern } from "./model.ts";

/** Where calls come from, as CloudTrail shows it. */
export type UsageOrigin = {
  userAgent: string;
  sourceIpAddress: string;
  /** Of a role's sessions; without it, one that follows from who may assume the role. */
  sessionName?: string;
  /** All these calls are refused with this code, such as AccessDenied. */
  errorCode?: string;
};

export type EmulatedAccountState = "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";

/** An account that the organisation lists and nobody can get into: suspended, closed, or not looked into by the world. */
export type EmulatedOtherMember = Pick<
  EmulatedAccount,
  "awsAccountId" | "name" | "email" | "createdAt" | "organizationalUnits"
> & { state: EmulatedAccountState };

export type EmulatedDelegation = { awsAccountId: string; servicePrincipal: string; enabledAt: Date };

export type EmulatedTrustAnchor = {
  trustAnchorId: string;
  name: string;
  sourceType: "CERTIFICATE_BUNDLE" | "AWS_ACM_PCA" | "SELF_SIGNED_REPOSITORY";
  enabled: boolean;
  createdAt: Date;
};

export type EmulatedAnywhereProfile = {
  profileId: string;
  name: string;
  enabled: boolean;
  roleArns: string[];
  durationSeconds: number;
  sessionPolicy: string | null;
  createdAt: Date;
};

/** A certificate's holder: `usage` is when it asked for sessions, from which `lastSeenAt` follows. */
export type EmulatedAnywhereSubject = {
  subjectId: string;
  x509Subject: string;
  issuer: string;
  serialNumber: string;
  enabled: boolean;
  createdAt: Date;
  usage: readonly UsagePattern[];
};

/** IAM Roles Anywhere of one account in one Region. */
export type EmulatedRolesAnywhere = {
  region: string;
  trustAnchors: EmulatedTrustAnchor[];
  profiles: EmulatedAnywhereProfile[];
  subjects: EmulatedAnywhereSubject[];
};

export type EmulatedPermissionSet = {
  arn: string;
  name: string;
  description: string | null;
  createdAt: Date;
  /** ISO 8601, such as PT8H. */
  sessionDuration: string;
  managedPolicies: AttachedPolicy[];
  inlinePolicy: string | null;
};

export type EmulatedAssignment = {
  permissionSetArn: string;
  awsAccountId: string;
  principalType: "USER" | "GROUP";
  principalId: string;
};

/** IAM Identity Center: the organisation's instance, in one Region. */
export type EmulatedIdentityCenter = {
  instanceArn: string;
  identityStoreId: string;
  homeRegion: string;
  createdAt: Date;
  permissionSets: EmulatedPermissionSet[];
  assignments: EmulatedAssignment[];
};

/** A call by which something was changed, as CloudTrail shows it. */
export type TrailedCall = {
  eventName: string;
  /** A user, root user or role session; a service's name, such as cloudformation.amazonaws.com, where a service did it. */
  actorArn: string;
  resourceNames: readonly string[];
  requestParameters?: Readonly<Record<string, unknown>>;
  userAgent: string;
  sourceIpAddress: string;
  /** us-east-1, where IAM's events are, unless it says otherwise. */
  region?: string;
  /** iam.amazonaws.com unless it says otherwise. */
  eventSource?: string;
};

/** Something that happened in an account, as far as CloudTrail shows it. */
export type TrailedChange = { at: Date; awsAccountId?: string; trail?: readonly TrailedCall[] };
