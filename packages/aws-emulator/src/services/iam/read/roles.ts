import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedRole } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import {
  allTagsXml,
  boundaryXml,
  instanceProfilesByRole,
  instanceProfileXml,
  roleLastUsedXml,
  roleSettingsXml,
  roleXml,
  tagsXml,
} from "../xml/entity-xml.ts";
import { holderPolicyActions } from "./holder-policies.ts";

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
  ...holderPolicyActions("Role", { find: getRole, nameOf: ({ roleName }) => roleName, resource: roleResource }),
  ListRoleTags: onRole((call) => allTagsXml(getRole(call).tags) + element("IsTruncated", false)),
  ListInstanceProfilesForRole: onRole(listInstanceProfilesForRole),
};
