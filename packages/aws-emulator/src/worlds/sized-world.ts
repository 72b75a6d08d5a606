import {
  groupOf,
  instanceProfileOf,
  oidcProviderOf,
  policyOf,
  samlProviderOf,
  serverCertificateOf,
} from "../builders/account-parts.ts";
import { accessKeyOf, mfaDeviceOf } from "../builders/credentials.ts";
import { accountOf, DEFAULT_VENDOR, organisationOf, roleOf, userOf } from "../builders/entities.ts";
import { stableId } from "../builders/stable-id.ts";
import { type ReaderRole, readerRoleOf, trustPolicies } from "../builders/trust-policies.ts";
import type {
  AttachedPolicy,
  EmulatedGroup,
  EmulatedPolicy,
  EmulatedRole,
  EmulatedUser,
  World,
  WorldState,
} from "../world/model.ts";
import { Dice } from "./dice.ts";
import { otherCredentials } from "./sized-credentials.ts";

export type WorldSize = {
  users: number;
  /** How many of them have an access key at all. */
  usersWithKeys: number;
  /** At least `usersWithKeys`, at most twice as many: a user has two keys at most. */
  accessKeys: number;
  /** The reader's role is one of them. */
  roles: number;
  /** Customer managed policies. */
  policies: number;
  /** 12 by default. */
  groups?: number;
  /** The instant from which on the world may be looked at: nothing in it was created later. */
  startAt: Date;
  readerRole: ReaderRole;
  awsAccountId?: string;
  vendor?: WorldState["vendor"];
};

const MAX_AGE_DAYS = 1_500;
const DEFAULT_GROUPS = 12;

const AWS_MANAGED = [
  "AmazonS3FullAccess",
  "AmazonEC2ReadOnlyAccess",
  "AmazonDynamoDBFullAccess",
  "PowerUserAccess",
  "AmazonSESFullAccess",
];
const USED_SERVICES = [
  { service: "s3", region: "eu-central-1" },
  { service: "ec2", region: "eu-central-1" },
  { service: "dynamodb", region: "us-east-1" },
  { service: "ses", region: "eu-west-1" },
  { service: "iam", region: "N/A" },
];
const TRUSTED_SERVICES = ["ec2", "lambda", "ecs-tasks", "glue", "states", "codebuild"];

/**
 * A world of one customer account of exactly this size: people and machines, keys of all ages, some inactive, never used or no
 * longer used. The same size gives the same world.
 *
 * @throws RangeError if the numbers contradict each other.
 */
export function sizedWorld(size: WorldSize): World {
  checkSize(size);
  const vendor = size.vendor ?? DEFAULT_VENDOR;
  const awsAccountId = size.awsAccountId ?? "400000000001";
  const roles = Array.from({ length: size.roles - 1 }, (_, index) => sizedRole(size, awsAccountId, index));
  const account = accountOf({
    awsAccountId,
    name: "customer",
    alias: "customer-main",
    createdAt: daysBefore(size.startAt, MAX_AGE_DAYS + 30),
    users: Array.from({ length: size.users }, (_, index) => sizedUser(size, awsAccountId, index)),
    roles: [{ ...readerRoleOf(vendor, size.readerRole), createdAt: daysBefore(size.startAt, 40) }, ...roles],
    instanceProfiles: roles
      .filter(({ trustPolicy }) => trustPolicy.includes("ec2."))
      .map(({ roleName, createdAt }) => instanceProfileOf({ instanceProfileName: roleName, roleName, createdAt })),
    groups: Array.from({ length: groupsOf(size) }, (_, index) => sizedGroup(size, awsAccountId, index)),
    policies: Array.from({ length: size.policies }, (_, index) => sizedPolicy(size, index)),
    oidcProviders: [
      oidcProviderOf(awsAccountId, {
        host: "token.actions.githubusercontent.com",
        createdAt: daysBefore(size.startAt, 500),
      }),
    ],
    samlProviders: [samlProviderOf(awsAccountId, { name: "Okta", createdAt: daysBefore(size.startAt, 700) })],
    serverCertificates: [
      serverCertificateOf({ serverCertificateName: "www-2024", uploadedAt: daysBefore(size.startAt, 600) }),
      serverCertificateOf({ serverCertificateName: "www-2026", uploadedAt: daysBefore(size.startAt, 100) }),
    ],
  });
  return organisationOf({ accounts: [account], vendor });
}

