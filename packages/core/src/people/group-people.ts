import { due, people, type TenantTx } from "@rolecall/db";
import { groupPeople, MS_PER_DAY, planPeople, standingRulings } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import type { Ctx } from "../context.ts";
import { defineWork } from "../work/define-work.ts";
import { withRhythms } from "./rhythms.ts";

/** So that the landings of many accounts lead to one grouping. */
const SOON_MS = 600_000;
const LATER_MS = 3_600_000;

/** Has the users grouped before long, as names, owners, or the users themselves have changed. */
export const groupPeopleSoon = (tx: TenantTx, now: Date): Promise<void> =>
  people.groupPeopleBy(tx, { now, at: new Date(now.getTime() + SOON_MS) });

/** Groups the users of the tenant by all that is known of them, and by what members ruled. */
export async function groupTenantsPeople(ctx: Pick<Ctx, "now" | "newId">, tx: TenantTx): Promise<void> {
  await people.holdGrouping(tx);
  const at = ctx.now();
  const users = await withRhythms(tx, await people.readUsersToGroup(tx), at);
  const groups = groupPeople(users, standingRulings(await people.readRulings(tx)));
  const kept = { people: await people.readKeptPeople(tx), users: await people.readPersonUsers(tx) };
  const names = new Map(users.map(({ id, userName }) => [id, userName]));
  const plan = planPeople(groups, { names, kept, newId: ctx.newId });
  await people.removePersonUsers(tx, plan.goneUserIds);
  await people.writePeople(tx, { people: plan.people, users: plan.users, goneIds: plan.gonePersonIds });
  // Each day in any case: tags of which nothing else follows change too.
  await people.setGrouped(tx, { at, dueAt: new Date(at.getTime() + MS_PER_DAY) });
}

/** Groups users of one person or workload over all accounts of a tenant, some minutes after something of it changed. */
export const groupPeopleWork = defineWork({
  job: defineJob({
    name: "group-people",
    payload: ids("tenantId"),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 14,
  }),
  row: "tenantId",
  due: due.dueGroupings,
  claim: async ({ ctx, tx }) => {
    const grouping = await people.holdGrouping(tx);
    return grouping && grouping.dueAt <= ctx.now() ? {} : null;
  },
  lease: 60,
  run: ({ ctx, finish }) => finish((tx) => groupTenantsPeople(ctx, tx)),
  bury: async ({ ctx, tx }) => {
    const now = ctx.now();
    await people.setGroupingDue(tx, new Date(now.getTime() + LATER_MS));
  },
});
