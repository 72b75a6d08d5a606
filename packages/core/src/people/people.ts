import { inventory, migrations, people, type TenantTx } from "@rolecall/db";
import {
  AppError,
  type IamPerson,
  type IamPersonDetail,
  type IamUser,
  type ListPeopleInput,
  type MergePeopleInput,
  type Page,
  personNameOf,
  type SplitPersonInput,
  type UserOfPerson,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";

/** One page of persons and workloads, as their users were grouped last. @throws AppError INVALID for a cursor of another list */
export const listPeople = (ctx: Ctx, input: ListPeopleInput): Promise<Page<IamPerson>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => people.listPeopleRows(tx, input));

/** What of a user tells how far a person is. */
const shownUser = (user: IamUser): UserOfPerson => ({
  ...{ id: user.id, userName: user.userName, awsAccountId: user.awsAccountId, accountName: user.accountName },
  ...{ hasConsolePassword: user.hasConsolePassword, hasMfa: user.hasMfa, mfa: user.mfa, power: user.power },
  ...{ activeAccessKeys: user.activeAccessKeys, oldestActiveKeyAgeDays: user.oldestActiveKeyAgeDays },
  ...{ lastActivity: user.lastActivity, lastActivityAt: user.lastActivityAt },
});

const userNamesOf = async (ctx: Ctx, tx: TenantTx, userIds: readonly string[]): Promise<string[]> =>
  (await inventory.findUsers(tx, userIds, ctx.now())).map(({ userName }) => userName);

const userIdsOf = async (tx: TenantTx, personId: string): Promise<string[]> =>
  (await people.readPersonUsers(tx, [personId])).map(({ userId }) => userId);

async function detailOf(ctx: Ctx, tx: TenantTx, id: string): Promise<IamPersonDetail> {
  const person = found(await people.findIamPerson(tx, id), "person");
  const userIds = await userIdsOf(tx, id);
  const users = await inventory.findUsers(tx, userIds, ctx.now());
  const detail: IamPersonDetail = { ...person, migrations: [], iamUsers: users.map(shownUser) };
  for (const userId of userIds) {
    const migration = await migrations.findMigration(tx, userId);
    if (!migration) continue;
    const { accountId: _, ...shown } = migration;
    detail.migrations.push(shown);
  }
  return detail;
}

/** A person or workload with the migrations of its users. @throws AppError NOT_FOUND */
export const getPerson = (ctx: Ctx, { id }: { id: string }): Promise<IamPersonDetail> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => detailOf(ctx, tx, id));

/** Rules that these are one. It is kept, and outweighs all evidence. The first keeps its id. @throws AppError NOT_FOUND */
export const mergePeople = (ctx: Ctx, { ids }: MergePeopleInput): Promise<IamPersonDetail> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await people.holdGrouping(tx);
    const all: IamPerson[] = [];
    for (const id of ids) all.push(found(await people.findIamPerson(tx, id), "person"));
    const [first, ...rest] = all as [IamPerson, ...IamPerson[]];
    const users = await people.readPersonUsers(tx, ids);
    const userIds = users.map(({ userId }) => userId);
    const now = ctx.now();
    const ruled = { id: ctx.newId(), ruledAt: now, ruledBy: ctx.actor.label };
    await people.insertRuling(tx, { ...ruled, kind: "merged", userIds, otherUserIds: [] });
    const name = personNameOf(await userNamesOf(ctx, tx, userIds), first.name);
    const reasons = [...new Set([...all.flatMap((person) => person.reasons), "A member merged them."])];
    await people.writePeople(tx, {
      people: [{ id: first.id, name, confidence: "high", reasons }],
      users: userIds.map((userId) => ({ userId, personId: first.id })),
      goneIds: rest.map(({ id }) => id),
    });
    await people.setGroupingDue(tx, now);
    await audit(ctx, tx, "person.merged", first.id, { names: all.map(({ name }) => name), userIds });
    return detailOf(ctx, tx, first.id);
  });

/**
 * Rules that users are somebody else's. It is kept, and outweighs all evidence.
 *
 * @returns who is left, and the one that the users are from now on
 * @throws AppError NOT_FOUND; CONFLICT if they are not its users, or all of them
 */
export const splitPerson = (ctx: Ctx, { id, userIds }: SplitPersonInput): Promise<{ people: IamPersonDetail[] }> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await people.holdGrouping(tx);
    const person = found(await people.findIamPerson(tx, id), "person");
    const own = new Set(await userIdsOf(tx, id));
    const leaving = [...new Set(userIds)];
    const others = leaving.filter((userId) => !own.has(userId));
    const details = { field: "userIds" };
    if (others.length > 0)
      throw new AppError("CONFLICT", `userIds: not of ${person.name}: ${others.slice(0, 5).join(", ")}`, { details });
    const staying = [...own].filter((userId) => !leaving.includes(userId));
    if (staying.length === 0)
      throw new AppError("CONFLICT", `userIds: all users of ${person.name} are named; leave one out`, { details });
    const now = ctx.now();
    const ruled = { id: ctx.newId(), ruledAt: now, ruledBy: ctx.actor.label };
    await people.insertRuling(tx, { ...ruled, kind: "split", userIds: leaving, otherUserIds: staying });
    const partOf = async (ofId: string, ofUsers: readonly string[]) => {
      const name = personNameOf(await userNamesOf(ctx, tx, ofUsers), person.name);
      const { confidence, reasons } = person;
      return ofUsers.length > 1
        ? { id: ofId, name, confidence, reasons }
        : { id: ofId, name, confidence: null, reasons: [] };
    };
    const otherId = ctx.newId();
    await people.writePeople(tx, {
      people: [await partOf(id, staying), await partOf(otherId, leaving)],
      users: leaving.map((userId) => ({ userId, personId: otherId })),
      goneIds: [],
    });
    await people.setGroupingDue(tx, now);
    await audit(ctx, tx, "person.split", id, { name: person.name, userIds: leaving, from: staying });
    return { people: [await detailOf(ctx, tx, id), await detailOf(ctx, tx, otherId)] };
  });
