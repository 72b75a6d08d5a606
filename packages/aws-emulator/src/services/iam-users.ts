import { arns } from "../identity/arns.ts";
import { findAccessKeyIn } from "../identity/caller.ts";
import type { EmulatedAccessKey, EmulatedUser } from "../model.ts";
import { errors } from "../protocol/aws-error.ts";
import { element, encodePolicy, list, wrap } from "../protocol/query-xml.ts";
import { lastUse } from "../usage.ts";
import type { AccountCall, IamAction } from "./action.ts";
import { attachedXml, boundaryXml, groupXml, tagsXml, userXml } from "./iam-entity-xml.ts";
import { paginate } from "./paging.ts";

/** @throws AwsError NoSuchEntity. */
export function getUser({ account }: AccountCall, userName: string): EmulatedUser {
  const user = account.users.get(userName.toLowerCase());
  if (!user) throw errors.noSuchEntity(`The user with name ${userName} cannot be found.`);
  return user;
}

/** The user that is named, or the one that calls; null for the root user. @throws AwsError ValidationError for a role. */
export function namedOrCalling(call: AccountCall): EmulatedUser | null {
  const userName = call.params.optional("UserName");
  if (userName !== null) return getUser(call, userName);
  if (call.caller.kind === "user") return call.caller.user;
  if (call.caller.kind === "root") return null;
  throw errors.validation("Must specify userName when calling with non-User credentials");
}

/** The ARN on which an action on a user is authorized; the name counts where there is no such user. */
export function userResource({ account, params, caller }: AccountCall): string {
  const userName = params.optional("UserName");
  if (userName === null) return caller.kind === "user" ? arns.user(account, caller.user) : arns.any(account, "user/");
  const user = account.users.get(userName.toLowerCase());
  return user ? arns.user(account, user) : arns.any(account, `user/${userName}`);
}

const onUser = (handle: (call: AccountCall) => string): IamAction => ({ resource: userResource, handle });
const onAllUsers = (handle: (call: AccountCall) => string): IamAction => ({
  resource: ({ account }) => arns.any(account, "user/"),
  handle,
});

function passwordLastUsedXml({ password }: EmulatedUser, now: Date): string {
  if (!password || password.noInformation) return "";
  return element("PasswordLastUsed", lastUse(password.usage, now)?.at);
}

function listUsers(call: AccountCall): string {
  const prefix = call.params.optional("PathPrefix") ?? "/";
  const users = [...call.account.users.values()].filter((user) => user.path.startsWith(prefix));
  const { items, tail } = paginate(call, users, (user) => user.userName.toLowerCase());
  return list("Users", items, (user) => userXml(call.account, user) + passwordLastUsedXml(user, call.now)) + tail;
}

function getUserResult(call: AccountCall): string {
  const user = namedOrCalling(call);
  if (user === null) return rootUserXml(call);
  return wrap(
    "User",
    userXml(call.account, user) +
      passwordLastUsedXml(user, call.now) +
      boundaryXml(user.permissionsBoundaryArn) +
      tagsXml(user.tags),
  );
}

const rootUserXml = ({ account, now }: AccountCall): string =>
  wrap(
    "User",
    element("UserId", account.awsAccountId) +
      element("Arn", arns.root(account)) +
      element("CreateDate", account.createdAt) +
      element("PasswordLastUsed", lastUse(account.root.passwordUsage, now)?.at),
  );

function listAccessKeys(call: AccountCall): string {
  const user = namedOrCalling(call);
  const keys: readonly EmulatedAccessKey[] = user ? user.accessKeys : call.account.root.accessKeys;
  const { items, tail } = paginate(call, keys, (key) => key.accessKeyId);
  return (
    list(
      "AccessKeyMetadata",
      items,
      (key) =>
        element("UserName", user?.userName) +
        element("AccessKeyId", key.accessKeyId) +
        element("Status", key.status) +
        element("CreateDate", key.createdAt),
    ) + tail
  );
}

/** A key of another account looks like a key that does not exist. */
function getAccessKeyLastUsed({ account, params, now }: AccountCall): string {
  const accessKeyId = params.required("AccessKeyId");
  const found = findAccessKeyIn(account, accessKeyId);
  if (!found) throw errors.noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
  const used = lastUse(found.key.usage, now);
  const details =
    element("LastUsedDate", used?.at) +
    element("ServiceName", used?.service ?? "N/A") +
    element("Region", used?.region ?? "N/A");
  return element("UserName", found.user?.userName ?? "root") + wrap("AccessKeyLastUsed", details);
}

