import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { list, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedGroup } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { groupXml, userXml } from "../xml/entity-xml.ts";
import { holderPolicyActions } from "./holder-policies.ts";

function getGroup({ account, params }: AccountCall): EmulatedGroup {
  const groupName = params.required("GroupName");
  const group = account.groups.get(groupName.toLowerCase());
  if (!group) throw errors.noSuchEntity(`The group with name ${groupName} cannot be found.`);
  return group;
}

function listGroups(call: AccountCall): string {
  const prefix = call.params.optional("PathPrefix") ?? "/";
  const groups = [...call.account.groups.values()].filter((group) => group.path.startsWith(prefix));
  const { items, tail } = paginate(call, groups, (group) => group.groupName.toLowerCase());
  return list("Groups", items, (group) => groupXml(call.account, group)) + tail;
}

function getGroupResult(call: AccountCall): string {
  const { account } = call;
  const group = getGroup(call);
  const isMember = (name: string) => name.toLowerCase() === group.groupName.toLowerCase();
  const members = [...account.users.values()].filter((user) => user.groupNames.some(isMember));
  const { items, tail } = paginate(call, members, (user) => user.userName.toLowerCase());
  return wrap("Group", groupXml(account, group)) + list("Users", items, (user) => userXml(account, user)) + tail;
}

/** The name counts where there is no such group. */
function groupResource({ account, params }: AccountCall): string {
  const groupName = params.optional("GroupName") ?? "";
  const group = account.groups.get(groupName.toLowerCase());
  return group ? arns.group(account, group) : arns.any(account, `group/${groupName}`);
}

const onGroup = (handle: (call: AccountCall) => string): IamAction => ({ resource: groupResource, handle });

export const GROUP_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListGroups: onGroup(listGroups),
  GetGroup: onGroup(getGroupResult),
  ...holderPolicyActions("Group", { find: getGroup, nameOf: ({ groupName }) => groupName, resource: groupResource }),
};
