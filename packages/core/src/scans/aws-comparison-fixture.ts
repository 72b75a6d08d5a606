import {
  arns,
  defaultVersionOf,
  type EmulatedAccount,
  type EmulatedUser,
  lastUse,
  shownStatus,
  type UsagePattern,
} from "@rolecall/aws-emulator";
import { MS_PER_DAY, ownerFromTags } from "@rolecall/domain";
import { expect } from "vitest";
import type { Connected } from "../emulated-customer-fixture.ts";
import {
  getAccountSettings,
  listGroups,
  listIdentityProviders,
  listInstanceProfiles,
  listPolicies,
} from "../inventory/entities.ts";
import { listCredentials, listRoles, listUsers } from "../inventory/inventory.ts";

const ALL = { limit: 200 };

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
const arnsOf = (attached: readonly { arn: string }[]): string[] => attached.map(({ arn }) => arn).sort(byText);
const tagsOf = (tags: readonly { key: string; value: string }[]) => [...tags].sort((a, b) => byText(a.key, b.key));
const inlineOf = (policies: readonly { name: string; document: string }[]) =>
  policies
    .map(({ name, document }) => ({ name, document: JSON.parse(document), problem: null }))
    .sort((a, b) => byText(a.name, b.name));

/** The last use that AWS reports, with its service and Region where there are such. Whether there was none is another question. */
function usedBy(usage: readonly UsagePattern[], now: Date) {
  const use = lastUse(usage, now);
  if (!use) return { lastUsedAt: null, lastUsedService: null, lastUsedRegion: null };
  const named = (value: string) => (value === "N/A" ? null : value);
  return { lastUse: "at", lastUsedAt: use.at, lastUsedService: named(use.service), lastUsedRegion: named(use.region) };
}

const BY_STRENGTH = ["fido", "hardware", "virtual"] as const;

function userOf(account: EmulatedAccount, user: EmulatedUser) {
  const devices = user.mfaDevices.map(({ kind, serialNumber, enabledAt }) => ({ kind, serialNumber, enabledAt }));
  const { userName, userId, path, createdAt } = user;
  return {
    ...{ userName, userId, path, createdAt },
    arn: arns.user(account, user),
    tags: tagsOf(user.tags),
    groupNames: [...user.groupNames].sort(byText),
    attachedPolicyArns: arnsOf(user.attachedPolicies),
    inlinePolicies: inlineOf(user.inlinePolicies),
    permissionsBoundaryArn: user.permissionsBoundaryArn,
    hasConsolePassword: user.password !== null,
    hasMfa: devices.length > 0,
    mfa: BY_STRENGTH.find((kind) => devices.some((device) => device.kind === kind)) ?? "none",
    mfaDevices: devices.sort((a, b) => byText(a.serialNumber, b.serialNumber)),
    activeAccessKeys: user.accessKeys.filter(({ status }) => status === "Active").length,
    goneAt: null,
  };
}

const inKind = (kind: string, credentialId: string, of: object) => ({ kind, credentialId, goneAt: null, ...of });

/** SSH keys are read in the slow lane alone. */
function credentialsOf(user: EmulatedUser, now: Date) {
  const { userName, userId } = user;
  const holder = { userName, userId, owner: ownerFromTags(user.tags) };
  const statusOf = ({ status }: { status: string }) => status.toLowerCase();
  const keys = user.accessKeys.map((key) => {
    const { accessKeyId, createdAt } = key;
    const of = { ...holder, ...usedBy(key.usage, now), accessKeyId, createdAt, status: statusOf(key) };
    return inKind("access_key", accessKeyId, of);
  });
  const { password } = user;
  const passwords = password
    ? [
        inKind("console_password", `${userId}:console_password`, {
          ...holder,
          status: "active",
          createdAt: password.lastChangedAt,
          lastUsedAt: lastUse(password.usage, now)?.at ?? null,
        }),
      ]
    : [];
  const certificates = user.signingCertificates.map((certificate) =>
    inKind("signing_certificate", certificate.certificateId, {
      ...holder,
      status: statusOf(certificate),
      createdAt: certificate.uploadedAt,
    }),
  );
  const services = user.serviceSpecificCredentials.map((credential) =>
    inKind(
      credential.serviceUserName === null ? "api_key" : "service_specific_credential",
      credential.serviceSpecificCredentialId,
      {
        ...holder,
        status: shownStatus(credential, now).toLowerCase(),
        createdAt: credential.createdAt,
        expiresAt: credential.expiresAt,
        name: credential.serviceUserName ?? credential.serviceCredentialAlias,
        serviceName: credential.serviceName,
      },
    ),
  );
  return [...keys, ...passwords, ...certificates, ...services];
}

