import { expect, inject, test } from "vitest";
import { createDb, type Db } from "./client.ts";
import { readDays, writeDay } from "./roll-ups/index.ts";
import { clientOf } from "./sql/rows.ts";
import { credentialRow, insertRows, makeAccount, makeTenant } from "./testing/index.ts";

const AS_OF = new Date("2026-06-10T12:00:00Z");
const SCAN_ID = "01939f00-0000-7000-8000-000000000001";

async function sessionOf(isReplay: boolean) {
  const db = createDb({ appUrl: inject("appUrl"), poolSize: 1, checksRows: true, isReplay });
  try {
    return await replay(db);
  } finally {
    await db.close();
  }
}

/** The same statements many times, of a tenant of its own, and what the session is like then. */
async function replay(db: Db) {
  const account = await makeAccount((await makeTenant()).tenantId, { status: "ok" });
  await insertRows("credential", [credentialRow(account, { kind: "access_key" })]);
  const { tenantId, accountId } = account;
  const day = { accountId, scanId: SCAN_ID, asOf: AS_OF, partial: false };
  for (let time = 0; time < 8; time++) await db.inTenant(tenantId, (tx) => writeDay(tx, day));
  return db.inTenant(tenantId, async (tx) => {
    const days = await readDays(tx, { from: "2026-06-10", to: "2026-06-10", interval: "day" });
    const [settings] = await clientOf(tx).$queryRaw<{ commit: string; kept: number; longest: number }[]>`
      SELECT (SELECT setting || ' by ' || source FROM pg_settings WHERE name = 'synchronous_commit') AS commit, count(*)::int AS kept, coalesce(max(length(name)), 0)::int AS longest
      FROM pg_prepared_statements`;
    return { days, ...settings };
  });
}

test("a session that replays keeps its statements and does not wait for the disk, and gives the same answers", async () => {
  const [ordinary, replayed] = [await sessionOf(false), await sessionOf(true)];
  // The test's server waits for no disk anyway: what counts is who says so.
  expect(ordinary).toMatchObject({ commit: "off by command line", kept: 0 });
  expect(replayed.commit).toBe("off by client");
  expect(replayed.kept).toBeGreaterThan(5);
  // A longer name would be cut, and two statements could have one and the same.
  expect(replayed.longest).toBeLessThanOrEqual(63);
  expect(replayed.days).toEqual(ordinary.days);
});
