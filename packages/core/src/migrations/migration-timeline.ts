import { migrations } from "@rolecall/db";
import { type FindInput, type MigrationTimeline, MS_PER_DAY, TOLD_USE, useRuns } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "../inventory/read-inventory.ts";
import { dayOf } from "../metrics/series-range.ts";
import { stagesOf } from "./get-migration.ts";

/** As far back as AWS tells of use. */
const LONGEST_DAYS = 400;

type Lived = { id: string; createdAt: Date | null; firstSeenAt: Date; goneAt: Date | null };
type Sampled = { daysUsed: readonly string[]; scanDays: readonly string[]; isUseKnown: boolean };

/** One lane within the days that are shown; what came before or after it is none of its life. */
function laneOf(of: Lived, name: string | null, sampled: Sampled, { from, to }: { from: string; to: string }) {
  const firstDay = dayOf(of.createdAt ?? of.firstSeenAt);
  const goneOn = of.goneAt && dayOf(of.goneAt);
  const within = { from: firstDay > from ? firstDay : from, to: goneOn && goneOn < to ? goneOn : to };
  return { id: of.id, name, firstDay, goneOn, runs: useRuns({ ...sampled, ...within }) };
}

/**
 * The use of a user's credentials and of the roles that take over, day by day on one axis, with the stages.
 *
 * @throws AppError NOT_FOUND if the tenant has no such user, or it has and had no long-lived credential; INVALID for a future `asOf`
 */
export const getMigrationTimeline = (ctx: Ctx, { id, asOf }: FindInput): Promise<MigrationTimeline> =>
  readInventory(ctx, { asOf }, async (tx) => {
    const at = asOf ?? ctx.now();
    const { accountId } = found(await migrations.findMigration(tx, id, asOf), "migration");
    const periods = (await migrations.readPeriodHistory(tx, { userIds: [id] })).filter(
      ({ validFrom }) => validFrom <= at,
    );
    const held = await migrations.readHeldCredentials(tx, [id], at);
    const arns = [...new Set(periods.flatMap(({ replacementRoleArn }) => replacementRoleArn ?? []))];
    const roles = await migrations.readNamedRoles(tx, arns, at);
    const born = [...held, ...roles].map(({ createdAt, firstSeenAt }) => (createdAt ?? firstSeenAt).getTime());
    const farthest = at.getTime() - (LONGEST_DAYS - 1) * MS_PER_DAY;
    const from = dayOf(new Date(Math.max(farthest, Math.min(at.getTime(), ...born))));
    const span = { from, to: dayOf(at) };

    const looks = await migrations.readLooks(tx, accountId, at, null);
    const useDays = await migrations.readUseDays(
      tx,
      held.map(({ id: credentialId }) => credentialId),
      at,
    );
    const roleLooks = await migrations.readRoleLooks(tx, accountId, at);
    const roleUse = Map.groupBy(
      await migrations.readRoleUse(
        tx,
        roles.map(({ id: roleId }) => roleId),
        at,
      ),
      ({ subjectId }) => subjectId,
    );
    return {
      ...span,
      credentials: held.map((credential) => {
        const { kind, accessKeyId, name, lastUse, lastUsedAt } = credential;
        const told = lastUsedAt && lastUsedAt <= at ? [dayOf(lastUsedAt)] : [];
        const scanDays = looks
          .filter(({ userRecordId, latestAt }) => (userRecordId ?? id) === id && latestAt >= credential.firstSeenAt)
          .map(({ day }) => day);
        const isUseKnown = TOLD_USE.has(kind) && lastUse !== "unknown";
        const sampled = { daysUsed: [...(useDays.get(credential.id) ?? []), ...told], scanDays, isUseKnown };
        return { kind, ...laneOf(credential, accessKeyId ?? name, sampled, span) };
      }),
      roles: roles.map((role) => {
        const daysUsed = (roleUse.get(role.id) ?? []).map(({ day }) => day);
        const scanDays = roleLooks.filter((day) => day >= dayOf(role.firstSeenAt));
        return laneOf(role, role.roleName, { daysUsed, scanDays, isUseKnown: true }, span);
      }),
      stages: stagesOf(periods).map(({ stage, from: since, to }) => ({ stage, from: since, to })),
    };
  });
