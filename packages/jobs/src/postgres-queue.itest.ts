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

/** The address under a name by which the server's list of sessions tells this test's from those of others. */
function namedAppUrl(): { queueUrl: string; name: string } {
  const name = `jobs-${randomUUID()}`;
  const url = new URL(inject("appUrl"));
  url.searchParams.set("application_name", name);
  return { queueUrl: url.href, name };
}

it("needs no more of the app's role than what migrateQueue grants", async () => {
  const owner = await connectAsOwner();
  const role = new URL(inject("appUrl")).username;
  const { rows } = await owner.query(
    "select rolsuper, has_schema_privilege(rolname, 'bullmq', 'create') as creates from pg_roles where rolname = $1",
    [role],
  );
  expect(rows).toEqual([{ rolsuper: false, creates: false }]);

  const queue = openTestQueue(inject("appUrl"));
  await queue.consume({ quick: async () => undefined });
  const { ended } = await queue.follow(quick, "a");
  await queue.producer.enqueue(quick, { n: 1 }, { key: "a" });
  expect(await ended).toEqual({ kind: "completed" });
});

it("migrates again, and from several processes at once, without harm", async () => {
  const grantTo = [new URL(inject("appUrl")).username];
  await Promise.all(Array.from({ length: 4 }, () => migrateQueue(inject("ownerUrl"), { grantTo })));
  expect(await openTestQueue(inject("appUrl")).producer.isUp()).toBe(true);
});

it("holds few connections and goes on after the server cut all of them", async () => {
  const owner = await connectAsOwner();
  const { queueUrl, name } = namedAppUrl();
  const queue = openTestQueue(queueUrl);
  await queue.consume({ quick: async () => undefined, slow: async () => undefined });
  for (const job of [quick, slow]) {
    const followed = await queue.follow(job, "before");
    for (let n = 0; n < 50; n++) await queue.producer.enqueue(job, { n }, { key: `fill-${n}` });
    await queue.producer.enqueue(job, { n: 0 }, { key: "before" });
    await followed.ended;
  }

  // A listening connection goes by its queue's name.
  const sessions = "from pg_stat_activity where application_name = $1 or application_name like $2";
  const mine = [name, `${queue.namespace}%`];
  const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count ${sessions}`, mine);
  // A worker process has a consumer and a producer; a web process has the producer's three only.
  expect(rows[0]?.count).toBeGreaterThan(0);
  expect(rows[0]?.count).toBeLessThanOrEqual(8);

  const after = await Promise.all([quick, slow].map((job) => queue.follow(job, "after")));
  await owner.query(`select pg_terminate_backend(pid) ${sessions}`, mine);
  for (const job of [quick, slow]) {
    await expect.poll(() => queue.producer.enqueue(job, { n: 1 }, { key: "after" })).toBeUndefined();
  }
  expect(await Promise.all(after.map(({ ended }) => ended))).toEqual([{ kind: "completed" }, { kind: "completed" }]);
});
