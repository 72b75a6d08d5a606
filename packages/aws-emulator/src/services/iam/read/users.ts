import { arns } from "../../../identity/arns.ts";
import { findAccessKeyIn } from "../../../identity/caller.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedAccessKey, EmulatedUser } from "../../../world/model.ts";
import { lastUse } from "../../../world/usage.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { allTagsXml, boundaryXml, groupXml, tagsXml, userXml } from "../xml/entity-xml.ts";
import { holderPolicyActions } from "./holder-policies.ts";
import { namedOrCalling, onUser, requiredUser, userResource } from "./named-user.ts";

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
  const user = requiredUser(call);
  if (!user.password) throw errors.noSuchEntity(`Login Profile for User ${user.userName} cannot be found.`);
  return wrap(
    "LoginProfile",
    element("UserName", user.userName) +
      element("CreateDate", user.password.createdAt) +
      element("PasswordResetRequired", user.password.resetRequired ?? false),
  );
}

function listGroupsForUser(call: AccountCall): string {
  const user = requiredUser(call);
  const groups = user.groupNames.flatMap((name) => call.account.groups.get(name.toLowerCase()) ?? []);
  const { items, tail } = paginate(call, groups, (group) => group.groupName.toLowerCase());
  return list("Groups", items, (group) => groupXml(call.account, group)) + tail;
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
  ...holderPolicyActions("User", { find: requiredUser, nameOf: ({ userName }) => userName, resource: userResource }),
  ListGroupsForUser: onUser(listGroupsForUser),
  ListUserTags: onUser((call) => {
    const { tags } = requiredUser(call);
    return allTagsXml(tags) + element("IsTruncated", false);
  }),
};