const groupsOf = ({ groups = DEFAULT_GROUPS }: WorldSize): number => groups;

function checkSize({ users, usersWithKeys, accessKeys, roles }: WorldSize): void {
  if (usersWithKeys > users) throw new RangeError("More users with keys than users");
  if (accessKeys < usersWithKeys || accessKeys > 2 * usersWithKeys) {
    throw new RangeError("Each user with keys has one or two: accessKeys must be between usersWithKeys and twice that");
  }
  if (roles < 1) throw new RangeError("The reader's role is one of the roles: at least 1");
}

const daysBefore = (at: Date, days: number) => new Date(at.getTime() - Math.round(days * 86_400) * 1000);
const numbered = (prefix: string, index: number) => `${prefix}-${String(index + 1).padStart(5, "0")}`;
const groupName = (size: WorldSize, index: number) => numbered("team", index % groupsOf(size));
const policyName = (index: number) => numbered("policy", index);

function sizedUser(size: WorldSize, awsAccountId: string, index: number): EmulatedUser {
  const dice = new Dice(`user ${index}`);
  const isPerson = dice.chance(0.45);
  const userName = numbered(isPerson ? "person" : "machine", index);
  const ageDays = dice.between(5, MAX_AGE_DAYS);
  return userOf({
    userName,
    path: dice.pick(["/", "/", "/", "/teams/", "/automation/"]),
    createdAt: daysBefore(size.startAt, ageDays),
    tags: dice.chance(0.6) ? [{ key: "owner", value: `team-${(index % DEFAULT_GROUPS) + 1}@example.test` }] : [],
    groupNames: dice.chance(0.7) && groupsOf(size) > 0 ? [groupName(size, index)] : [],
    attachedPolicies: attachments(size, awsAccountId, dice),
    inlinePolicies: dice.chance(0.15) ? [{ name: "inline", document: permissions(dice) }] : [],
    password: isPerson ? sizedPassword(size, dice, ageDays) : null,
    mfaDevices: isPerson && dice.chance(0.7) ? [mfaDevice(size, awsAccountId, userName, dice, ageDays)] : [],
    accessKeys: sizedKeys(size, dice, index, ageDays),
    ...otherCredentials({ awsAccountId, userName, index, ageDays, startAt: size.startAt }),
  });
}

function sizedPassword(size: WorldSize, dice: Dice, ageDays: number): EmulatedUser["password"] {
  const createdAt = daysBefore(size.startAt, ageDays);
  return {
    createdAt,
    lastChangedAt: daysBefore(size.startAt, dice.between(0, ageDays)),
    usage: usage(size, dice, ageDays),
    ...(dice.chance(0.03) ? { noInformation: true } : {}),
  };
}

function mfaDevice(size: WorldSize, awsAccountId: string, userName: string, dice: Dice, ageDays: number) {
  const kind = dice.pick(["virtual", "virtual", "virtual", "fido", "hardware"] as const);
  const enabledAt = daysBefore(size.startAt, dice.between(0, ageDays));
  return mfaDeviceOf(kind, { awsAccountId, userName }, { enabledAt });
}

/** Which users have keys goes round, so that they are spread over the account; the first of those have two. */
function sizedKeys(size: WorldSize, dice: Dice, index: number, userAgeDays: number) {
  const before = Math.floor((index * size.usersWithKeys) / size.users);
  const hasKeys = Math.floor(((index + 1) * size.usersWithKeys) / size.users) > before;
  const withTwo = size.accessKeys - size.usersWithKeys;
  const count = hasKeys ? (before < withTwo ? 2 : 1) : 0;
  return Array.from({ length: count }, (_, slot) => {
    const ageDays = dice.between(0, userAgeDays);
    const active = dice.chance(slot === 1 ? 0.5 : 0.9);
    return accessKeyOf(`sized ${index} ${slot}`, {
      status: active ? "Active" : "Inactive",
      createdAt: daysBefore(size.startAt, ageDays),
      usage: dice.chance(0.85) ? usage(size, dice, ageDays, active) : [],
    });
  });
}

