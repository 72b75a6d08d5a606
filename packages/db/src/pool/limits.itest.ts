import { setTimeout as delay } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, expect, inject, test } from "vitest";
import { createDb } from "../client.ts";
import { modelsOf } from "../testing/index.ts";
import { LIMITS, type Purpose } from "./limits.ts";

const opened = (["requests", "work"] as const).map((purpose) => ({
  purpose,
  db: createDb({ appUrl: inject("appUrl"), systemUrl: inject("systemUrl"), authUrl: inject("authUrl"), purpose }),
}));
afterAll(() => Promise.all(opened.map(({ db }) => db.close())));
const dbFor = (purpose: Purpose) => opened.find((one) => one.purpose === purpose)!.db;

test.each(["requests", "work"] as const)("every session of a process for %s has its limits", async (purpose) => {
  const db = dbFor(purpose);
  const read = (tx: Parameters<typeof modelsOf>[0]) =>
    modelsOf(tx).$queryRaw<{ name: string; setting: string }[]>`SELECT name, setting FROM pg_settings
      WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`;
  const { statementMs, lockMs, idleMs } = LIMITS[purpose];
  const expected = [
    { name: "idle_in_transaction_session_timeout", setting: String(idleMs) },
    { name: "lock_timeout", setting: String(lockMs) },
    { name: "statement_timeout", setting: String(statementMs) },
  ];
  expect(await db.inTenant(uuidv7(), read)).toEqual(expected);
  expect(await db.asSystem(read)).toEqual(expected);
  expect(await db.asAuth(read)).toEqual(expected);
});

test.each([
  ["a statement", "SET LOCAL statement_timeout = 20", "SELECT pg_sleep(5)"],
  ["a lock", "SET LOCAL lock_timeout = 20", "SELECT pg_advisory_xact_lock(4711)"],
])("%s that takes too long is ended, and whoever asked is told in words", async (_, limit, statement) => {
  const run = (purpose: Purpose) =>
    dbFor(purpose).inTenant(uuidv7(), async (tx) => {
      await modelsOf(tx).$executeRawUnsafe(limit);
      await modelsOf(tx).$queryRawUnsafe(`${statement}::text`);
    });
  await dbFor("work").inTenant(uuidv7(), async (tx) => {
    await modelsOf(tx).$queryRawUnsafe("SELECT pg_advisory_xact_lock(4711)::text");
    await expect(run("requests")).rejects.toMatchObject({ code: "UNAVAILABLE", message: /took too long/ });
    // A job is tried again: for its worker a limit is no refusal.
    await expect(run("work")).rejects.not.toMatchObject({ name: "AppError" });
  });
});

test("a transaction that stands idle is ended by PostgreSQL, and its connection is not given to anybody", async () => {
  const idle = dbFor("requests").inTenant(uuidv7(), async (tx) => {
    await modelsOf(tx).$executeRawUnsafe("SET LOCAL idle_in_transaction_session_timeout = 30");
    await delay(300);
    await modelsOf(tx).$queryRawUnsafe("SELECT 1");
  });
  await expect(idle).rejects.toThrow();
  expect(await dbFor("requests").inTenant(uuidv7(), async () => "served")).toBe("served");
});

test("a tenant that asks for much has a part of the connections: another one is served beside it at once", async () => {
  const db = dbFor("requests");
  const [noisy, quiet] = [uuidv7(), uuidv7()];
  const sleep = (tx: Parameters<typeof modelsOf>[0]) => modelsOf(tx).$queryRawUnsafe("SELECT pg_sleep(0.1)::text");
  const asked = Array.from({ length: 40 }, () => db.inTenant(noisy, sleep));
  const startedAtMs = performance.now();
  await db.inTenant(quiet, async () => undefined);
  const waitedMs = performance.now() - startedAtMs;
  await Promise.all(asked);
  const tookMs = performance.now() - startedAtMs;
  expect(tookMs).toBeGreaterThan((40 / LIMITS.requests.perTenant.connections) * 100);
  expect(waitedMs).toBeLessThan(tookMs / 4);
});
