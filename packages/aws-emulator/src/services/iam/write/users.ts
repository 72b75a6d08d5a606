import { randomBytes } from "node:crypto";
import { arns } from "../../../identity/arns.ts";
import { randomId } from "../../../identity/ids.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { element, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedAccessKey, EmulatedUser, UsagePattern } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { namedOrCalling, requiredUser, userResource } from "../read/named-user.ts";
import { tagsXml, userXml } from "../xml/entity-xml.ts";

const MAX_ACCESS_KEYS = 2;
const NAME = /^[\w+=,.@-]{1,64}$/;

/** @throws AwsError ValidationError for a name that IAM does not take. */
export function checkName(field: string, name: string): void {
  if (NAME.test(name)) return;
  throw errors.validation(
    `The specified value for ${field} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

function createUser(call: AccountCall): string {
  const { account, params, now } = call;
  const userName = params.required("UserName");
  checkName("userName", userName);
  if (account.users.has(userName.toLowerCase())) {
    throw errors.alreadyExists(`User with name ${userName} already exists.`);
  }
  const user: EmulatedUser = {
    userId: randomId("AIDA", 17),
    userName,
    path: params.optional("Path") ?? "/",
    createdAt: now,
    tags: params.tags(),
    groupNames: [],
    attachedPolicies: [],
    inlinePolicies: [],
    permissionsBoundaryArn: params.optional("PermissionsBoundary"),
    password: null,
    mfaDevices: [],
    accessKeys: [],
    sshPublicKeys: [],
    signingCertificates: [],
    serviceSpecificCredentials: [],
  };
  account.users.set(userName.toLowerCase(), user);
  return wrap("User", userXml(account, user) + tagsXml(user.tags));
}

/** What must be gone before a user can be deleted, in the order in which IAM complains. */
const USER_PARTS: readonly { of: (user: EmulatedUser) => number; message: string }[] = [
  { of: (user) => user.accessKeys.length, message: "must delete access keys first." },
  { of: (user) => user.signingCertificates.length, message: "must delete signing certificates first." },
  { of: (user) => user.sshPublicKeys.length, message: "must delete SSH public keys first." },
  { of: (user) => user.serviceSpecificCredentials.length, message: "must delete service specific credentials first." },
  { of: (user) => user.mfaDevices.length, message: "must deactivate MFA device first." },
  { of: (user) => user.inlinePolicies.length, message: "must delete policies first." },
  { of: (user) => user.attachedPolicies.length, message: "must detach all policies first." },
  { of: (user) => (user.password ? 1 : 0), message: "must delete login profile first." },
  { of: (user) => user.groupNames.length, message: "must remove users from group first." },
];

function deleteUser(call: AccountCall): null {
  const user = requiredUser(call);
  const part = USER_PARTS.find(({ of }) => of(user) > 0);
  if (part) throw errors.deleteConflict(`Cannot delete entity, ${part.message}`);
  call.account.users.delete(user.userName.toLowerCase());
  return null;
}

function createAccessKey(call: AccountCall): string {
  const user = namedOrCalling(call);
  const keys = user?.accessKeys ?? call.account.root.accessKeys;
  if (keys.length >= MAX_ACCESS_KEYS) {
    throw errors.limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_ACCESS_KEYS}`);
  }
  const key: EmulatedAccessKey = {
    accessKeyId: randomId("AKIA", 16),
    secretAccessKey: randomBytes(30).toString("base64"),
    status: "Active",
    createdAt: call.now,
    usage: [],
  };
  keys.push(key);
  return wrap(
    "AccessKey",
    element("UserName", user?.userName) +
      element("AccessKeyId", key.accessKeyId) +
      element("Status", key.status) +
      element("SecretAccessKey", key.secretAccessKey) +
      element("CreateDate", key.createdAt),
  );
}

function findOwnKey(call: AccountCall): { keys: EmulatedAccessKey[]; key: EmulatedAccessKey } {
  const accessKeyId = call.params.required("AccessKeyId");
  const keys = namedOrCalling(call)?.accessKeys ?? call.account.root.accessKeys;
  const key = keys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (!key) throw errors.noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
  return { keys, key };
}

/** A key that was deactivated is not used on: what used it gets errors, and has another key by the time it is active again. */
function updateAccessKey(call: AccountCall): null {
  const { key } = findOwnKey(call);
  const status = call.params.required("Status");
  if (status !== "Active" && status !== "Inactive") {
    throw errors.validation(
      `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    );
  }
  if (status === "Inactive") key.usage = key.usage.map((pattern) => endingAt(pattern, call.now));
  key.status = status;
  return null;
}

const endingAt = (pattern: UsagePattern, at: Date): UsagePattern =>
  pattern.until !== null && pattern.until <= at ? pattern : { ...pattern, until: at };

function deleteAccessKey(call: AccountCall): null {
  const { keys, key } = findOwnKey(call);
  keys.splice(keys.indexOf(key), 1);
  return null;
}

function createLoginProfile(call: AccountCall): string {
  const user = requiredUser(call);
  call.params.required("Password");
  if (user.password) throw errors.alreadyExists(`Login Profile for user ${user.userName} already exists.`);
  const resetRequired = call.params.optional("PasswordResetRequired") === "true";
  user.password = { createdAt: call.now, lastChangedAt: call.now, usage: [], resetRequired };
  return wrap(
    "LoginProfile",
    element("UserName", user.userName) +
      element("CreateDate", call.now) +
      element("PasswordResetRequired", resetRequired),
  );
}

function deleteLoginProfile(call: AccountCall): null {
  const user = requiredUser(call);
  if (!user.password) throw errors.noSuchEntity(`Login Profile for User ${user.userName} cannot be found.`);
  user.password = null;
  return null;
}

function tagUser(call: AccountCall): null {
  const user = requiredUser(call);
  const added = call.params.tags();
  const kept = user.tags.filter((tag) => !added.some(({ key }) => key === tag.key));
  user.tags = [...kept, ...added];
  return null;
}

function removeUserFromGroup(call: AccountCall): null {
  const user = requiredUser(call);
  const groupName = call.params.required("GroupName");
  const left = user.groupNames.filter((name) => name.toLowerCase() !== groupName.toLowerCase());
  if (left.length === user.groupNames.length)
    throw errors.noSuchEntity(`User ${user.userName} is not in group ${groupName}.`);
  user.groupNames = left;
  return null;
}

const write = (handle: (call: AccountCall) => string | null): IamAction => ({ resource: userResource, handle });

export const USER_WRITES: Readonly<Record<string, IamAction>> = {
  CreateUser: {
    resource: ({ account, params }) =>
      arns.any(account, `user${params.optional("Path") ?? "/"}${params.optional("UserName") ?? ""}`),
    handle: createUser,
  },
  DeleteUser: write(deleteUser),
  CreateAccessKey: write(createAccessKey),
  UpdateAccessKey: write(updateAccessKey),
  DeleteAccessKey: write(deleteAccessKey),
  CreateLoginProfile: write(createLoginProfile),
  DeleteLoginProfile: write(deleteLoginProfile),
  RemoveUserFromGroup: {
    resource: ({ account, params }) => arns.any(account, `group/${params.optional("GroupName") ?? ""}`),
    handle: removeUserFromGroup,
  },
  TagUser: write(tagUser),
};
