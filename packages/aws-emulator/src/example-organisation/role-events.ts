import type { UsagePattern } from "../model.ts";
import { accountId } from "./accounts.ts";
import type { RolePlan } from "./plans.ts";
import { type Clockwork, hasCome, usagePattern } from "./usage.ts";
import type { AccountEvent } from "./user-events.ts";

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
    .filter((pattern) => pattern !== null);
  const event = (day: number, what: string, apply: AccountEvent["apply"]): AccountEvent => ({
    account: plan.account,
    at: at(day),
    what: `${plan.roleName}: ${what}`,
    apply,
  });

  const created = event(plan.createdDay, "role created", (account) => {
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
      instanceProfileNames: plan.hasInstanceProfile ? [plan.roleName] : [],
      usage,
    });
  });
  const trustChanges = (plan.trustChanges ?? []).map(({ day, what, trust }) =>
    event(day, what, (account) => {
      const role = account.roles.get(name);
      if (!role) throw new Error(`No role ${label} when the story says "${what}"`);
      role.trustPolicy = trust;
    }),
  );
  const deleted = hasCome(plan.deletedDay)
    ? [event(plan.deletedDay, "role deleted", (account) => void account.roles.delete(name))]
    : [];
  return hasCome(plan.createdDay) ? [created, ...trustChanges, ...deleted] : [];
}