function getLoginProfile(call: AccountCall): string {
  const user = getUser(call, call.params.required("UserName"));
  if (!user.password) throw errors.noSuchEntity(`Login Profile for User ${user.userName} cannot be found.`);
  return wrap(
    "LoginProfile",
    element("UserName", user.userName) +
      element("CreateDate", user.password.createdAt) +
      element("PasswordResetRequired", false),
  );
}

function listMfaDevices(call: AccountCall): string {
  const user = namedOrCalling(call);
  const { items, tail } = paginate(call, user?.mfaDevices ?? [], (device) => device.serialNumber);
  return (
    list(
      "MFADevices",
      items,
      (device) =>
        element("UserName", user?.userName) +
        element("SerialNumber", device.serialNumber) +
        element("EnableDate", device.enabledAt),
    ) + tail
  );
}

function listAttachedUserPolicies(call: AccountCall): string {
  const user = getUser(call, call.params.required("UserName"));
  const { items, tail } = paginate(call, user.attachedPolicies, (policy) => policy.arn);
  return attachedXml("AttachedPolicies", items) + tail;
}

function listUserPolicies(call: AccountCall): string {
  const user = getUser(call, call.params.required("UserName"));
  const { items, tail } = paginate(call, user.inlinePolicies, (policy) => policy.name);
  return `<PolicyNames>${items.map((policy) => element("member", policy.name)).join("")}</PolicyNames>${tail}`;
}

function getUserPolicy(call: AccountCall): string {
  const user = getUser(call, call.params.required("UserName"));
  const name = call.params.required("PolicyName");
  const policy = user.inlinePolicies.find((candidate) => candidate.name === name);
  if (!policy) throw errors.noSuchEntity(`The user policy with name ${name} cannot be found.`);
  return (
    element("UserName", user.userName) +
    element("PolicyName", policy.name) +
    element("PolicyDocument", encodePolicy(policy.document))
  );
}

function listGroupsForUser(call: AccountCall): string {
  const user = getUser(call, call.params.required("UserName"));
  const groups = user.groupNames.flatMap((name) => call.account.groups.get(name.toLowerCase()) ?? []);
  const { items, tail } = paginate(call, groups, (group) => group.groupName.toLowerCase());
  return list("Groups", items, (group) => groupXml(call.account, group)) + tail;
}

/** Credentials that no emulated user has: the user must exist, the list is empty. */
const noneOf =
  (name: string) =>
  (call: AccountCall): string => {
    namedOrCalling(call);
    return `<${name}></${name}>${element("IsTruncated", false)}`;
  };

function listServiceSpecificCredentials(call: AccountCall): string {
  if (call.params.optional("AllUsers") !== "true") namedOrCalling(call);
  return `<ServiceSpecificCredentials></ServiceSpecificCredentials>${element("IsTruncated", false)}`;
}

export const USER_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListUsers: onAllUsers(listUsers),
  GetUser: onUser(getUserResult),
  ListAccessKeys: onUser(listAccessKeys),
  GetAccessKeyLastUsed: {
    resource: ({ account, params }) => {
      const user = findAccessKeyIn(account, params.optional("AccessKeyId") ?? "")?.user;
      return user ? arns.user(account, user) : arns.any(account, "user/");
    },
    handle: getAccessKeyLastUsed,
  },
  GetLoginProfile: onUser(getLoginProfile),
  ListMFADevices: onUser(listMfaDevices),
  ListAttachedUserPolicies: onUser(listAttachedUserPolicies),
  ListUserPolicies: onUser(listUserPolicies),
  GetUserPolicy: onUser(getUserPolicy),
  ListGroupsForUser: onUser(listGroupsForUser),
  ListUserTags: onUser((call) => {
    const { tags } = getUser(call, call.params.required("UserName"));
    return (tagsXml(tags) || "<Tags></Tags>") + element("IsTruncated", false);
  }),
  ListSSHPublicKeys: onUser(noneOf("SSHPublicKeys")),
  ListSigningCertificates: onUser(noneOf("Certificates")),
  ListServiceSpecificCredentials: onUser(listServiceSpecificCredentials),
};
