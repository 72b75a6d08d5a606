import { isRotation, MS_PER_DAY, precedes } from "@rolecall/domain";
import { expect, test } from "vitest";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import { credentialRow, insertRows, makeAccount, makeTenant, type Row, testDb, userRow } from "../testing/index.ts";
import { isRotationSql, precedesSql } from "./key-rotation-sql.ts";

const USERS = 120;
const GRACE_DAYS = 7;
const FROM = Date.parse("2026-01-01T00:00:00Z");

/** The same numbers in each run. @see Numerical Recipes, "quick and dirty" linear congruential generator */
function numbers(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const pick = numbers(1_702);
const oneIn = (count: number) => pick(count) === 0;
/** Midnight of one of forty days, so that instants meet and graces end at the very instant at which keys are made. */
const someDay = (after = FROM) => after + pick(40) * MS_PER_DAY;
const iso = (ms: number) => new Date(ms).toISOString();

type Account = Awaited<ReturnType<typeof makeAccount>>;
type Life = { id: string; createdAt: Date | null; firstSeenAt: Date; endedAt: Date | null };

function lifeOf(account: Account, user: Row & { id: string }): { life: Life; key: Row } {
  const seen = someDay();
  const created = oneIn(4) ? null : oneIn(3) ? seen : someDay(FROM - 20 * MS_PER_DAY);
  const gone = oneIn(2) ? someDay(seen) : null;
  const key = credentialRow(account, {
    user_record_id: user.id,
    created_at: created && iso(created),
    first_seen_at: iso(seen),
    gone_at: gone && iso(gone),
    status: "active",
  });
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
  return {
    key,
    life: { id: String(key.id), createdAt: dateOf(created), firstSeenAt: new Date(seen), endedAt: dateOf(gone) },
  };
}

async function makeLives() {
  const { tenantId } = await makeTenant();
  const account = await makeAccount(tenantId, { status: "ok" });
  const users = Array.from({ length: USERS }, () => userRow(account));
  const made = users.flatMap((user) => Array.from({ length: 2 + pick(2) }, () => lifeOf(account, user)));
  await insertRows("iam_user", users);
  await insertRows(
    "credential",
    made.map(({ key }) => key),
  );
  return { tenantId, lives: made.map(({ life }) => life) };
}

const Pair = z.object({ old: z.uuid(), made: z.uuid(), precedes: z.boolean(), isRotation: z.boolean() });

test("SQL and domain tell the same of which keys are rotations", async () => {
  const { tenantId, lives } = await makeLives();
  const pairs = await testDb().inTenant(tenantId, (tx) =>
    rowsOf(
      tx,
      Pair,
      Prisma.sql`
      SELECT old.id AS old, made.id AS made, ${precedesSql("old", "made")} AS precedes,
        ${isRotationSql("old", "made", { endedAt: "old.gone_at", graceDays: String(GRACE_DAYS) })} AS "isRotation"
      FROM credential old JOIN credential made ON made.user_record_id = old.user_record_id AND made.id <> old.id`,
    ),
  );
  const byId = new Map(lives.map((life) => [life.id, life]));
  expect(pairs.length).toBeGreaterThan(2 * USERS);
  expect(pairs).toEqual(
    pairs.map(({ old, made }) => {
      const [a, b] = [byId.get(old)!, byId.get(made)!];
      return { old, made, precedes: precedes(a, b), isRotation: isRotation(a, b, GRACE_DAYS) };
    }),
  );
  for (const told of [true, false])
    expect(pairs.filter(({ isRotation: is }) => is === told).length).toBeGreaterThan(50);
  expect(pairs.some((pair) => pair.precedes && !pair.isRotation)).toBe(true);
});
