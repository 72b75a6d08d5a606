import { rotation } from "@rolecall/db";
import { compliantPercent, type RotationStanding, type RotationStandingsInput } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { dayOf } from "../metrics/series-range.ts";

/** After all percentages. */
const NO_SHARE = 101;

/** Worse is what has the smaller share within its deadline, of equal ones what has more keys overdue; without a share last. */
const byWorst = (a: RotationStanding, b: RotationStanding): number =>
  (a.compliantPercent ?? NO_SHARE) - (b.compliantPercent ?? NO_SHARE) ||
  b.overdue - a.overdue ||
  a.name.localeCompare(b.name, "en") ||
  a.id.localeCompare(b.id, "en");

/**
 * How accounts, organisational units (each with all below it) or owners stand today, the worst first. Who has no active access key
 * does not stand anywhere; keys that nobody answers for, and accounts in no unit, stand under an empty id.
 */
export async function listRotationStandings(ctx: Ctx, { by }: RotationStandingsInput): Promise<RotationStanding[]> {
  const rows = await ctx.db.inTenant(ctx.tenantId, (tx) => rotation.readStandings(tx, by, dayOf(ctx.now())));
  return rows.map((row) => ({ ...row, compliantPercent: compliantPercent(row) })).sort(byWorst);
}
