import type { EmulatedAccount } from "../../../world/model.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export function accountSummary(account: EmulatedAccount): Record<string, number> {
  const { root, users, roles, groups, policies, instanceProfiles, oidcProviders, samlProviders } = account;
  const userDevices = [...users.values()].reduce((sum, user) => sum + user.mfaDevices.length, 0);
  const rootDevices = root.mfa === "none" ? 0 : 1;
  const policyVersions = [...policies.values()].reduce((sum, policy) => sum + policy.versions.length, 0);
  return {
    Users: users.size,
    UsersQuota: 5_000,
    Groups: groups.size,
    GroupsQuota: 300,
    Roles: roles.size,
    RolesQuota: Math.max(1_000, roles.size),
    Policies: policies.size,
    PoliciesQuota: 1_500,
    PolicySizeQuota: 6_144,
    PolicyVersionsInUse: policyVersions,
    PolicyVersionsInUseQuota: 10_000,
    VersionsPerPolicyQuota: 5,
    InstanceProfiles: instanceProfiles.size,
    InstanceProfilesQuota: Math.max(1_000, instanceProfiles.size),
    Providers: oidcProviders.length + samlProviders.length,
    ServerCertificates: account.serverCertificates.length,
    ServerCertificatesQuota: 20,
    MFADevices: userDevices + rootDevices + account.unassignedMfaDevices.length,
    MFADevicesInUse: userDevices + rootDevices,
    AccountMFAEnabled: rootDevices,
    AccountAccessKeysPresent: root.accessKeys.length > 0 ? 1 : 0,
    AccountPasswordPresent: root.passwordEnabled ? 1 : 0,
    AccountSigningCertificatesPresent: root.signingCertificates.length > 0 ? 1 : 0,
    AccessKeysPerUserQuota: 2,
    SigningCertificatesPerUserQuota: 2,
    GroupsPerUserQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerGroupQuota: 10,
    UserPolicySizeQuota: 2_048,
    RolePolicySizeQuota: 10_240,
    GroupPolicySizeQuota: 5_120,
    AssumeRolePolicySizeQuota: 2_048,
    GlobalEndpointTokenVersion: 1,
  };
}
