import type { PlannedCall } from "../events/trail.ts";
import type { Role } from "../story/roles.ts";
import { attachedPolicies, inlinePolicies, trustPolicy } from "../story/short-forms.ts";

/** The calls of IAM by which roles come, change and go. */

const roleCall = (
  { roleName }: Role,
  eventName: string,
  parameters: Record<string, unknown> = {},
  names: readonly string[] = [],
): PlannedCall => ({
  eventName,
  resourceNames: [...names, roleName],
  requestParameters: { roleName, ...parameters },
});

const attached = ({ account, policies }: Role) => attachedPolicies(account, policies);

export function roleCreatedCalls(role: Role): PlannedCall[] {
  const service = /^\/aws-service-role\/([^/]+)\//.exec(role.path)?.[1];
  if (service !== undefined) return [roleCall(role, "CreateServiceLinkedRole", { aWSServiceName: service })];
  return [
    roleCall(role, "CreateRole", { path: role.path, assumeRolePolicyDocument: trustPolicy(role.trust) }),
    ...attached(role).map(({ arn }) => roleCall(role, "AttachRolePolicy", { policyArn: arn }, [arn])),
    ...inlinePolicies(role.inline).map(({ name, document }) =>
      roleCall(role, "PutRolePolicy", { policyName: name, policyDocument: document }),
    ),
  ];
}

export const trustChangedCall = (role: Role, policyDocument: string): PlannedCall =>
  roleCall(role, "UpdateAssumeRolePolicy", { policyDocument });

export const roleDeletedCalls = (role: Role): PlannedCall[] => [
  ...attached(role).map(({ arn }) => roleCall(role, "DetachRolePolicy", { policyArn: arn }, [arn])),
  ...inlinePolicies(role.inline).map(({ name }) => roleCall(role, "DeleteRolePolicy", { policyName: name })),
  roleCall(role, "DeleteRole"),
];
