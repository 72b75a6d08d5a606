import { migrations, people, type TenantTx } from "@rolecall/db";
import { namesakes, quietnessOf, type UserOfAccount } from "@rolecall/domain";

/** The rhythms of these users, by that of their keys which was used last. */
async function rhythmsOf(tx: TenantTx, userIds: readonly string[], at: Date) {
  const keys = new Map<string, people.UsedKey>();
  for (const key of await people.readUsedKeys(tx, userIds))
    if (!keys.has(key.userRecordId)) keys.set(key.userRecordId, key);
  const looks = new Map<string, migrations.Look[]>();
  for (const accountId of new Set([...keys.values()].map((key) => key.accountId)))
    looks.set(accountId, await migrations.readLooks(tx, accountId, at, null));
  const keyIds = [...keys.values()].map(({ id }) => id);
  const days = await migrations.readUseDays(tx, keyIds, at);
  return new Map(
    [...keys].map(([userId, key]) => {
      const facts = migrations.usageFactsOf(key, { looks: looks.get(key.accountId) ?? [], days, at });
      return [userId, quietnessOf(facts).rhythm];
    }),
  );
}

/** The users with the rhythms in which they are used, where that can decide whose they are. */
export async function withRhythms(tx: TenantTx, users: readonly UserOfAccount[], at: Date): Promise<UserOfAccount[]> {
  const alike = namesakes(users).map(({ id }) => id);
  const rhythms = alike.length === 0 ? new Map<string, never>() : await rhythmsOf(tx, alike, at);
  return users.map((user) => ({ ...user, rhythm: rhythms.get(user.id) ?? user.rhythm }));
}
