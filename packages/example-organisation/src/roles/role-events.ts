import {
  type EmulatedAccount,
  instanceProfileOf,
  roleOf,
  type UsageOrigin,
  type UsagePattern,
} from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import { timeOfDay, uniqueId } from "../clockwork/ids.ts";
import type { AccountEvent } from "../events/account-event.ts";
import { personOf } from "../events/administrators.ts";
import { originOf, usualOrigin } from "../events/origins.ts";
import { type PlannedCall, trailOf } from "../events/trail.ts";
import { usagePattern } from "../events/usage.ts";
import { accountId } from "../story/accounts.ts";
import type { Role } from "../story/roles.ts";
import { attachedPolicies, inlinePolicies, tagList, trustPolicy } from "../story/short-forms.ts";
import { roleCreatedCalls, roleDeletedCalls, trustChangedCall } from "./role-calls.ts";

const SECONDS_PER_HOUR = 3600;

const labelOf = ({ account, roleName }: Pick<Role, "account" | "roleName">) => `${account}/${roleName.toLowerCase()}`;

/** The instant of a role's day: each role has a time of the day of its own. */
export const roleInstant = (calendar: Calendar, role: Pick<Role, "account" | "roleName">, day: number): Date =>
  calendar.workingInstant(day + timeOfDay(labelOf(role)));

/** The events of a role's life, in order of time. */
export function roleEvents(calendar: Calendar, role: Role): AccountEvent[] {
  const { account, roleName, createdDay, deletedDay, tags, path } = role;
  const label = labelOf(role);
  const key = roleName.toLowerCase();
  const event = (day: number, what: string, calls: readonly PlannedCall[], apply: AccountEvent["apply"]) => ({
    account,
    at: roleInstant(calendar, role, day),
    what: `${roleName}: ${what}`,
    apply,
    trail: trailOf({ account, label, path, tags }, day, calls),
  });

  const usage = usageOf(calendar, role);
  const created = event(createdDay, "role created", roleCreatedCalls(role), (held) => {
    if (held.roles.has(key)) throw new Error(`Role ${label} exists already`);
    create(held, role, { createdAt: roleInstant(calendar, role, createdDay), usage });
  });
  const trustChanges = role.trustChanges.map(({ day, what, trust }) => {
    const document = trustPolicy(trust);
    return event(day, what, [trustChangedCall(role, document)], (held) => {
      const changed = held.roles.get(key);
      if (!changed) throw new Error(`No role ${label} when the story says "${what}"`);
      changed.trustPolicy = document;
    });
  });
  if (deletedDay === undefined) return [created, ...trustChanges];
  const deleted = event(deletedDay, "role deleted", roleDeletedCalls(role), (held) => {
    held.roles.delete(key);
    held.instanceProfiles.delete(key);
  });
  return [created, ...trustChanges, deleted];
}

function create(held: EmulatedAccount, role: Role, { createdAt, usage }: { createdAt: Date; usage: UsagePattern[] }) {
  const { account, roleName } = role;
  const key = roleName.toLowerCase();
  held.roles.set(
    key,
    roleOf({
      roleId: uniqueId("AROA", accountId(account), labelOf(role)),
      roleName,
      path: role.path,
      createdAt,
      description: role.description,
      maxSessionDurationSeconds: role.maxSessionHours * SECONDS_PER_HOUR,
      trustPolicy: trustPolicy(role.trust),
      tags: tagList(role.tags),
      attachedPolicies: attachedPolicies(account, role.policies),
      inlinePolicies: inlinePolicies(role.inline),
      usage,
    }),
  );
  if (!role.hasInstanceProfile) return;
  const instanceProfileId = uniqueId("AIPA", held.awsAccountId, labelOf(role));
  held.instanceProfiles.set(
    key,
    instanceProfileOf({ instanceProfileId, instanceProfileName: roleName, roleName, createdAt }),
  );
}

function usageOf(calendar: Calendar, role: Role): UsagePattern[] {
  const { createdDay, deletedDay, rhythm } = role;
  const label = labelOf(role);
  const window = {
    from: roleInstant(calendar, role, createdDay),
    until: deletedDay === undefined ? null : roleInstant(calendar, role, deletedDay),
  };
  return role.uses.flatMap((use) => {
    const pattern = usagePattern(calendar, use, { createdDay, rhythm, window, offset: timeOfDay(label), label });
    return pattern ? [{ ...pattern, origin: roleOrigin(role, use.origin ?? role.origin) }] : [];
  });
}

function roleOrigin(role: Role, kind = usualOrigin(role.path)): UsageOrigin {
  const label = labelOf(role);
  const origin = originOf(kind, label);
  return role.people ? { ...origin, sessionName: personOf(role.people, "session", label) } : origin;
}
