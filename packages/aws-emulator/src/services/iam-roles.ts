import { arns } from "../identity/arns.ts";
import type { EmulatedRole } from "../model.ts";
import { errors } from "../protocol/aws-error.ts";
import { element, encodePolicy, list, wrap } from "../protocol/query-xml.ts";
import type { AccountCall, IamAction } from "./action.ts";
import {
  allTagsXml,
  attachedXml,
  boundaryXml,
  instanceProfilesByRole,
  instanceProfileXml,
  roleLastUsedXml,
  roleSettingsXml,
  roleXml,
  tagsXml,
} from "./iam-entity-xml.ts";
import { POLICY_ACTIONS } from "./iam-policies.ts";
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
  const held = instanceProfilesByRole(call.account).get(role.roleName.toLowerCase()) ?? [];
  const { items, tail } = paginate(call, held, (profile) => profile.instanceProfileName.toLowerCase());
  return list("InstanceProfiles", items, (profile) => instanceProfileXml(call.account, profile)) + tail;
}

const onRole = (handle: (call: AccountCall) => string): IamAction => ({ resource: roleResource, handle });

export const ROLE_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListRoles: { resource: ({ account }) => arns.any(account, "role/"), handle: listRoles },
  GetRole: onRole((call) => fullRoleXml(call, getRole(call))),
  ListAttachedRolePolicies: onRole(listAttachedRolePolicies),
  ListRolePolicies: onRole(listRolePolicies),
  GetRolePolicy: onRole(getRolePolicy),
  ListRoleTags: onRole((call) => allTagsXml(getRole(call).tags) + element("IsTruncated", false)),
  ListInstanceProfilesForRole: onRole(listInstanceProfilesForRole),
  ...POLICY_ACTIONS,
};
