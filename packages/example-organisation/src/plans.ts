import type {
  AttachedPolicy,
  EmulatedAccount,
  EmulatedMfaDevice,
  EmulatedUser,
  InlinePolicy,
  Tag,
} from "@rolecall/aws-emulator";
import type { AccountName } from "./accounts.ts";
import type { Ids } from "./ids.ts";
import type { ServiceSet } from "./services.ts";
import type { PlannedCall } from "./trail.ts";

/** What every story line is given. */
export type Scene = {
  seed: string;
  ids: Ids;
  vendor: { awsAccountId: string; roleName: string };
  readerActions: readonly string[];
  externalIdOf: (awsAccountId: string) => string;
};

/** Plans count in days of the story: 0 is its first day, a negative one lies in the past, 365 and later has not come yet. */
export type UsePlan = {
  fromDay: number;
  /** No use after it; null goes on for ever. */
  untilDay: number | null;
  everyHours: number;
  services: ServiceSet;
};

export type KeyPlan = {
  createdDay: number;
  usage: readonly UsePlan[];
  /** Changes of the status, in order of time. A key starts active. */
  changes?: readonly { day: number; to: "Active" | "Inactive" }[];
  deletedDay?: number;
};

export type PasswordPlan = {
  createdDay: number;
  changedDays?: readonly number[];
  usage: readonly UsePlan[];
  removedDay?: number;
  noInformation?: boolean;
};

/** A status and what becomes of it: a credential starts active. */
type StatusPlan = { changes?: readonly { day: number; to: "Active" | "Inactive" }[]; deletedDay?: number };

export type SshKeyPlan = StatusPlan & { uploadedDay: number; usage?: readonly UsePlan[] };

export type SigningCertificatePlan = StatusPlan & { uploadedDay: number };

export type ServiceCredentialPlan = StatusPlan & {
  /** Such as codecommit.amazonaws.com. */
  serviceName: string;
  createdDay: number;
  /** Of API keys; without it they never expire. */
  lifetimeDays?: number;
  usage?: readonly UsePlan[];
};

export type UserPlan = {
  account: AccountName;
  userName: string;
  /** The second user of a name is a new user. */
  generation?: number;
  path?: string;
  createdDay: number;
  deletedDay?: number;
  tags?: readonly Tag[];
  groups?: readonly string[];
  attached?: readonly AttachedPolicy[];
  inline?: readonly InlinePolicy[];
  permissionsBoundaryArn?: string;
  password?: PasswordPlan;
  mfa?: readonly { kind: EmulatedMfaDevice["kind"]; day: number }[];
  keys?: readonly KeyPlan[];
  sshKeys?: readonly SshKeyPlan[];
  signingCertificates?: readonly SigningCertificatePlan[];
  serviceCredentials?: readonly ServiceCredentialPlan[];
  changes?: readonly {
    day: number;
    what: string;
    apply: (user: EmulatedUser) => void;
    calls?: readonly PlannedCall[];
  }[];
};

export type RolePlan = {
  account: AccountName;
  roleName: string;
  path?: string;
  createdDay: number;
  deletedDay?: number;
  description?: string;
  maxSessionHours?: number;
  trust: string;
  trustChanges?: readonly { day: number; what: string; trust: string }[];
  tags?: readonly Tag[];
  attached?: readonly AttachedPolicy[];
  inline?: readonly InlinePolicy[];
  permissionsBoundaryArn?: string;
  hasInstanceProfile?: boolean;
  usage?: readonly UsePlan[];
};

/** A change of an account itself, such as a new identity provider. */
export type AccountChange = {
  account: AccountName;
  day: number;
  what: string;
  apply: (account: EmulatedAccount, at: Date) => void;
  calls?: readonly PlannedCall[];
};

export type StoryLine = {
  users?: readonly UserPlan[];
  roles?: readonly RolePlan[];
  changes?: readonly AccountChange[];
};