/** Most things are used to this day, some stopped; what is not active any more stopped at any rate. */
function usage(size: WorldSize, dice: Dice, ageDays: number, active = true) {
  const stopped = !active || dice.chance(0.3);
  return [
    {
      firstAt: daysBefore(size.startAt, ageDays * 0.99),
      until: stopped ? daysBefore(size.startAt, ageDays * dice.next()) : null,
      everyHours: dice.pick([1, 6, 24, 24, 168]),
      jitterSeed: dice.between(1, 1_000_000),
      services: [dice.pick(USED_SERVICES), dice.pick(USED_SERVICES)],
    },
  ];
}

function sizedRole(size: WorldSize, awsAccountId: string, index: number): EmulatedRole {
  const dice = new Dice(`role ${index}`);
  const ageDays = dice.between(5, MAX_AGE_DAYS);
  const roleName = numbered("role", index);
  const service = dice.pick(TRUSTED_SERVICES);
  const repository = `repo:example/service-${index}:ref:refs/heads/main`;
  const trustPolicy = dice.pick([
    () => trustPolicies.service(service),
    () => trustPolicies.service(service),
    () => trustPolicies.account(awsAccountId),
    () => trustPolicies.vendorWithExternalId("500000000009", stableId("ext-", roleName, 20)),
    () => trustPolicies.githubActions(awsAccountId, repository),
  ])();
  return roleOf({
    roleName,
    path: dice.pick(["/", "/", "/service-role/"]),
    createdAt: daysBefore(size.startAt, ageDays),
    description: dice.chance(0.5) ? `Runs workload ${index + 1}` : null,
    maxSessionDurationSeconds: dice.pick([3_600, 3_600, 7_200, 43_200]),
    trustPolicy,
    tags: dice.chance(0.5) ? [{ key: "service", value: `service-${index + 1}` }] : [],
    attachedPolicies: attachments(size, awsAccountId, dice),
    inlinePolicies: dice.chance(0.4) ? [{ name: "inline", document: permissions(dice) }] : [],
    usage: dice.chance(0.8) ? usage(size, dice, ageDays) : [],
  });
}

function attachments(size: WorldSize, awsAccountId: string, dice: Dice): AttachedPolicy[] {
  const awsManaged = dice.pick(AWS_MANAGED);
  const attached = [{ name: awsManaged, arn: `arn:aws:iam::aws:policy/${awsManaged}` }];
  if (size.policies === 0 || dice.chance(0.4)) return attached;
  const name = policyName(dice.between(0, size.policies - 1));
  return [...attached, { name, arn: `arn:aws:iam::${awsAccountId}:policy/${name}` }];
}

function sizedGroup(size: WorldSize, awsAccountId: string, index: number): EmulatedGroup {
  const name = groupName(size, index);
  return groupOf({
    groupName: name,
    createdAt: daysBefore(size.startAt, MAX_AGE_DAYS),
    attachedPolicies: attachments(size, awsAccountId, new Dice(`group ${index}`)),
  });
}

/** Up to five versions; the last one is the default one, and where there are several it is younger than the policy. */
function sizedPolicy(size: WorldSize, index: number): EmulatedPolicy {
  const dice = new Dice(`policy ${index}`);
  const ageDays = dice.between(5, MAX_AGE_DAYS);
  const count = dice.between(1, 5);
  return policyOf({
    policyName: policyName(index),
    createdAt: daysBefore(size.startAt, ageDays),
    versions: Array.from({ length: count }, (_, version) => ({
      versionId: `v${version + 1}`,
      document: permissions(dice),
      createdAt: daysBefore(size.startAt, ageDays * (1 - version / count)),
    })),
  });
}

function permissions(dice: Dice): string {
  const service = dice.pick(USED_SERVICES).service;
  const resource = `arn:aws:${service}:::example-${dice.between(1, 500)}/*`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Work",
        Effect: "Allow",
        Action: [`${service}:Get*`, `${service}:List*`, `${service}:Put*`],
        Resource: resource,
      },
      { Sid: "Logs", Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" },
    ],
  });
}
