import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, it, onTestFinished } from "vitest";
import { migrateQueue } from "./migrate-queue.ts";
import { openTestQueue } from "./queue-fixture.ts";
import { testJobs } from "./test-jobs.ts";

const { quick, slow } = testJobs;

async function connectAsOwner(): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: inject("ownerUrl") });
  await owner.connect();
  onTestFinished(() => owner.end());
  return owner;
}

/** A role of this test's own, so that it can be shut out while others go on. */
async function makeQueueRole(owner: pg.Client): Promise<{ role: string; queueUrl: string }> {
  const role = `queue_${randomUUID().replaceAll("-", "")}`;
  await owner.query(`create role ${role} login password 'test-only'`);
  onTestFinished(async () => {
    await owner.query(`drop owned by ${role}`);
    await owner.query(`drop role ${role}`);
  });
  await migrateQueue(inject("ownerUrl"), { grantTo: [role] });
  const url = new URL(inject("queueUrl"));
  url.username = role;
  url.password = "test-only";
  return { role, queueUrl: url.href };
}

it("needs no more of its role than what migrateQueue grants", async () => {
  const owner = await connectAsOwner();
  const role = new URL(inject("queueUrl")).username;
  const { rows } = await owner.query(
    "select rolsuper, has_schema_privilege(rolname, 'bullmq', 'create') as creates from pg_roles where rolname = $1",
    [role],
  );
  expect(rows).toEqual([{ rolsuper: false, creates: false }]);

  const queue = openTestQueue(inject("queueUrl"));
  await queue.consume({ quick: async () => undefined });
  const { ended } = await queue.follow(quick, "a");
  await queue.producer.enqueue(quick, { n: 1 }, { key: "a" });
  expect(await ended).toEqual({ kind: "completed" });
});

it("migrates again, and from several processes at once, without harm", async () => {
  const grantTo = [new URL(inject("queueUrl")).username];
  await Promise.all(Array.from({ length: 4 }, () => migrateQueue(inject("ownerUrl"), { grantTo })));
  expect(await openTestQueue(inject("queueUrl")).producer.isUp()).toBe(true);
});

it("holds few connections, and goes on after an outage", async () => {
  const owner = await connectAsOwner();
  const { role, queueUrl } = await makeQueueRole(owner);
  const queue = openTestQueue(queueUrl);
  let handled = 0;
  const count = async () => void handled++;
  await queue.consume({ quick: count, slow: count });
  const jobs = Array.from({ length: 100 }, (_, n) => ({ job: n % 2 ? quick : slow, n }));
  await Promise.all(jobs.map(({ job, n }) => queue.producer.enqueue(job, { n }, { key: `fill-${n}` })));
  await expect.poll(() => handled, { timeout: 10_000 }).toBe(100);
  // A worker process has a consumer with six at the most and a producer with two; a web process the producer only.
  const { rows } = await owner.query<{ count: number }>(
    "select count(*)::int as count from pg_stat_activity where usename = $1",
    [role],
  );
  expect(rows[0]?.count).toBeGreaterThanOrEqual(4);
  expect(rows[0]?.count).toBeLessThanOrEqual(8);

  await owner.query(`alter role ${role} nologin`);
  await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [role]);
  await expect.poll(() => queue.producer.isUp()).toBe(false);
  await expect.poll(() => queue.errors.join()).toContain("is not permitted to log in");
  await owner.query(`alter role ${role} login`);

  await expect.poll(() => queue.producer.isUp()).toBe(true);
  for (const job of [quick, slow]) await queue.producer.enqueue(job, { n: 1 }, { key: "after" });
  await expect.poll(() => handled, { timeout: 10_000 }).toBe(102);
});
