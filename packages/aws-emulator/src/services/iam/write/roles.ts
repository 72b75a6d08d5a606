import { randomId } from "../../../identity/ids.ts";
import { isIdentityPolicy, isTrustPolicy } from "../../../identity/policy-document.ts";
import { AwsError, errors } from "../../../protocol/aws-error.ts";
import type { EmulatedAccount, EmulatedRole } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { fullRoleXml, getRole, roleResource } from "../read/roles.ts";
import { instanceProfilesByRole } from "../xml/entity-xml.ts";
import { findPolicy } from "../xml/policy-xml.ts";
import { checkName } from "./users.ts";

const MIN_DURATION_SECONDS = 3_600;
const MAX_DURATION_SECONDS = 43_200;
const MAX_ATTACHED_POLICIES = 10;

function readTrustPolicy(document: string): string {
  if (!isTrustPolicy(document)) throw errors.malformedPolicy("This policy contains invalid Json or grammar");
  return document;
}

function createRole(call: AccountCall): string {
  const { account, params, now } = call;
  const roleName = params.required("RoleName");
  checkName("roleName", roleName);
  if (account.roles.has(roleName.toLowerCase())) {
    throw errors.alreadyExists(`Role with name ${roleName} already exists.`);
  }
  const range = { min: MIN_DURATION_SECONDS, max: MAX_DURATION_SECONDS, fallback: MIN_DURATION_SECONDS };
  const role: EmulatedRole = {
    roleId: randomId("AROA", 17),
    roleName,
    path: params.optional("Path") ?? "/",
    createdAt: now,
    description: params.optional("Description"),
    maxSessionDurationSeconds: params.integer("MaxSessionDuration", range),
    trustPolicy: readTrustPolicy(params.required("AssumeRolePolicyDocument")),
    tags: params.tags(),
    attachedPolicies: [],
    inlinePolicies: [],
    permissionsBoundaryArn: params.optional("PermissionsBoundary"),
    usage: [],
  };
  account.roles.set(roleName.toLowerCase(), role);
  return fullRoleXml(call, role);
}

/** What must be gone before a role can be deleted. */
const ROLE_PARTS: readonly { of: (role: EmulatedRole, account: EmulatedAccount) => number; message: string }[] = [
  { of: (role) => role.inlinePolicies.length, message: "must delete policies first." },
  { of: (role) => role.attachedPolicies.length, message: "must detach all policies first." },
  {
    of: ({ roleName }, account) => (instanceProfilesByRole(account).get(roleName.toLowerCase()) ?? []).length,
    message: "must remove roles from instance profile first.",
  },
];

/** A service-linked role belongs to its service: no customer can change it. */
function getChangeableRole(call: AccountCall): EmulatedRole {
  const role = getRole(call);
  if (!role.path.startsWith("/aws-service-role/")) return role;
  throw new AwsError(
    "UnmodifiableEntity",
    `Cannot perform the operation on the protected role '${role.roleName}' - this role is only modifiable by AWS`,
  );
}

function deleteRole(call: AccountCall): null {
  const role = getChangeableRole(call);
  const part = ROLE_PARTS.find(({ of }) => of(role, call.account) > 0);
  if (part) throw errors.deleteConflict(`Cannot delete entity, ${part.message}`);
  call.account.roles.delete(role.roleName.toLowerCase());
  return null;
}

function updateAssumeRolePolicy(call: AccountCall): null {
  getChangeableRole(call).trustPolicy = readTrustPolicy(call.params.required("PolicyDocument"));
  return null;
}

/** What is not given stays as it is. */
function updateRole(call: AccountCall): string {
  const role = getChangeableRole(call);
  const fallback = role.maxSessionDurationSeconds;
  const range = { min: MIN_DURATION_SECONDS, max: MAX_DURATION_SECONDS, fallback };
  role.maxSessionDurationSeconds = call.params.integer("MaxSessionDuration", range);
  role.description = call.params.optional("Description") ?? role.description;
  return "";
}

function putRolePolicy(call: AccountCall): null {
  const role = getChangeableRole(call);
  const name = call.params.required("PolicyName");
  const document = call.params.required("PolicyDocument");
  if (!isIdentityPolicy(document)) throw errors.malformedPolicy("Syntax errors in policy.");
  role.inlinePolicies = [...role.inlinePolicies.filter((policy) => policy.name !== name), { name, document }];
  return null;
}

function deleteRolePolicy(call: AccountCall): null {
  const role = getChangeableRole(call);
  const name = call.params.required("PolicyName");
  const rest = role.inlinePolicies.filter((policy) => policy.name !== name);
  if (rest.length === role.inlinePolicies.length) {
    throw errors.noSuchEntity(`The role policy with name ${name} cannot be found.`);
  }
  role.inlinePolicies = rest;
  return null;
}

/** An AWS managed policy that the emulator does not know cannot be attached, as one that does not exist. */
function attachRolePolicy(call: AccountCall): null {
  const role = getChangeableRole(call);
  const arn = call.params.required("PolicyArn");
  const policy = findPolicy(call.account, arn);
  if (!policy) throw errors.noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (role.attachedPolicies.some((attached) => attached.arn === arn)) return null;
  if (role.attachedPolicies.length >= MAX_ATTACHED_POLICIES) {
    throw errors.limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED_POLICIES}`);
  }
  role.attachedPolicies = [...role.attachedPolicies, { name: policy.name, arn }];
  return null;
}

function detachRolePolicy(call: AccountCall): null {
  const role = getChangeableRole(call);
  const arn = call.params.required("PolicyArn");
  const rest = role.attachedPolicies.filter((policy) => policy.arn !== arn);
  if (rest.length === role.attachedPolicies.length) throw errors.noSuchEntity(`Policy ${arn} was not found.`);
  role.attachedPolicies = rest;
  return null;
}

const write = (handle: (call: AccountCall) => string | null): IamAction => ({ resource: roleResource, handle });

export const ROLE_WRITES: Readonly<Record<string, IamAction>> = {
  CreateRole: write(createRole),
  DeleteRole: write(deleteRole),
  UpdateAssumeRolePolicy: write(updateAssumeRolePolicy),
  UpdateRole: write(updateRole),
  PutRolePolicy: write(putRolePolicy),
  DeleteRolePolicy: write(deleteRolePolicy),
  AttachRolePolicy: write(attachRolePolicy),
  DetachRolePolicy: write(detachRolePolicy),
};
