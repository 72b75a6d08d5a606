import {
  GenerateCredentialReportCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetGroupPolicyCommand,
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetServiceLastAccessedDetailsCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesCommand,
  ListMFADevicesCommand,
  ListOpenIDConnectProvidersCommand,
  ListOrganizationsFeaturesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  ListServerCertificatesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import type { Partition, ReadAction } from "@rolecall/domain";

export type Abort = { abortSignal?: AbortSignal };
export type ProbedAccount = { awsAccountId: string; partition: Partition };
type IamProbe = (iam: IAMClient, abort: Abort, account: ProbedAccount) => Promise<unknown>;

/** Names and ids that no account has: an action that is allowed answers that they do not exist, a denied one AccessDenied. */
const NOBODY = "rolecall-permission-probe";
const NO_SUCH_JOB = "00000000-0000-4000-8000-000000000000";
export const NO_SUCH_ACCESS_KEY = "AKIAROLECALLPROBEAAA";

const NO_SUCH_USER = { UserName: NOBODY };
const NO_SUCH_ROLE = { RoleName: NOBODY };
const NO_SUCH_GROUP = { GroupName: NOBODY };
const ONE = { MaxItems: 1 };

const arnOf = ({ partition, awsAccountId }: ProbedAccount, resource: string) =>
  `arn:${partition}:iam::${awsAccountId}:${resource}`;

/** One small call for each action of IAM. */
export const IAM_PROBES: Readonly<Record<Extract<ReadAction, `iam:${string}`>, IamProbe>> = {
  "iam:GetAccountAuthorizationDetails": (iam, abort) =>
    iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["User"], ...ONE }), abort),
  "iam:GenerateCredentialReport": (iam, abort) => iam.send(new GenerateCredentialReportCommand({}), abort),
  "iam:GetCredentialReport": (iam, abort) => iam.send(new GetCredentialReportCommand({}), abort),
  "iam:ListAccessKeys": (iam, abort) => iam.send(new ListAccessKeysCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:GetAccessKeyLastUsed": (iam, abort) =>
    iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: NO_SUCH_ACCESS_KEY }), abort),
  "iam:ListRoles": (iam, abort) => iam.send(new ListRolesCommand(ONE), abort),
  "iam:ListVirtualMFADevices": (iam, abort) => iam.send(new ListVirtualMFADevicesCommand(ONE), abort),
  "iam:ListMFADevices": (iam, abort) => iam.send(new ListMFADevicesCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:ListSigningCertificates": (iam, abort) =>
    iam.send(new ListSigningCertificatesCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:ListSSHPublicKeys": (iam, abort) => iam.send(new ListSSHPublicKeysCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:ListServiceSpecificCredentials": (iam, abort) =>
    iam.send(new ListServiceSpecificCredentialsCommand(NO_SUCH_USER), abort),
  "iam:ListServerCertificates": (iam, abort) => iam.send(new ListServerCertificatesCommand(ONE), abort),
  "iam:ListInstanceProfiles": (iam, abort) => iam.send(new ListInstanceProfilesCommand(ONE), abort),
  "iam:ListOpenIDConnectProviders": (iam, abort) => iam.send(new ListOpenIDConnectProvidersCommand({}), abort),
  "iam:GetOpenIDConnectProvider": (iam, abort, account) =>
    iam.send(
      new GetOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: arnOf(account, `oidc-provider/${NOBODY}.invalid`),
      }),
      abort,
    ),
  "iam:ListSAMLProviders": (iam, abort) => iam.send(new ListSAMLProvidersCommand({}), abort),
  "iam:GetAccountPasswordPolicy": (iam, abort) => iam.send(new GetAccountPasswordPolicyCommand({}), abort),
  "iam:GetAccountSummary": (iam, abort) => iam.send(new GetAccountSummaryCommand({}), abort),
  "iam:ListAccountAliases": (iam, abort) => iam.send(new ListAccountAliasesCommand(ONE), abort),
  "iam:GenerateServiceLastAccessedDetails": (iam, abort, account) =>
    iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arnOf(account, `user/${NOBODY}`) }), abort),
  "iam:GetServiceLastAccessedDetails": (iam, abort) =>
    iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: NO_SUCH_JOB }), abort),
  "iam:ListUsers": (iam, abort) => iam.send(new ListUsersCommand(ONE), abort),
  "iam:GetUser": (iam, abort) => iam.send(new GetUserCommand(NO_SUCH_USER), abort),
  "iam:GetLoginProfile": (iam, abort) => iam.send(new GetLoginProfileCommand(NO_SUCH_USER), abort),
  "iam:ListGroupsForUser": (iam, abort) => iam.send(new ListGroupsForUserCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:ListAttachedUserPolicies": (iam, abort) =>
    iam.send(new ListAttachedUserPoliciesCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:ListUserPolicies": (iam, abort) => iam.send(new ListUserPoliciesCommand({ ...NO_SUCH_USER, ...ONE }), abort),
  "iam:GetUserPolicy": (iam, abort) =>
    iam.send(new GetUserPolicyCommand({ ...NO_SUCH_USER, PolicyName: NOBODY }), abort),
  "iam:GetRole": (iam, abort) => iam.send(new GetRoleCommand(NO_SUCH_ROLE), abort),
  "iam:ListAttachedRolePolicies": (iam, abort) =>
    iam.send(new ListAttachedRolePoliciesCommand({ ...NO_SUCH_ROLE, ...ONE }), abort),
  "iam:ListRolePolicies": (iam, abort) => iam.send(new ListRolePoliciesCommand({ ...NO_SUCH_ROLE, ...ONE }), abort),
  "iam:GetRolePolicy": (iam, abort) =>
    iam.send(new GetRolePolicyCommand({ ...NO_SUCH_ROLE, PolicyName: NOBODY }), abort),
  "iam:ListGroups": (iam, abort) => iam.send(new ListGroupsCommand(ONE), abort),
  "iam:ListAttachedGroupPolicies": (iam, abort) =>
    iam.send(new ListAttachedGroupPoliciesCommand({ ...NO_SUCH_GROUP, ...ONE }), abort),
  "iam:ListGroupPolicies": (iam, abort) => iam.send(new ListGroupPoliciesCommand({ ...NO_SUCH_GROUP, ...ONE }), abort),
  "iam:GetGroupPolicy": (iam, abort) =>
    iam.send(new GetGroupPolicyCommand({ ...NO_SUCH_GROUP, PolicyName: NOBODY }), abort),
  "iam:ListPolicies": (iam, abort) => iam.send(new ListPoliciesCommand({ Scope: "Local", ...ONE }), abort),
  "iam:GetPolicyVersion": (iam, abort, account) =>
    iam.send(new GetPolicyVersionCommand({ PolicyArn: arnOf(account, `policy/${NOBODY}`), VersionId: "v1" }), abort),
  "iam:ListOrganizationsFeatures": (iam, abort) => iam.send(new ListOrganizationsFeaturesCommand({}), abort),
};
