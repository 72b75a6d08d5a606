/**
 * The world that the emulator serves: AWS accounts of one organisation, as they are at one instant. A world is moved
 * forward by events, so that the same seed and the same instant always give the same state.
 */

import type {
  EmulatedAccountState,
  EmulatedDelegation,
  EmulatedIdentityCenter,
  EmulatedOtherMember,
  EmulatedRolesAnywhere,
  TrailedChange,
  UsageOrigin,
} from "./model-services.ts";

export type * from "./model-services.ts";

export type Tag = { key: string; value: string };
export type InlinePolicy = { name: string; document: string };
export type AttachedPolicy = { name: string; arn: string };

/**
 * How something is used over time; the emulator derives its last use at any instant from it. A use happens at
 * `firstAt`, `firstAt + everyHours`, ... and never after `until`. `jitterSeed` moves each use by up to a tenth of the rhythm.
 */
export type UsagePattern = {
  firstAt: Date;
  until: Date | null;
  everyHours: number;
  jitterSeed: number;
  /** The services called in turn, such as s3 or ec2; the region is "N/A" for services without Regions, as AWS has it. */
  services: readonly { service: string; region: string }[];
  origin?: UsageOrigin;
};

export type EmulatedAccessKey = {
  accessKeyId: string;
  secretAccessKey: string;
  status: "Active" | "Inactive" | "Expired";
  createdAt: Date;
  usage: readonly UsagePattern[];
};

export type EmulatedMfaDevice = {
  kind: "virtual" | "fido" | "hardware";
  serialNumber: string;
  enabledAt: Date;
  /** Of FIDO devices: certifications by their kind, such as `FIDO: "L1"`. */
  certifications?: Readonly<Record<string, string>>;
};

/** A key for CodeCommit over SSH. AWS shows no last use of it; `usage` shows in the service last accessed data only. */
export type EmulatedSshPublicKey = {
  /** `APKA...` */
  sshPublicKeyId: string;
  status: "Active" | "Inactive";
  uploadedAt: Date;
  usage: readonly UsagePattern[];
};

/** An X.509 certificate for AWS's former SOAP interfaces. */
export type EmulatedSigningCertificate = {
  certificateId: string;
  status: "Active" | "Inactive";
  uploadedAt: Date;
  /** PEM. */
  certificateBody: string;
};

/** A password for one service (CodeCommit, Keyspaces), or a long-term API key. `usage` as of SSH public keys. */
export type EmulatedServiceSpecificCredential = {
  /** `ACCA...` */
  serviceSpecificCredentialId: string;
  /** Such as codecommit.amazonaws.com. */
  serviceName: string;
  /** Null for API keys, which have an alias. */
  serviceUserName: string | null;
  serviceCredentialAlias: string | null;
  /** As somebody set it: an active one that has expired is shown as Expired. */
  status: "Active" | "Inactive";
  createdAt: Date;
  /** Null: it never expires. */
  expiresAt: Date | null;
  usage: readonly UsagePattern[];
};

export type EmulatedPassword = {
  createdAt: Date;
  lastChangedAt: Date;
  usage: readonly UsagePattern[];
  noInformation?: boolean;
  /** Whether it must be changed at the next sign-in. */
  resetRequired?: boolean;
};

export type EmulatedUser = {
  userId: string;
  userName: string;
  path: string;
  createdAt: Date;
  tags: Tag[];
  groupNames: string[];
  attachedPolicies: AttachedPolicy[];
  inlinePolicies: InlinePolicy[];
  permissionsBoundaryArn: string | null;
  password: EmulatedPassword | null;
  mfaDevices: EmulatedMfaDevice[];
  accessKeys: EmulatedAccessKey[];
  sshPublicKeys: EmulatedSshPublicKey[];
  signingCertificates: EmulatedSigningCertificate[];
  serviceSpecificCredentials: EmulatedServiceSpecificCredential[];
};

export type EmulatedRole = {
  roleId: string;
  roleName: string;
  path: string;
  createdAt: Date;
  description: string | null;
  maxSessionDurationSeconds: number;
  /** The trust policy's text, as a customer wrote it: it may be odd or malformed. */
  trustPolicy: string;
  tags: Tag[];
  attachedPolicies: AttachedPolicy[];
  inlinePolicies: InlinePolicy[];
  permissionsBoundaryArn: string | null;
  usage: readonly UsagePattern[];
};

export type EmulatedGroup = {
  groupId: string;
  groupName: string;
  path: string;
  createdAt: Date;
  attachedPolicies: AttachedPolicy[];
  inlinePolicies: InlinePolicy[];
};

export type EmulatedPolicy = {
  policyId: string;
  policyName: string;
  path: string;
  createdAt: Date;
  description: string | null;
  tags: Tag[];
  /** At least one and at most five, in the order in which they were created. */
  versions: EmulatedPolicyVersion[];
  defaultVersionId: string;
};

