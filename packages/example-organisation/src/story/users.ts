import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { AccountName } from "./accounts.ts";
import { Origin, Rhythm, Use } from "./calls.ts";
import { InlineStatement, PolicyReference, Tags } from "./permissions.ts";

/** A credential from its creation to its deletion: it begins active. */
const life = {
  createdDay: Day,
  uses: z.array(Use).default([]),
  inactiveDays: z.array(Day).default([]),
  /** The days on which it was switched on again. */
  activeDays: z.array(Day).default([]),
  deletedDay: Day.optional(),
};

export const CredentialLife = z.strictObject(life);
export type CredentialLife = z.infer<typeof CredentialLife>;

const ServiceCredential = z.strictObject({
  /** Such as codecommit.amazonaws.com. */
  serviceName: z.string(),
  ...life,
  /** Of API keys; without it they never expire. */
  lifetimeDays: z.int().optional(),
});
export type ServiceCredential = z.infer<typeof ServiceCredential>;

const Password = z.strictObject({
  /** Without it, the password was set when the user was created. */
  createdDay: Day.optional(),
  deletedDay: Day.optional(),
  uses: z.array(Use).default([]),
  /** Its owner changes it in this rhythm for as long as it is used. */
  changesEveryDays: z.int().positive().optional(),
  changedDays: z.array(Day).default([]),
  /** AWS has no information about its use. */
  noInformation: z.boolean().optional(),
});
export type Password = z.infer<typeof Password>;

const MfaDevice = z.strictObject({ kind: z.enum(["virtual", "fido", "hardware"]), day: Day });
export type MfaDevice = z.infer<typeof MfaDevice>;

/** Something that changes of a user besides its credentials. */
export const UserChange = z.union([
  z.strictObject({ day: Day, tags: Tags }),
  /** The groups that it is in from now on. */
  z.strictObject({ day: Day, groups: z.array(z.string()) }),
  /** `aws`: AWS did it of its own accord. */
  z.strictObject({ day: Day, attached: PolicyReference, by: z.literal("aws").optional() }),
  z.strictObject({ day: Day, detached: PolicyReference }),
]);
export type UserChange = z.infer<typeof UserChange>;

/** An IAM user and all that becomes of it. */
export const User = z.strictObject({
  userName: z.string(),
  account: AccountName,
  note: z.string().optional(),
  /** The second user of a name is a new user. */
  generation: z.int().default(1),
  path: z.string().default("/"),
  createdDay: Day,
  deletedDay: Day.optional(),
  tags: Tags.default({}),
  groups: z.array(z.string()).default([]),
  policies: z.array(PolicyReference).default([]),
  inline: z.array(InlineStatement).default([]),
  boundary: PolicyReference.optional(),
  /** The machine that holds its keys; without it, one that follows from its path and password. */
  origin: Origin.optional(),
  password: Password.optional(),
  mfa: z.array(MfaDevice).default([]),
  /** Of the keys. */
  rhythm: Rhythm.optional(),
  keys: z.array(CredentialLife).default([]),
  sshKeys: z.array(CredentialLife).default([]),
  signingCertificates: z.array(CredentialLife).default([]),
  serviceCredentials: z.array(ServiceCredential).default([]),
  changes: z.array(UserChange).default([]),
});
export type User = z.infer<typeof User>;
