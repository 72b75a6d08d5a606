import { attachedPolicy, tagList } from "../story/short-forms.ts";
import type { UserChange } from "../story/users.ts";
import { type DayEvent, eventOf, type Life } from "./life.ts";
import { groupCall, policyCall, userCall } from "./user-calls.ts";

/** Something that changes of a user besides its credentials. */
export function changeEvent(life: Life, change: UserChange): DayEvent {
  const { day } = change;
  if ("tags" in change) return tagged(life, day, change.tags);
  if ("groups" in change) return regrouped(life, day, change.groups);
  return "attached" in change ? attached(life, change) : detached(life, change);
}

function tagged(life: Life, day: number, tags: Readonly<Record<string, string>>): DayEvent {
  const calls = [userCall(life.user, "TagUser", { parameters: { tags: tagList(tags) } })];
  const what = `${Object.keys(tags).sort().join(" and ")} tagged`;
  return eventOf(life, { day, what, calls }, (user) => {
    user.tags = [...user.tags.filter(({ key }) => !(key in tags)), ...tagList(tags)];
  });
}

function regrouped(life: Life, day: number, groups: readonly string[]): DayEvent {
  const joined = groups.filter((group) => !life.user.groups.includes(group));
  const calls = joined.map((group) => groupCall(life.user, "AddUserToGroup", group));
  return eventOf(life, { day, what: `moved to group ${joined.join(", ")}`, calls }, (user) => {
    user.groupNames = [...groups];
  });
}

function attached(life: Life, { day, attached: reference, by }: Extract<UserChange, { attached: string }>): DayEvent {
  const policy = attachedPolicy(life.user.account, reference);
  const calls = [policyCall(life.user, "AttachUserPolicy", policy.arn, by)];
  const what = by === "aws" ? `AWS attached ${policy.name}` : `${policy.name} attached`;
  return eventOf(life, { day, what, calls }, (user) => void user.attachedPolicies.push({ ...policy }));
}

function detached(life: Life, { day, detached: reference }: Extract<UserChange, { detached: string }>): DayEvent {
  const { arn, name } = attachedPolicy(life.user.account, reference);
  const calls = [policyCall(life.user, "DetachUserPolicy", arn)];
  return eventOf(life, { day, what: `${name} detached`, calls }, (user) => {
    user.attachedPolicies = user.attachedPolicies.filter((policy) => policy.arn !== arn);
  });
}
