import type { RolePlan } from "./plans.ts";
import type { PlannedCall } from "./trail.ts";

/** The calls of IAM by which roles come, change and go. */

function onRole(
  { roleName }: RolePlan,
  eventName: string,
  parameters: Record<string, unknown> = {},
  names: readonly string[] = [],
): PlannedCall {
  return { eventName, resourceNames: [...names, roleName], requestParameters: { roleName, ...parameters } };
}

export function roleCreatedCalls(plan: RolePlan): PlannedCall[] {
  const service = /^\/aws-service-role\/([^/]+)\//.exec(plan.path ?? "")?.[1];
  if (service !== undefined) return [onRole(plan, "CreateServiceLinkedRole", { aWSServiceName: service })];
  return [
    onRole(plan, "CreateRole", { path: plan.path ?? "/", assumeRolePolicyDocument: plan.trust }),
    ...(plan.attached ?? []).map(({ arn }) => onRole(plan, "AttachRolePolicy", { policyArn: arn }, [arn])),
    ...(plan.inline ?? []).map(({ name, document }) =>
      onRole(plan, "PutRolePolicy", { policyName: name, policyDocument: document }),
    ),
  ];
}

export const trustCall = (plan: RolePlan, trust: string): PlannedCall =>
  onRole(plan, "UpdateAssumeRolePolicy", { policyDocument: trust });

export const roleDeletedCalls = (plan: RolePlan): PlannedCall[] => [
  ...(plan.attached ?? []).map(({ arn }) => onRole(plan, "DetachRolePolicy", { policyArn: arn }, [arn])),
  ...(plan.inline ?? []).map(({ name }) => onRole(plan, "DeleteRolePolicy", { policyName: name })),
  onRole(plan, "DeleteRole"),
];
