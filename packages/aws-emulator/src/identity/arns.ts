import type { EmulatedAccount } from "../world/model.ts";

type Named = { path: string };

const iamArn = (account: EmulatedAccount, resource: string) =>
  `arn:${account.partition}:iam::${account.awsAccountId}:${resource}`;

/** ARNs of what an account holds. */
export const arns = {
  root: (account: EmulatedAccount) => iamArn(account, "root"),
  user: (account: EmulatedAccount, user: Named & { userName: string }) =>
    iamArn(account, `user${user.path}${user.userName}`),
  role: (account: EmulatedAccount, role: Named & { roleName: string }) =>
    iamArn(account, `role${role.path}${role.roleName}`),
  group: (account: EmulatedAccount, group: Named & { groupName: string }) =>
    iamArn(account, `group${group.path}${group.groupName}`),
  policy: (account: EmulatedAccount, policy: Named & { policyName: string }) =>
    iamArn(account, `policy${policy.path}${policy.policyName}`),
  instanceProfile: (account: EmulatedAccount, profile: Named & { instanceProfileName: string }) =>
    iamArn(account, `instance-profile${profile.path}${profile.instanceProfileName}`),
  serverCertificate: (account: EmulatedAccount, certificate: Named & { serverCertificateName: string }) =>
    iamArn(account, `server-certificate${certificate.path}${certificate.serverCertificateName}`),
  rootMfaDevice: (account: EmulatedAccount) => iamArn(account, "mfa/root-account-mfa-device"),
  any: iamArn,
};
