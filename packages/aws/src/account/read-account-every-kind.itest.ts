import {
  arns,
  defaultVersionOf,
  type EmulatedAccessKey,
  type EmulatedAccount,
  type EmulatedUser,
  EVERY_KIND_WORLD,
  everyKindWorld,
  type InlinePolicy,
  lastUse,
  shownStatus,
  type UsagePattern,
} from "@rolecall/aws-emulator";
import type { AccountReading, PolicyDocument, Read } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { ALL_READ, coverageStates, emulateWorld } from "../testing/emulated-account.ts";

const { now } = EVERY_KIND_WORLD;
const ROLE_USE_SINCE = new Date(now.getTime() - 400 * 86_400_000);

/** Times in the credential report have no fraction, and "N/A" is nothing. */
const toSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);
const named = (text: string) => (text === "N/A" ? null : text);

/** What a reading says, without where it has it from. */
const contentOf = <T>(read: Read<T>): T | string => (read.state === "read" ? read.value : `unread: ${read.reason}`);
const byId = <T>(items: readonly T[], idOf: (item: T) => string) => new Map(items.map((item) => [idOf(item), item]));

function documentOf(text: string): PolicyDocument {
  try {
    return { state: "parsed", document: JSON.parse(text) };
  } catch {
    return { state: "malformed", reason: expect.any(String) };
  }
}

const inline = (policies: readonly InlinePolicy[]) =>
  policies.map(({ name, document }) => ({ name, document: documentOf(document) }));
const arnsOf = (policies: readonly { arn: string }[]) => policies.map(({ arn }) => arn);

const KEYS_RECORDED_SINCE = new Date("2015-04-22");
/** The end of a gap in the record. */
const PASSWORDS_RECORDED_SINCE = new Date("2018-05-24");

/** Last use as the report, or a call for one key, tells it. Never cannot be said of what is older than the record. */
function keyUse(key: EmulatedAccessKey): object {
  const used = lastUse(key.usage, now);
  if (used) return { kind: "at", at: toSecond(used.at), service: named(used.service), region: named(used.region) };
  return key.createdAt < KEYS_RECORDED_SINCE
    ? { kind: "before_record", recordedSince: KEYS_RECORDED_SINCE }
    : { kind: "never" };
}

function passwordOf({ password }: EmulatedUser) {
  if (!password) return { exists: false };
  const used = password.noInformation ? null : lastUse(password.usage, now);
  return {
    exists: true,
    lastChangedAt: toSecond(password.lastChangedAt),
    lastUse: used
      ? { kind: "at", at: toSecond(used.at), service: null, region: null }
      : { kind: "before_record", recordedSince: PASSWORDS_RECORDED_SINCE },
  };
}

const inOrder = <T>(items: readonly T[], keyOf: (item: T) => string) =>
  items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

function expectedUser(account: EmulatedAccount, user: EmulatedUser) {
  const kinds = user.mfaDevices.map(({ kind }) => kind);
  return {
    userId: user.userId,
    userName: user.userName,
    arn: arns.user(account, user),
    path: user.path,
    createdAt: user.createdAt,
    tags: user.tags,
    groupNames: user.groupNames.toSorted(),
    attachedPolicyArns: arnsOf(user.attachedPolicies).toSorted(),
    inlinePolicies: inOrder(inline(user.inlinePolicies), ({ name }) => name),
    permissionsBoundaryArn: user.permissionsBoundaryArn,
    consolePassword: passwordOf(user),
    mfa: (["fido", "hardware", "virtual"] as const).find((kind) => kinds.includes(kind)) ?? "none",
    mfaDevices: inOrder(
      user.mfaDevices.map(({ kind, serialNumber, enabledAt }) => ({ kind, serialNumber, enabledAt })),
      ({ serialNumber }) => serialNumber,
    ),
    accessKeys: inOrder(
      user.accessKeys.map((key) => ({
        accessKeyId: key.accessKeyId,
        status: key.status,
        createdAt: key.createdAt,
        lastUse: keyUse(key),
      })),
      ({ accessKeyId }) => accessKeyId,
    ),
    signingCertificates: inOrder(
      user.signingCertificates.map(({ certificateId, status, uploadedAt }) => ({ certificateId, status, uploadedAt })),
      ({ certificateId }) => certificateId,
    ),
    serviceSpecificCredentials: inOrder(
      user.serviceSpecificCredentials.map((credential) => ({
        serviceSpecificCredentialId: credential.serviceSpecificCredentialId,
        serviceName: credential.serviceName,
        name: credential.serviceUserName ?? credential.serviceCredentialAlias,
        status: shownStatus(credential, now),
        createdAt: credential.createdAt,
        expiresAt: credential.expiresAt,
      })),
      ({ serviceSpecificCredentialId }) => serviceSpecificCredentialId,
    ),
    sshPublicKeys: "unread: Read in the slow lane",
  };
}