/** Those that belong to no user. Root keys and certificates are told apart by their slots in the credential report. */
function accountCredentialsOf({ root, createdAt, serverCertificates }: EmulatedAccount, now: Date) {
  const asRoot = { userName: "<root_account>", userId: null, status: "active" };
  return [
    ...serverCertificates.map(({ serverCertificateId, serverCertificateName, uploadedAt, expiresAt }) =>
      inKind("server_certificate", serverCertificateId, {
        ...{ name: serverCertificateName, createdAt: uploadedAt, expiresAt, status: "active" },
      }),
    ),
    ...(root.passwordEnabled ? [inKind("root_password", "root:password", { ...asRoot, createdAt })] : []),
    ...root.accessKeys.map((key, index) =>
      inKind("root_access_key", `root:access_key_${index + 1}`, {
        ...asRoot,
        createdAt: key.createdAt,
        lastUsedAt: lastUse(key.usage, now)?.at ?? null,
      }),
    ),
    ...root.signingCertificates.map(({ uploadedAt }, index) =>
      inKind("root_signing_certificate", `root:signing_certificate_${index + 1}`, { ...asRoot, createdAt: uploadedAt }),
    ),
  ];
}

/** AWS reports no use of a role that is longer ago. */
const ROLE_USE_DAYS = 400;

function rolesOf(account: EmulatedAccount, now: Date) {
  const profiles = [...account.instanceProfiles.values()];
  return [...account.roles.values()].map((role) => {
    const { roleName, roleId, path, createdAt, description, maxSessionDurationSeconds, permissionsBoundaryArn } = role;
    const use = lastUse(role.usage, now);
    const isTracked = use !== null && now.getTime() - use.at.getTime() <= ROLE_USE_DAYS * MS_PER_DAY;
    return {
      ...{ roleName, roleId, path, createdAt, description, maxSessionDurationSeconds, permissionsBoundaryArn },
      lastUse: isTracked ? "at" : "never",
      lastUsedAt: isTracked ? use.at : null,
      lastUsedRegion: isTracked ? use.region : null,
      arn: arns.role(account, role),
      trust: { document: JSON.parse(role.trustPolicy) },
      tags: tagsOf(role.tags),
      attachedPolicyArns: arnsOf(role.attachedPolicies),
      inlinePolicies: inlineOf(role.inlinePolicies),
      instanceProfileNames: profiles
        .filter((profile) => profile.roleName?.toLowerCase() === roleName.toLowerCase())
        .map(({ instanceProfileName }) => instanceProfileName)
        .sort(byText),
      goneAt: null,
    };
  });
}

function policiesOf(account: EmulatedAccount) {
  const holders = [...account.users.values(), ...account.roles.values(), ...account.groups.values()];
  return [...account.policies.values()].map((policy) => {
    const { policyName, policyId, path, createdAt, defaultVersionId } = policy;
    const arn = arns.policy(account, policy);
    return {
      ...{ policyName, policyId, path, createdAt, defaultVersionId, arn },
      isAwsManaged: false,
      attachmentCount: holders.filter((holder) => holder.attachedPolicies.some((entry) => entry.arn === arn)).length,
      document: JSON.parse(defaultVersionOf(policy).document),
      problem: null,
      goneAt: null,
    };
  });
}

function settingsOf({ alias, passwordPolicy, root }: EmulatedAccount) {
  return {
    alias,
    passwordPolicyState: passwordPolicy ? "own" : "aws_default",
    passwordPolicy: passwordPolicy ?? null,
    root: {
      hasPassword: root.passwordEnabled,
      mfaActive: root.mfa !== "none",
      accessKeys: root.accessKeys.length,
      signingCertificates: root.signingCertificates.length,
    },
  };
}

