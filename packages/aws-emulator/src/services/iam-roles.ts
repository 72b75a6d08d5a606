import { arns } from "../identity/arns.ts";
import { findManagedPolicy } from "../identity/managed-policies.ts";
import type { EmulatedRole } from "../model.ts";
import { errors } from "../protocol/aws-error.ts";
import { element, encodePolicy, list, wrap } from "../protocol/query-xml.ts";
import type { AccountCall, IamAction } from "./action.ts";
import {
  type AnyPolicy,
  attachedXml,
  boundaryXml,
  findPolicy,
  instanceProfileXml,
  ofAccount,
  ofAws,
  policyUse,
  policyVersionXml,
  policyXml,
  roleLastUsedXml,
  roleSettingsXml,
  roleXml,
  tagsXml,
} from "./iam-entity-xml.ts";
import { paginate } from "./paging.ts";

/** @throws AwsError NoSuchEntity. */
export function getRole({ account, params }: AccountCall): EmulatedRole {
  const roleName = params.required("RoleName");
  const role = account.roles.get(roleName.toLowerCase());
  if (!role) throw errors.noSuchEntity(`The role with name ${roleName} cannot be found.`);
  return role;
}

/** The ARN on which an action on a role is authorized; the name counts where there is no such role. */
export function roleResource({ account, params }: AccountCall): string {
  const roleName = params.optional("RoleName") ?? "";
  const role = account.roles.get(roleName.toLowerCase());
  return role ? arns.role(account, role) : arns.any(account, `role${params.optional("Path") ?? "/"}${roleName}`);
}

/** A role with all that GetRole shows. */
export const fullRoleXml = ({ account, now }: AccountCall, role: EmulatedRole): string =>
  wrap(
    "Role",
    roleXml(account, role) +
      roleSettingsXml(role) +
      boundaryXml(role.permissionsBoundaryArn) +
      tagsXml(role.tags) +
      roleLastUsedXml(role, now),
  );

function listRoles(call: AccountCall): string {
  const prefix = call.params.optional("PathPrefix") ?? "/";
  const roles = [...call.account.roles.values()].filter((role) => role.path.startsWith(prefix));
  const { items, tail } = paginate(call, roles, (role) => role.roleName.toLowerCase());
  return list("Roles", items, (role) => roleXml(call.account, role) + roleSettingsXml(role)) + tail;
}

function listAttachedRolePolicies(call: AccountCall): string {
  const { items, tail } = paginate(call, getRole(call).attachedPolicies, (policy) => policy.arn);
  return attachedXml("AttachedPolicies", items) + tail;
}

function listRolePolicies(call: AccountCall): string {
  const { items, tail } = paginate(call, getRole(call).inlinePolicies, (policy) => policy.name);
  return `<PolicyNames>${items.map((policy) => element("member", policy.name)).join("")}</PolicyNames>${tail}`;
}

function getRolePolicy(call: AccountCall): string {
  const role = getRole(call);
  const name = call.params.required("PolicyName");
  const policy = role.inlinePolicies.find((candidate) => candidate.name === name);
  if (!policy) throw errors.noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return (
    element("RoleName", role.roleName) +
    element("PolicyName", policy.name) +
    element("PolicyDocument", encodePolicy(policy.document))
  );
}

function listInstanceProfilesForRole(call: AccountCall): string {
  const role = getRole(call);
  const { items, tail } = paginate(call, role.instanceProfileNames, (name) => name.toLowerCase());
  return list("InstanceProfiles", items, (name) => instanceProfileXml(call.account, role, name)) + tail;
}

/** Of AWS's own policies those are listed that the account uses. */
function listPolicies(call: AccountCall): string {
  const { account, params } = call;
  const scope = params.optional("Scope") ?? "All";
  const uses = policyUse(account);
  const local = Array.from(account.policies.values(), (policy) => ofAccount(account, policy));
  const awsManaged = [...uses.keys()].flatMap((arn) => {
    const policy = findManagedPolicy(arn);
    return policy ? [ofAws(arn, policy)] : [];
  });
  const inScope = [...(scope === "AWS" ? [] : local), ...(scope === "Local" ? [] : awsManaged)];
  const onlyAttached = params.optional("OnlyAttached") === "true";
  const policies = onlyAttached ? inScope.filter(({ arn }) => (uses.get(arn)?.attachments ?? 0) > 0) : inScope;
  const { items, tail } = paginate(call, policies, (policy) => policy.arn);
  return list("Policies", items, (policy) => policyXml(policy, uses.get(policy.arn))) + tail;
}

function getPolicy({ account, params }: AccountCall): AnyPolicy {
  const arn = params.required("PolicyArn");
  const policy = findPolicy(account, arn);
  if (!policy) throw errors.noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** Only the default version of a policy is kept. */
function getPolicyVersion(call: AccountCall): string {
  const policy = getPolicy(call);
  const versionId = call.params.required("VersionId");
  if (versionId !== policy.versionId) {
    throw errors.noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`);
  }
  return wrap("PolicyVersion", policyVersionXml(policy));
}

const onRole = (handle: (call: AccountCall) => string): IamAction => ({ resource: roleResource, handle });
const onPolicy = (handle: (call: AccountCall) => string): IamAction => ({
  resource: ({ params }) => params.required("PolicyArn"),
  handle,
});

export const ROLE_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListRoles: { resource: ({ account }) => arns.any(account, "role/"), handle: listRoles },
  GetRole: onRole((call) => fullRoleXml(call, getRole(call))),
  ListAttachedRolePolicies: onRole(listAttachedRolePolicies),
  ListRolePolicies: onRole(listRolePolicies),
  GetRolePolicy: onRole(getRolePolicy),
  ListRoleTags: onRole((call) => (tagsXml(getRole(call).tags) || "<Tags></Tags>") + element("IsTruncated", false)),
  ListInstanceProfilesForRole: onRole(listInstanceProfilesForRole),
  ListPolicies: { resource: ({ account }) => arns.any(account, "policy/"), handle: listPolicies },
  GetPolicy: onPolicy((call) => {
    const policy = getPolicy(call);
    return wrap("Policy", policyXml(policy, policyUse(call.account).get(policy.arn)));
  }),
  GetPolicyVersion: onPolicy(getPolicyVersion),
};
