import { migrations } from "@rolecall/db";
import {
  LATELY_DAYS,
  type MigrationBreakdown,
  type MigrationBreakdownInput,
  type MigrationFlow,
  type MigrationFlowInput,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { knownUntil } from "../metrics/replay.ts";
import { dayOf, daysBefore } from "../metrics/series-range.ts";
import { stageCountsOf } from "./list-migrations.ts";

const byName = (a: MigrationBreakdown, b: MigrationBreakdown): number =>
  a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id, "en");

/** How far accounts, organisational units (each with all below it) or owners have come: those with the most left first, of owners nobody before all. */
export const listMigrationBreakdown = (ctx: Ctx, { by }: MigrationBreakdownInput): Promise<MigrationBreakdown[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const until = await knownUntil(tx, ctx.now());
    const days = { day: dayOf(until), since: dayOf(daysBefore(until, LATELY_DAYS)) };
    const rows = await migrations.readBreakdown(tx, by, days);
    const isNobody = ({ id }: MigrationBreakdown) => Number(by === "owner" && id === "");
    return rows.toSorted((a, b) => isNobody(b) - isNobody(a) || b.left - a.left || byName(a, b));
  });

/** How many users of which type go to which target, the most first. */
export const getMigrationFlow = (ctx: Ctx, input: MigrationFlowInput): Promise<MigrationFlow[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const rows = await migrations.readFlow(tx, input);
    const flows = [...Map.groupBy(rows, ({ userType, target }) => `${userType} ${target}`).values()];
    return flows
      .flatMap((of): MigrationFlow[] => {
        const [first] = of;
        const users = of.reduce((sum, row) => sum + row.users, 0);
        return first
          ? [
              {
                userType: first.userType,
                target: first.target,
                users,
                stages: stageCountsOf(of.map(({ stage, users: count }) => ({ stage, count }))),
              },
            ]
          : [];
      })
      .toSorted((a, b) => b.users - a.users);
  });
