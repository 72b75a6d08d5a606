import type { EmulatedAccount, UsagePattern } from "@rolecall/aws-emulator";
import { instanceProfileOf } from "@rolecall/aws-emulator";
import { accountId } from "./accounts.ts";
import { peopleOfRole } from "./administrators.ts";
import { originOfRole } from "./origins.ts";
import type { RolePlan } from "./plans.ts";
import * as roleCalls from "./role-calls.ts";
import { type PlannedCall, trailOf } from "./trail.ts";
import { type Clockwork, hasCome, usagePattern } from "./usage.ts";
import type { AccountEvent } from "./user-event.ts";

const SECONDS_PER_HOUR = 3600;

/** The events of a role's life, in order of time. */
export function roleEvents({ calendar, ids }: Clockwork, plan: RolePlan): AccountEvent[] {
  const label = `${plan.account}/${plan.roleName.toLowerCase()}`;
  const name = plan.roleName.toLowerCase();
  const offset = (ids.number("time of day", label) / 2 ** 32) * 0.95;
  const at = (day: number) => calendar.workingInstant(day + offset);
  const window = { from: at(plan.createdDay), until: hasCome(plan.deletedDay) ? at(plan.deletedDay) : null };
  const usage: UsagePattern[] = (plan.usage ?? [])
    .map((use) => usagePattern({ calendar, ids }, use, offset, window, label))
    .filter((pattern) => pattern !== null)
    .map((pattern) => ({ ...pattern, origin: originOfRole(ids, plan, peopleOfRole(plan.roleName), label) }));
  const changed = { account: plan.account, label, path: plan.path, tags: plan.tags };
  type Happening = { day: number; what: string; calls: readonly PlannedCall[] };
  const event = ({ day, what, calls }: Happening, apply: AccountEvent["apply"]): AccountEvent => ({
    account: plan.account,
    at: at(day),
    what: `${plan.roleName}: ${what}`,
    apply,
    trail: trailOf(ids, changed, day, calls),
  });

  const profileOf = ({ awsAccountId }: EmulatedAccount, roleName: string) =>
    instanceProfileOf({
      instanceProfileId: ids.unique("AIPA", awsAccountId, label),
      instanceProfileName: roleName,
      roleName,
      createdAt: at(plan.createdDay),
    });
  const creation = { day: plan.createdDay, what: "role created", calls: roleCalls.roleCreatedCalls(plan) };
  const created = event(creation, (account) => {
    if (account.roles.has(name)) throw new Error(`Role ${label} exists already`);
    account.roles.set(name, {
      roleId: ids.unique("AROA", accountId(plan.account), label),
      roleName: plan.roleName,
      path: plan.path ?? "/",
      createdAt: at(plan.createdDay),
      description: plan.description ?? null,
      maxSessionDurationSeconds: (plan.maxSessionHours ?? 1) * SECONDS_PER_HOUR,
      trustPolicy: plan.trust,
      tags: (plan.tags ?? []).map((tag) => ({ ...tag })),
      attachedPolicies: (plan.attached ?? []).map((policy) => ({ ...policy })),
      inlinePolicies: (plan.inline ?? []).map((policy) => ({ ...policy })),
      permissionsBoundaryArn: plan.permissionsBoundaryArn ?? null,
      usage,
    });
    if (plan.hasInstanceProfile) account.instanceProfiles.set(name, profileOf(account, plan.roleName));
  });
  const trustChanges = (plan.trustChanges ?? []).map(({ day, what, trust }) =>
    event({ day, what, calls: [roleCalls.trustCall(plan, trust)] }, (account) => {
      const role = account.roles.get(name);
      if (!role) throw new Error(`No role ${label} when the story says "${what}"`);
      role.trustPolicy = trust;
    }),
  );
  const deleted = hasCome(plan.deletedDay)
    ? [
        event({ day: plan.deletedDay, what: "role deleted", calls: roleCalls.roleDeletedCalls(plan) }, (account) => {
          account.roles.delete(name);
          account.instanceProfiles.delete(name);
        }),
      ]
    : [];
  return hasCome(plan.createdDay) ? [created, ...trustChanges, ...deleted] : [];
}
