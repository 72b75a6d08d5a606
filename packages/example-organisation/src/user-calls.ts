import type { UserPlan } from "./plans.ts";
import type { PlannedCall } from "./trail.ts";

/** The calls of IAM by which users, and what they hold, come and go. */

type Named = Pick<UserPlan, "userName">;

const onUser = (
  { userName }: Named,
  eventName: string,
  more: { parameters?: Record<string, unknown>; names?: readonly string[]; by?: "owner" } = {},
): PlannedCall => ({
  eventName,
  resourceNames: [...(more.names ?? []), userName],
  requestParameters: { userName, ...more.parameters },
  ...(more.by ? { by: more.by } : {}),
});

export const userCreatedCalls = (plan: UserPlan): PlannedCall[] => [
  onUser(plan, "CreateUser", { parameters: { path: plan.path ?? "/", tags: plan.tags ?? [] } }),
  ...(plan.groups ?? []).map((groupName) =>
    onUser(plan, "AddUserToGroup", { parameters: { groupName }, names: [groupName] }),
  ),
  ...(plan.attached ?? []).map(({ arn }) =>
    onUser(plan, "AttachUserPolicy", { parameters: { policyArn: arn }, names: [arn] }),
  ),
  ...(plan.inline ?? []).map(({ name, document }) =>
    onUser(plan, "PutUserPolicy", { parameters: { policyName: name, policyDocument: document } }),
  ),
];

export const userDeletedCalls = (plan: UserPlan): PlannedCall[] => [
  ...(plan.groups ?? []).map((groupName) =>
    onUser(plan, "RemoveUserFromGroup", { parameters: { groupName }, names: [groupName] }),
  ),
  onUser(plan, "DeleteUser"),
];

export const passwordCall = (
  plan: Named,
  what: "CreateLoginProfile" | "ChangePassword" | "DeleteLoginProfile",
): PlannedCall => onUser(plan, what, what === "ChangePassword" ? { by: "owner" } : {});

export const mfaCall = (plan: Named, serialNumber: string): PlannedCall =>
  onUser(plan, "EnableMFADevice", { parameters: { serialNumber }, names: [serialNumber], by: "owner" });

export const keyCreatedCall = (plan: Named, accessKeyId: string): PlannedCall =>
  onUser(plan, "CreateAccessKey", { names: [accessKeyId], by: "owner" });

export const keyStatusCall = (plan: Named, accessKeyId: string, status: "Active" | "Inactive"): PlannedCall =>
  onUser(plan, "UpdateAccessKey", { parameters: { accessKeyId, status }, names: [accessKeyId], by: "owner" });

export const keyDeletedCall = (plan: Named, accessKeyId: string): PlannedCall =>
  onUser(plan, "DeleteAccessKey", { parameters: { accessKeyId }, names: [accessKeyId], by: "owner" });

/** A call about a credential of another kind than access keys and passwords. */
export const credentialCall = (plan: Named, eventName: string, parameters: Record<string, unknown>): PlannedCall =>
  onUser(plan, eventName, { parameters, by: "owner" });
