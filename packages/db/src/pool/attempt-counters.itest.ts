import { randomUUID } from "node:crypto";
import { afterAll, expect, inject, test } from "vitest";
import { ownerSql } from "../testing/index.ts";
import { type AttemptLimit, createAttemptCounters } from "./attempt-counters.ts";

const opened = [createAttemptCounters(inject("authUrl")), createAttemptCounters(inject("authUrl"))] as const;
afterAll(() => Promise.all(opened.map((counters) => counters.close())));
const [here, elsewhere] = opened;

const limitOf = (attempts = 3): AttemptLimit => ({ name: `test-${randomUUID()}`, attempts, seconds: 60 });

test("what one process counts, the next one knows", async () => {
  const limit = limitOf();
  for (const attempts of [1, 2, 3]) expect(await here.count(limit, "ada")).toEqual({ attempts, waitSeconds: 0 });
  const { attempts, waitSeconds } = await elsewhere.count(limit, "ada");
  expect(attempts).toBe(4);
  expect(waitSeconds).toBeGreaterThan(50);
  expect(await elsewhere.count(limit, "grace")).toEqual({ attempts: 1, waitSeconds: 0 });
});

test("attempts at the same moment are all counted", async () => {
  const limit = limitOf(10);
  const counted = await Promise.all(Array.from({ length: 25 }, (_, n) => opened[n % 2]!.count(limit, "ada")));
  expect(counted.filter(({ waitSeconds }) => waitSeconds === 0)).toHaveLength(10);
  expect(Math.max(...counted.map(({ attempts }) => attempts))).toBe(25);
});

test("what is forgotten begins anew", async () => {
  const limit = limitOf(1);
  await here.count(limit, "ada");
  await elsewhere.forget(limit, "ada");
  expect(await here.count(limit, "ada")).toEqual({ attempts: 1, waitSeconds: 0 });
});

test("the database does not tell whose attempts they are", async () => {
  const limit = limitOf();
  await here.count(limit, "ada@example.test 203.0.113.9");
  const { rows } = await ownerSql("SELECT key FROM attempt_count WHERE key LIKE $1", [`${limit.name}%`]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/ada|203\.0/);
});
