import { IamUser, INVENTORY, type ListUsersInput, type Page } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { jsonOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { isOfAgeSql } from "./ages.ts";
import { ageDaysSql } from "./credential-state.ts";
import { inventoryPage, type Listed, type Wanted } from "./inventory-list.ts";
import { knownPowerSql, withPower } from "./inventory-power.ts";
import { OWN_READS, withSources } from "./inventory-sources.ts";
import { containsSql, namedSql } from "./named.ts";

const { mfaDevices: MfaDevices } = IamUser.shape;
const UserRow = IamUser.omit({ sources: true }).extend({
  ...OWN_READS,
  accountId: z.uuid(),
  mfaDevices: jsonOf(MfaDevices),
});

/** @param at the instant at which ages are told: that of the inventory */
const users = (at: Date): Listed<typeof UserRow> => ({
  table: "iam_user",
  alias: "u",
  row: UserRow,
  expressions: {
    oldestActiveKeyAgeDays: ageDaysSql(Prisma.sql`u.oldest_active_key_at`, at, Prisma.sql`u.gone_at`),
    power: knownPowerSql("u"),
  },
  sorts: {
    userName: { expression: Prisma.sql`u.user_name`, type: "text", required: true },
    createdAt: { expression: Prisma.sql`u.created_at`, type: "timestamptz", required: true },
    lastActivity: { expression: Prisma.sql`u.last_activity_at`, type: "timestamptz" },
    keyAge: { expression: Prisma.sql`u.oldest_active_key_at`, type: "timestamptz", reversed: true },
  },
});

async function selectUsers(tx: TenantTx, now: Date, wanted: Wanted): Promise<Page<IamUser>> {
  const { slice } = wanted;
  const page = await inventoryPage(tx, users(slice.asOf ?? now), wanted);
  const items = await withSources(
    tx,
    slice,
    page.items,
    () => INVENTORY.user.tellings,
    (row) => row,
  );
  const shown = items.map(({ keysReadAt: _, ...user }) => ({ ...user, mfaDevices: MfaDevices.parse(user.mfaDevices) }));
  return { ...page, items: await withPower(tx, slice, "user", shown) };
}

/** One page of the users that exist, or existed at `input.asOf`. */
export async function listUserRows(tx: TenantTx, input: ListUsersInput, now: Date): Promise<Page<IamUser>> {
  const where = [
    await namedSql(tx, Prisma.sql`u.id`, "iam_user", input),
    input.q ? containsSql([Prisma.sql`u.user_name`], input.q) : null,
    input.hasConsolePassword === undefined ? null : Prisma.sql`u.has_console_password = ${input.hasConsolePassword}`,
    input.hasActiveKey === undefined
      ? null
      : input.hasActiveKey
        ? Prisma.sql`u.active_access_keys > 0`
        : Prisma.sql`u.active_access_keys = 0`,
    input.mfa ? Prisma.sql`u.mfa = ${input.mfa}` : null,
    isOfAgeSql(Prisma.sql`u.oldest_active_key_at`, input.minKeyAgeDays, input.asOf ?? now),
  ];
  const { sort, cursor, limit } = input;
  const byUse = input.minKeyAgeDays !== undefined || ["lastActivity", "keyAge"].includes(sort.replace("-", ""));
  return selectUsers(tx, now, { slice: input, where, sort, cursor, limit, byUse });
}

/** One user, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export async function findUser(tx: TenantTx, id: string, now: Date, asOf?: Date): Promise<IamUser | null> {
  const wanted = { slice: { id, asOf }, where: [], sort: "userName", limit: 1 };
  return (await selectUsers(tx, now, wanted)).items[0] ?? null;
}

/** Those of these users that exist, in connected accounts, by name. */
export const findUsers = async (tx: TenantTx, ids: readonly string[], now: Date): Promise<IamUser[]> =>
  ids.length === 0
    ? []
    : (
        await selectUsers(tx, now, {
          slice: {},
          where: [Prisma.sql`u.id = ANY(${[...ids]}::uuid[])`],
          sort: "userName",
          limit: ids.length,
        })
      ).items;
