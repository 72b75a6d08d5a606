import { arns } from "../identity/arns.ts";
import type { EmulatedAccount } from "../model.ts";
import { errors } from "../protocol/aws-error.ts";
import { element, list, wrap } from "../protocol/query-xml.ts";
import type { AccountCall, IamAction } from "./action.ts";
import { instanceProfileXml, userXml } from "./iam-entity-xml.ts";
import { paginate } from "./paging.ts";

const MALFORMED_REPORT = 'user,arn\n<root_account>,"arn:aws:iam::';

function getCredentialReport({ account, reports, now, malformedReport }: AccountCall): string {
  const { csv, generatedAt } = reports.get(account, now);
  return (
    element("Content", Buffer.from(malformedReport ? MALFORMED_REPORT : csv).toString("base64")) +
    element("ReportFormat", "text/csv") +
    element("GeneratedTime", generatedAt)
  );
}

function generateCredentialReport({ account, reports, now }: AccountCall): string {
  const state = reports.generate(account, now);
  const description = state === "STARTED" ? "No report exists. Starting a new report generation task" : null;
  return element("State", state) + element("Description", description);
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
function accountSummary(account: EmulatedAccount): Record<string, number> {
  const { root, users, roles, groups, policies, oidcProviders, samlProviders } = account;
  const userDevices = [...users.values()].reduce((sum, user) => sum + user.mfaDevices.length, 0);
  const rootDevices = root.mfa === "none" ? 0 : 1;
  const instanceProfiles = [...roles.values()].reduce((sum, role) => sum + role.instanceProfileNames.length, 0);
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
    PolicyVersionsInUse: policies.size,
    PolicyVersionsInUseQuota: 10_000,
    VersionsPerPolicyQuota: 5,
    InstanceProfiles: instanceProfiles,
    InstanceProfilesQuota: 1_000,
    Providers: oidcProviders.length + samlProviders.length,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    MFADevices: userDevices + rootDevices,
    MFADevicesInUse: userDevices + rootDevices,
    AccountMFAEnabled: rootDevices,
    AccountAccessKeysPresent: root.accessKeys.length > 0 ? 1 : 0,
    AccountPasswordPresent: root.passwordEnabled ? 1 : 0,
    AccountSigningCertificatesPresent: 0,
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

const summaryXml = (summary: Record<string, number>) =>
  wrap(
    "SummaryMap",
    Object.entries(summary)
      .map(([key, value]) => wrap("entry", element("key", key) + element("value", value)))
      .join(""),
  );

function getAccountPasswordPolicy({ account }: AccountCall): string {
  const policy = account.passwordPolicy;
  if (!policy) {
    throw errors.noSuchEntity(`The Password Policy with domain name ${account.awsAccountId} cannot be found.`);
  }
  return wrap(
    "PasswordPolicy",
    element("MinimumPasswordLength", policy.minimumLength) +
      element("RequireSymbols", true) +
      element("RequireNumbers", true) +
      element("RequireUppercaseCharacters", true) +
      element("RequireLowercaseCharacters", true) +
      element("AllowUsersToChangePassword", true) +
      element("ExpirePasswords", policy.maxPasswordAgeDays !== null) +
      element("MaxPasswordAge", policy.maxPasswordAgeDays) +
      element("PasswordReusePrevention", policy.reusePrevention) +
      element("HardExpiry", false),
  );
}

function listAccountAliases({ account }: AccountCall): string {
  return `<AccountAliases>${element("member", account.alias)}</AccountAliases>${element("IsTruncated", false)}`;
}

/** Every virtual device of the emulated accounts is assigned to somebody. */
function listVirtualMfaDevices(call: AccountCall): string {
  const { account, params } = call;
  const devices = params.optional("AssignmentStatus") === "Unassigned" ? [] : virtualDevices(account);
  const { items, tail } = paginate(call, devices, (device) => device.serialNumber);
  return (
    list(
      "VirtualMFADevices",
      items,
      (device) =>
        element("SerialNumber", device.serialNumber) +
        element("EnableDate", device.enabledAt) +
        wrap("User", device.ownerXml),
    ) + tail
  );
}

function virtualDevices(account: EmulatedAccount) {
  const ofUsers = [...account.users.values()].flatMap((user) =>
    user.mfaDevices
      .filter((device) => device.kind === "virtual")
      .map((device) => ({ ...device, ownerXml: userXml(account, user) })),
  );
  if (account.root.mfa !== "virtual") return ofUsers;
  const ownerXml =
    element("UserId", account.awsAccountId) +
    element("Arn", arns.root(account)) +
    element("CreateDate", account.createdAt);
  return [...ofUsers, { serialNumber: arns.rootMfaDevice(account), enabledAt: account.createdAt, ownerXml }];
}

function listInstanceProfiles(call: AccountCall): string {
  const profiles = [...call.account.roles.values()].flatMap((role) =>
    role.instanceProfileNames.map((name) => ({ name, role })),
  );
  const { items, tail } = paginate(call, profiles, ({ name }) => name.toLowerCase());
  return list("InstanceProfiles", items, ({ name, role }) => instanceProfileXml(call.account, role, name)) + tail;
}

function getOpenIdConnectProvider({ account, params }: AccountCall): string {
  const arn = params.required("OpenIDConnectProviderArn");
  const provider = account.oidcProviders.find((candidate) => candidate.arn === arn);
  if (!provider) throw errors.noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  const clientIds = provider.clientIds.map((id) => element("member", id)).join("");
  return (
    element("Url", provider.url.replace(/^https:\/\//, "")) +
    wrap("ClientIDList", clientIds) +
    "<ThumbprintList></ThumbprintList>" +
    element("CreateDate", provider.createdAt)
  );
}

function getSamlProvider({ account, params }: AccountCall): string {
  const arn = params.required("SAMLProviderArn");
  const provider = account.samlProviders.find((candidate) => candidate.arn === arn);
  if (!provider) throw errors.noSuchEntity(`SAMLProvider ${arn} does not exist`);
  return element("CreateDate", provider.createdAt) + element("ValidUntil", provider.validUntil);
}

const anywhere = (handle: (call: AccountCall) => string): IamAction => ({ resource: () => "*", handle });

export const ACCOUNT_ACTIONS: Readonly<Record<string, IamAction>> = {
  GenerateCredentialReport: anywhere(generateCredentialReport),
  GetCredentialReport: anywhere(getCredentialReport),
  GetAccountSummary: anywhere(({ account }) => summaryXml(accountSummary(account))),
  GetAccountPasswordPolicy: anywhere(getAccountPasswordPolicy),
  ListAccountAliases: anywhere(listAccountAliases),
  ListVirtualMFADevices: anywhere(listVirtualMfaDevices),
  ListInstanceProfiles: {
    resource: ({ account }) => arns.any(account, "instance-profile/"),
    handle: listInstanceProfiles,
  },
  ListOpenIDConnectProviders: anywhere(({ account }) =>
    list("OpenIDConnectProviderList", account.oidcProviders, ({ arn }) => element("Arn", arn)),
  ),
  GetOpenIDConnectProvider: {
    resource: ({ params }) => params.required("OpenIDConnectProviderArn"),
    handle: getOpenIdConnectProvider,
  },
  ListSAMLProviders: anywhere(({ account }) =>
    list(
      "SAMLProviderList",
      account.samlProviders,
      ({ arn, validUntil, createdAt }) =>
        element("Arn", arn) + element("ValidUntil", validUntil) + element("CreateDate", createdAt),
    ),
  ),
  GetSAMLProvider: { resource: ({ params }) => params.required("SAMLProviderArn"), handle: getSamlProvider },
  ListServerCertificates: anywhere(
    () => `<ServerCertificateMetadataList></ServerCertificateMetadataList>${element("IsTruncated", false)}`,
  ),
};