export type EmulatedPolicyVersion = { versionId: string; document: string; createdAt: Date };

/** Where an EC2 instance finds its role. One without a role gives nothing. */
export type EmulatedInstanceProfile = {
  /** `AIPA...` */
  instanceProfileId: string;
  instanceProfileName: string;
  path: string;
  createdAt: Date;
  roleName: string | null;
  tags: Tag[];
};

/** A certificate for load balancers and CloudFront that is kept in IAM. */
export type EmulatedServerCertificate = {
  /** `ASCA...` */
  serverCertificateId: string;
  serverCertificateName: string;
  path: string;
  uploadedAt: Date;
  expiresAt: Date;
};

export type EmulatedOidcProvider = {
  arn: string;
  url: string;
  clientIds: string[];
  thumbprints: string[];
  createdAt: Date;
  tags: Tag[];
};

export type EmulatedSamlProvider = {
  arn: string;
  createdAt: Date;
  /** When the certificate in the metadata expires. */
  validUntil: Date;
  metadataDocument: string;
  tags: Tag[];
};

export type EmulatedRoot = {
  passwordEnabled: boolean;
  passwordUsage: readonly UsagePattern[];
  mfa: "none" | "virtual" | "hardware";
  accessKeys: EmulatedAccessKey[];
  signingCertificates: EmulatedSigningCertificate[];
};

export type EmulatedPasswordPolicy = {
  minimumLength: number;
  requiresSymbols: boolean;
  requiresNumbers: boolean;
  requiresUppercase: boolean;
  requiresLowercase: boolean;
  allowsUsersToChange: boolean;
  maxPasswordAgeDays: number | null;
  reusePrevention: number | null;
  hardExpiry: boolean;
};

export type EmulatedAccount = {
  awsAccountId: string;
  name: string;
  email: string;
  alias: string | null;
  partition: "aws" | "aws-cn" | "aws-us-gov";
  createdAt: Date;
  state: EmulatedAccountState;
  /** Organisational units from the root down, such as ["Workloads", "Production"]. */
  organizationalUnits: string[];
  root: EmulatedRoot;
  users: Map<string, EmulatedUser>;
  roles: Map<string, EmulatedRole>;
  groups: Map<string, EmulatedGroup>;
  /** Customer managed policies by name. AWS managed ones are named in attachments only. */
  policies: Map<string, EmulatedPolicy>;
  /** By name in lower case. */
  instanceProfiles: Map<string, EmulatedInstanceProfile>;
  serverCertificates: EmulatedServerCertificate[];
  oidcProviders: EmulatedOidcProvider[];
  samlProviders: EmulatedSamlProvider[];
  /** Virtual MFA devices that were created and assigned to nobody. */
  unassignedMfaDevices: { serialNumber: string }[];
  /** Absent or null: the account has none of its own, and AWS's default one applies. */
  passwordPolicy?: EmulatedPasswordPolicy | null;
  /** The credential report shows an inactive key as an empty slot, as AWS documents it and some implementations have it. */
  reportOmitsInactiveKeys?: boolean;
  /** Not a member of the organisation. */
  standsAlone?: boolean;
  /** Opt-in Regions that were enabled, or are about to be; all others are disabled. Absent: none. */
  optInRegions?: Readonly<Record<string, "ENABLED" | "ENABLING" | "DISABLING">>;
  rolesAnywhere?: EmulatedRolesAnywhere[];
  /** Keys that were deleted: CloudTrail still shows what they did. */
  formerAccessKeys?: { userName: string; userId: string; path: string; key: EmulatedAccessKey }[];
};

/** Keys of the maps are names in lower case: AWS holds names unique whatever their case. */
export type WorldState = {
  organizationId: string;
  managementAccountId: string;
  /** The account in which the reader of the customer's accounts (Rolecall) runs, and its principal. */
  vendor: { awsAccountId: string; roleName: string; accessKeyId: string; secretAccessKey: string };
  /** Central management of the member accounts' root users. Absent: not switched on. */
  rootAccessFeatures?: readonly ("RootCredentialsManagement" | "RootSessions")[];
  accounts: Map<string, EmulatedAccount>;
  otherMembers?: EmulatedOtherMember[];
  /** Member accounts that may read the organisation, and for which service they administer it. */
  delegatedAdministrators?: EmulatedDelegation[];
  identityCenter?: EmulatedIdentityCenter | null;
};

/** Something that happens to the world at an instant. `apply` changes the state in place and depends on nothing else. */
export type WorldEvent = TrailedChange & { what: string; apply: (state: WorldState) => void };

/**
 * A world over time: `initial` builds the state before all events, `events` are in order of `at`. `earlier` is what happened
 * before them, or before an account joined the organisation: it shows in CloudTrail only.
 */
export type World = {
  initial: () => WorldState;
  events: readonly WorldEvent[];
  earlier?: readonly TrailedChange[];
};