/** The users as they were read, in the same form. */
function usersOf(reading: AccountReading) {
  const users = reading.users.map(({ reportFingerprint: _, ...user }) => {
    const sorted = <T>(read: Read<T[]>, keyOf: (item: T) => string) =>
      read.state === "read" ? inOrder(read.value, keyOf) : contentOf(read);
    return {
      ...user,
      groupNames: user.groupNames.toSorted(),
      attachedPolicyArns: user.attachedPolicyArns.toSorted(),
      inlinePolicies: inOrder(user.inlinePolicies, ({ name }) => name),
      consolePassword: contentOf(user.consolePassword),
      mfa: contentOf(user.mfa),
      mfaDevices: sorted(user.mfaDevices, ({ serialNumber }) => serialNumber),
      accessKeys: sorted(user.accessKeys, ({ accessKeyId }) => accessKeyId ?? ""),
      signingCertificates: sorted(user.signingCertificates, ({ certificateId }) => certificateId),
      serviceSpecificCredentials: sorted(
        user.serviceSpecificCredentials,
        ({ serviceSpecificCredentialId }) => serviceSpecificCredentialId,
      ),
      sshPublicKeys: contentOf(user.sshPublicKeys),
    };
  });
  return byId(users, ({ userId }) => userId);
}

function roleUse(usage: readonly UsagePattern[]) {
  const used = lastUse(usage, now);
  if (!used || used.at < ROLE_USE_SINCE) return { kind: "never" };
  return { kind: "at", at: used.at, service: null, region: used.region };
}

function expectedRoles(account: EmulatedAccount) {
  const profiles = [...account.instanceProfiles.values()];
  const roles = [...account.roles.values()].map((role) => ({
    roleId: role.roleId,
    roleName: role.roleName,
    arn: arns.role(account, role),
    path: role.path,
    createdAt: role.createdAt,
    description: role.description,
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    trustPolicy: documentOf(role.trustPolicy),
    tags: role.tags,
    attachedPolicyArns: arnsOf(role.attachedPolicies).toSorted(),
    inlinePolicies: inOrder(inline(role.inlinePolicies), ({ name }) => name),
    permissionsBoundaryArn: role.permissionsBoundaryArn,
    instanceProfileNames: profiles
      .filter(({ roleName }) => roleName === role.roleName)
      .map(({ instanceProfileName }) => instanceProfileName),
    lastUse: roleUse(role.usage),
  }));
  return byId(roles, ({ roleId }) => roleId);
}

type WithPolicies = Pick<AccountReading["groups"][number], "attachedPolicyArns" | "inlinePolicies">;

/** Lists of policies have no order of their own. */
const policiesInOrder = <T extends WithPolicies>(items: readonly T[]) =>
  items.map((item) => ({
    ...item,
    attachedPolicyArns: item.attachedPolicyArns.toSorted(),
    inlinePolicies: inOrder(item.inlinePolicies, ({ name }) => name),
  }));

function expectedGroups(account: EmulatedAccount) {
  const groups = [...account.groups.values()].map((group) => ({
    groupId: group.groupId,
    groupName: group.groupName,
    arn: arns.group(account, group),
    path: group.path,
    createdAt: group.createdAt,
    attachedPolicyArns: arnsOf(group.attachedPolicies).toSorted(),
    inlinePolicies: inline(group.inlinePolicies),
  }));
  return byId(groups, ({ groupId }) => groupId);
}

const attachmentsTo = (account: EmulatedAccount, arn: string) =>
  [account.users, account.roles, account.groups]
    .flatMap((holders) => [...holders.values()])
    .filter(({ attachedPolicies }) => attachedPolicies.some((attached) => attached.arn === arn)).length;

function expectedPolicies(account: EmulatedAccount) {
  const policies = [...account.policies.values()].map((policy) => {
    const version = defaultVersionOf(policy);
    const arn = arns.policy(account, policy);
    return {
      policyId: policy.policyId,
      policyName: policy.policyName,
      arn,
      path: policy.path,
      isAwsManaged: false,
      createdAt: policy.createdAt,
      updatedAt: new Date(Math.max(...policy.versions.map(({ createdAt }) => createdAt.getTime()))),
      defaultVersionId: policy.defaultVersionId,
      document: documentOf(version?.document ?? ""),
      attachmentCount: attachmentsTo(account, arn),
    };
  });
  return byId(policies, ({ policyId }) => policyId);
}

