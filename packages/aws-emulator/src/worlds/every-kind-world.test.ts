import { expect, it } from "vitest";
import { shownStatus } from "../world/service-credentials.ts";
import { EVERY_KIND_WORLD } from "./every-kind-parts.ts";
import { everyKindWorld } from "./every-kind-world.ts";

const account = everyKindWorld().initial().accounts.get(EVERY_KIND_WORLD.awsAccountId)!;
const users = [...account.users.values()];
const roles = [...account.roles.values()];
const groups = [...account.groups.values()];
const devices = users.flatMap(({ mfaDevices }) => mfaDevices);
const credentials = users.flatMap(({ serviceSpecificCredentials }) => serviceSpecificCredentials);
const { now } = EVERY_KIND_WORLD;

const byKey = <T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> =>
  Object.fromEntries(
    [...new Set(items.map(keyOf))].map((key) => [key, items.filter((item) => keyOf(item) === key).length]),
  );

it.each([
  ["users", users],
  ["users with tags", users.filter(({ tags }) => tags.length > 0)],
  ["passwords", users.filter(({ password }) => password)],
  ["access keys", users.flatMap(({ accessKeys }) => accessKeys)],
  ["SSH public keys", users.flatMap(({ sshPublicKeys }) => sshPublicKeys)],
  ["signing certificates", users.flatMap(({ signingCertificates }) => signingCertificates)],
  ["service-specific credentials", credentials],
  ["credentials that expire", credentials.filter(({ expiresAt }) => expiresAt)],
  ["the root user's keys", account.root.accessKeys],
  ["the root user's certificates", account.root.signingCertificates],
  ["boundaries", [...users, ...roles].filter(({ permissionsBoundaryArn }) => permissionsBoundaryArn)],
  ["users' inline policies", users.flatMap(({ inlinePolicies }) => inlinePolicies)],
  ["roles' inline policies", roles.flatMap(({ inlinePolicies }) => inlinePolicies)],
  ["groups' inline policies", groups.flatMap(({ inlinePolicies }) => inlinePolicies)],
  ["groups", groups],
  ["policies", [...account.policies.values()]],
  ["instance profiles with a role", [...account.instanceProfiles.values()].filter(({ roleName }) => roleName)],
  ["server certificates", account.serverCertificates],
  ["OIDC providers", account.oidcProviders],
  ["SAML providers", account.samlProviders],
  ["unassigned MFA devices", account.unassignedMfaDevices],
])("has at least two of %s", (_, found) => {
  expect(found.length).toBeGreaterThanOrEqual(2);
});

it("has every status, MFA kind and service", () => {
  expect(Object.keys(byKey(devices, ({ kind }) => kind)).sort()).toEqual(["fido", "hardware", "virtual"]);
  expect(Math.min(...Object.values(byKey(devices, ({ kind }) => kind)))).toBeGreaterThanOrEqual(2);
  const keys = users.flatMap(({ accessKeys }) => accessKeys);
  expect(Object.keys(byKey(keys, ({ status }) => status)).sort()).toEqual(["Active", "Expired", "Inactive"]);
  const statuses = byKey(credentials, (credential) => shownStatus(credential, now));
  expect(Object.keys(statuses).sort()).toEqual(["Active", "Expired", "Inactive"]);
  expect(new Set(credentials.map(({ serviceName }) => serviceName)).size).toBeGreaterThanOrEqual(5);
});

it("has what is odd: an expired and a valid certificate and provider, an old default version, an empty profile", () => {
  const expired = [
    account.serverCertificates.map(({ expiresAt }) => expiresAt < now),
    account.samlProviders.map(({ validUntil }) => validUntil < now),
  ];
  for (const ended of expired) expect(ended.toSorted()).toEqual([false, true]);
  const policy = account.policies.get("three-versions")!;
  expect(policy.versions).toHaveLength(3);
  expect(policy.defaultVersionId).not.toBe(policy.versions.at(-1)!.versionId);
  expect([...account.instanceProfiles.values()].filter(({ roleName }) => roleName === null)).toHaveLength(1);
});

it("has no id twice, and nothing from the future", () => {
  const ids = [
    ...users.map(({ userId }) => userId),
    ...roles.map(({ roleId }) => roleId),
    ...groups.map(({ groupId }) => groupId),
    ...[...account.policies.values()].map(({ policyId }) => policyId),
    ...[...account.instanceProfiles.values()].map(({ instanceProfileId }) => instanceProfileId),
    ...account.serverCertificates.map(({ serverCertificateId }) => serverCertificateId),
    ...credentials.map(({ serviceSpecificCredentialId }) => serviceSpecificCredentialId),
    ...users.flatMap((user) => user.sshPublicKeys.map(({ sshPublicKeyId }) => sshPublicKeyId)),
    ...[account.root, ...users].flatMap((owner) => owner.signingCertificates.map(({ certificateId }) => certificateId)),
    ...[account.root, ...users].flatMap((owner) => owner.accessKeys.map(({ accessKeyId }) => accessKeyId)),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  const made = [...users, ...roles, ...groups, ...credentials].map(({ createdAt }) => createdAt);
  expect(made.filter((at) => at > now)).toEqual([]);
});