/** What AWS reports of an account in the calls of an inventory scan, in the words of the lists. */
function reportedByAws(account: EmulatedAccount, { now, reportAt }: { now: Date; reportAt: Date }) {
  const users = [...account.users.values()];
  return {
    users: users.map((user) => userOf(account, user)),
    credentials: [
      ...users.flatMap((user) => credentialsOf(user, reportAt)),
      ...accountCredentialsOf(account, reportAt),
    ],
    roles: rolesOf(account, now),
    policies: policiesOf(account),
    groups: [...account.groups.values()].map((group) => {
      const { groupName, groupId, path, createdAt } = group;
      return {
        ...{ groupName, groupId, path, createdAt },
        arn: arns.group(account, group),
        attachedPolicyArns: arnsOf(group.attachedPolicies),
        inlinePolicies: inlineOf(group.inlinePolicies),
        members: users.filter(({ groupNames }) => groupNames.includes(groupName)).length,
        goneAt: null,
      };
    }),
    instanceProfiles: [...account.instanceProfiles.values()].map((profile) => {
      const { instanceProfileName, instanceProfileId, path, createdAt } = profile;
      const role = account.roles.get(profile.roleName?.toLowerCase() ?? "");
      return {
        ...{ instanceProfileName, instanceProfileId, path, createdAt },
        arn: arns.instanceProfile(account, profile),
        roleName: role?.roleName ?? null,
        roleId: role?.roleId ?? null,
        goneAt: null,
      };
    }),
    identityProviders: [
      ...account.oidcProviders.map(({ arn, url, clientIds, thumbprints, createdAt, tags }) => ({
        ...{ arn, createdAt, kind: "oidc", name: url.replace(/^https:\/\//, ""), tags: tagsOf(tags), goneAt: null },
        clientIds: [...clientIds].sort(byText),
        thumbprints: [...thumbprints].sort(byText),
      })),
      ...account.samlProviders.map(({ arn, createdAt, validUntil }) => ({
        ...{ arn, createdAt, validUntil, kind: "saml", name: arn.split("/").at(-1), goneAt: null },
      })),
    ],
    settings: settingsOf(account),
  };
}

/** The inventory that exists now, as the lists of the product show it. */
async function shownOf({ ctx, account }: Connected) {
  const policies = (await listPolicies(ctx, ALL)).items;
  return {
    users: (await listUsers(ctx, { sort: "userName", ...ALL })).items,
    credentials: (await listCredentials(ctx, { sort: "userName", ...ALL })).items,
    roles: (await listRoles(ctx, { sort: "roleName", ...ALL })).items,
    policies: policies.filter(({ isAwsManaged }) => !isAwsManaged),
    groups: (await listGroups(ctx, ALL)).items,
    instanceProfiles: (await listInstanceProfiles(ctx, ALL)).items,
    identityProviders: (await listIdentityProviders(ctx, ALL)).items,
    settings: await getAccountSettings(ctx, { awsAccountId: account().awsAccountId }),
  };
}

/**
 * Asserts that the inventory shows all that AWS reported of the account in a scan that read everything just now: each thing with each
 * of its values, and nothing else.
 *
 * @param reportAt when AWS made the credential report that the scan read, if it was not made for it.
 */
export async function expectEqualToAws(customer: Connected, reportAt?: Date): Promise<void> {
  const shown = await shownOf(customer);
  const now = customer.emulator.now();
  const reported = reportedByAws(customer.account(), { now, reportAt: reportAt ?? now });
  const idOf = (row: object): string =>
    ("credentialId" in row ? row.credentialId : "arn" in row ? row.arn : "") as string;
  const sorted = <T extends object>(rows: readonly T[]): T[] => rows.toSorted((a, b) => byText(idOf(a), idOf(b)));
  for (const kind of Object.keys(reported) as (keyof typeof reported)[]) {
    const [expected, actual] = [reported[kind], shown[kind]];
    if (Array.isArray(expected)) expect(sorted(actual as object[]), kind).toMatchObject(sorted<object>(expected));
    else expect(actual, kind).toMatchObject(expected);
  }
}