const awsManagedAttachments = (account: EmulatedAccount) =>
  new Set(
    [account.users, account.roles, account.groups]
      .flatMap((holders) => [...holders.values()])
      .flatMap(({ attachedPolicies }) => arnsOf(attachedPolicies))
      .filter((arn) => arn.startsWith("arn:aws:iam::aws:")),
  );

function expectRoot(reading: AccountReading, account: EmulatedAccount): void {
  const { root } = account;
  expect(reading.root).toEqual({
    arn: arns.root(account),
    hasPassword: root.passwordEnabled,
    mfaActive: root.mfa !== "none",
    mfaKind: root.mfa,
    accessKeys: root.accessKeys.map((key, index) => ({
      slot: index + 1,
      lastRotatedAt: key.createdAt,
      lastUse: expect.objectContaining(keyUse(key)),
    })),
    signingCertificates: root.signingCertificates.map(({ uploadedAt }, index) => ({
      slot: index + 1,
      lastRotatedAt: uploadedAt,
    })),
    passwordLastUse: expect.objectContaining({ kind: "at", at: toSecond(lastUse(root.passwordUsage, now)!.at) }),
    passwordLastChangedAt: toSecond(account.createdAt),
  });
}

describe.each([
  { way: "by bulk calls", unsupported: [] },
  { way: "one by one", unsupported: ["GetAccountAuthorizationDetails"] },
])("an account with every kind of entity, read $way", ({ unsupported }) => {
  async function readAll() {
    const emulated = await emulateWorld({ ...EVERY_KIND_WORLD, world: everyKindWorld() });
    for (const action of unsupported) {
      emulated.emulator.faults.add({ action, kind: "unsupported", times: Number.POSITIVE_INFINITY });
    }
    return { account: emulated.account(), reading: await emulated.read() };
  }

  it("has every user, role, group and policy as they are", async () => {
    const { account, reading } = await readAll();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    const users = [...account.users.values()].map((user) => expectedUser(account, user));
    expect(usersOf(reading)).toEqual(byId(users, ({ userId }) => userId));
    expect(byId(policiesInOrder(reading.roles), ({ roleId }) => roleId)).toEqual(expectedRoles(account));
    expect(byId(policiesInOrder(reading.groups), ({ groupId }) => groupId)).toEqual(expectedGroups(account));
    const ownPolicies = reading.policies.filter(({ isAwsManaged }) => !isAwsManaged);
    expect(byId(ownPolicies, ({ policyId }) => policyId)).toEqual(expectedPolicies(account));
    const awsManaged = reading.policies.filter(({ isAwsManaged }) => isAwsManaged);
    expect(new Set(arnsOf(awsManaged))).toEqual(awsManagedAttachments(account));
    for (const { arn, document, attachmentCount } of awsManaged) {
      expect([document.state, attachmentCount]).toEqual(["parsed", attachmentsTo(account, arn)]);
    }
  });

  it("has everything else of the account as it is, and the root user, without bodies, metadata and seeds", async () => {
    const { account, reading } = await readAll();
    expect(reading.alias).toBe(account.alias);
    expect(contentOf(reading.passwordPolicy)).toEqual(account.passwordPolicy);
    const profiles = [...account.instanceProfiles.values()].map(({ tags: _, roleName, ...profile }) => ({
      ...profile,
      arn: arns.instanceProfile(account, profile),
      roleName,
      roleId: roleName === null ? null : account.roles.get(roleName.toLowerCase())?.roleId,
    }));
    expect(byId(reading.instanceProfiles, ({ instanceProfileId }) => instanceProfileId)).toEqual(
      byId(profiles, ({ instanceProfileId }) => instanceProfileId),
    );
    const oidc = account.oidcProviders.map(({ url, ...provider }) => ({
      ...provider,
      url: url.replace(/^https:\/\//, ""),
      tags: inOrder(provider.tags, ({ key }) => key),
    }));
    expect(byId(reading.oidcProviders, ({ arn }) => arn)).toEqual(byId(oidc, ({ arn }) => arn));
    const saml = account.samlProviders.map(({ metadataDocument: _, tags: __, ...provider }) => ({
      ...provider,
      name: provider.arn.split("/")[1],
    }));
    expect(byId(reading.samlProviders, ({ arn }) => arn)).toEqual(byId(saml, ({ arn }) => arn));
    const certificates = account.serverCertificates.map((certificate) => ({
      ...certificate,
      arn: arns.serverCertificate(account, certificate),
    }));
    expect(byId(reading.serverCertificates, ({ arn }) => arn)).toEqual(byId(certificates, ({ arn }) => arn));
    expectRoot(reading, account);
    expect(JSON.stringify(reading)).not.toMatch(/BEGIN CERTIFICATE|EntityDescriptor|Base32/);
  });
});
