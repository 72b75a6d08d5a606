import type { PlannedCall } from "../events/trail.ts";
import { attachedPolicies, inlinePolicies, tagList } from "../story/short-forms.ts";
import type { User } from "../story/users.ts";

/** The calls of IAM by which users, and what they hold, come and go. */

type Named = Pick<User, "userName">;
type More = { parameters?: Record<string, unknown>; names?: readonly string[]; by?: PlannedCall["by"] };

/** A call about a user; `names` are further resources that it names. */
export const userCall = (
  { userName }: Named,
  eventName: string,
  { parameters = {}, names = [], by }: More = {},
): PlannedCall => ({
  eventName,
  resourceNames: [...names, userName],
  requestParameters: { userName, ...parameters },
  ...(by ? { by } : {}),
});

/** A call about one of a user's own credentials, which the user itself makes if it can. */
export const ownCall = (user: Named, eventName: string, more: Omit<More, "by"> = {}): PlannedCall =>
  userCall(user, eventName, { ...more, by: "owner" });

export const groupCall = (user: Named, eventName: string, groupName: string): PlannedCall =>
  userCall(user, eventName, { parameters: { groupName }, names: [groupName] });

export const policyCall = (user: Named, eventName: string, arn: string, by?: "aws"): PlannedCall =>
  userCall(user, eventName, { parameters: { policyArn: arn }, names: [arn], by });

export const userCreatedCalls = (user: User): PlannedCall[] => [
  userCall(user, "CreateUser", { parameters: { path: user.path, tags: tagList(user.tags) } }),
  ...user.groups.map((group) => groupCall(user, "AddUserToGroup", group)),
  ...attachedPolicies(user.account, user.policies).map(({ arn }) => policyCall(user, "AttachUserPolicy", arn)),
  ...inlinePolicies(user.inline).map(({ name, document }) =>
    userCall(user, "PutUserPolicy", { parameters: { policyName: name, policyDocument: document } }),
  ),
];

export const userDeletedCalls = (user: User): PlannedCall[] => [
  ...user.groups.map((group) => groupCall(user, "RemoveUserFromGroup", group)),
  userCall(user, "DeleteUser"),
];
