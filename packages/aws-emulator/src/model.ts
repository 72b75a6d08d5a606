/**
 * The world that the emulator serves: AWS accounts of one organisation, as they are at one instant. A world is moved
 * forward by events, so that the same seed and the same instant always give the same state.
 */

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
};

export type EmulatedAccessKey = {
  accessKeyId: string;
  secretAccessKey: string;
  status: "Active" | "Inactive" | "Expired";
  createdAt: Date;
  usage: readonly UsagePattern[];
};

export type EmulatedMfaDevice = { kind: "virtual" | "fido" | "hardware"; serialNumber: string; enabledAt: Date };

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
  password: { createdAt: Date; lastChangedAt: Date; usage: readonly UsagePattern[]; noInformation?: boolean } | null;
  mfaDevices: EmulatedMfaDevice[];
  accessKeys: EmulatedAccessKey[];
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
  instanceProfileNames: string[];
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
  document: string;
  versionId: string;
};

export type EmulatedRoot = {
  passwordEnabled: boolean;
  passwordUsage: readonly UsagePattern[];
  mfa: "none" | "virtual" | "hardware";
  accessKeys: EmulatedAccessKey[];
};

export type EmulatedPasswordPolicy = {
  minimumLength: number;
  maxPasswordAgeDays: number | null;
  reusePrevention: number | null;
};

export type EmulatedAccount = {
  awsAccountId: string;
  name: string;
  email: string;
  alias: string | null;
  partition: "aws" | "aws-cn" | "aws-us-gov";
  createdAt: Date;
  state: "ACTIVE" | "SUSPENDED" | "CLOSED";
  /** Organisational units from the root down, such as ["Workloads", "Production"]. */
  organizationalUnits: string[];
  root: EmulatedRoot;
  users: Map<string, EmulatedUser>;
  roles: Map<string, EmulatedRole>;
  groups: Map<string, EmulatedGroup>;
  /** Customer managed policies by name. AWS managed ones are named in attachments only. */
  policies: Map<string, EmulatedPolicy>;
  oidcProviders: { arn: string; url: string; clientIds: string[]; createdAt: Date }[];
  samlProviders: { arn: string; validUntil: Date; createdAt: Date }[];
  /** Absent or null: the account has none of its own, and AWS's default one applies. */
  passwordPolicy?: EmulatedPasswordPolicy | null;
  /** The credential report shows an inactive key as an empty slot, as AWS documents it and some implementations have it. */
  reportOmitsInactiveKeys?: boolean;
};

/** Keys of the maps are user, role, group and policy names in lower case: AWS holds names unique whatever their case. */
export type WorldState = {
  organizationId: string;
  managementAccountId: string;
  /** The account in which the reader of the customer's accounts (Rolecall) runs, and its principal. */
  vendor: { awsAccountId: string; roleName: string; accessKeyId: string; secretAccessKey: string };
  accounts: Map<string, EmulatedAccount>;
};

/** Something that happens to the world at an instant. `apply` changes the state in place and depends on nothing else. */
export type WorldEvent = { at: Date; what: string; apply: (state: WorldState) => void };

/** A world over time: `initial` builds the state before all events, `events` are in order of `at`. */
export type World = { initial: () => WorldState; events: readonly WorldEvent[] };
