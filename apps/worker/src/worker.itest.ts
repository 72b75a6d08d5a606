import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DEFAULT_VENDOR, type Emulator, readerRoleOf, sizedWorld, startEmulator } from "@rolecall/aws-emulator";
import { createConnection, getScan, requestScan, signUp, systemCtx } from "@rolecall/core";
import { createDb, type Db } from "@rolecall/db";
import type { TestPostgres } from "@rolecall/db/testing";
import { modelsOf } from "@rolecall/db/testing";
import { createProducer } from "@rolecall/jobs";
import { startTestServer } from "@rolecall/jobs/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";

/** A database and a queue of this file's own: a real worker takes all that is due, also what other tests have. */
let postgres: TestPostgres;
let owner: Db;
beforeAll(async () => {
  postgres = await startTestServer();
  owner = createDb({ appUrl: postgres.urls.owner, poolSize: 2, checksRows: true });
});
afterAll(async () => {
  await owner.close();
  await postgres.stop();
});

/** Runs SQL as the owner of the tables, whom no row-level security holds. */
const sql = <Row>(text: string, ...values: unknown[]): Promise<Row[]> =>
  owner.inTenant(uuidv7(), (tx) => modelsOf(tx).$queryRawUnsafe<Row[]>(text, ...values));

const UNSUBSCRIBE_SECRET = "unsubscribe-secret-of-the-tests-0123456789";
const USERS = 60;
const WAIT = { timeout: 40_000, interval: 20 };

type Started = { child: ReturnType<typeof spawnWorker>; lines: { msg?: string }[]; exit: Promise<unknown[]> };

function spawnWorker(emulator: Emulator) {
  const { urls } = postgres;
  return spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    env: {
      NODE_ENV: "production",
      DATABASE_URL: urls.app,
      SYSTEM_DATABASE_URL: urls.system,
      QUEUE_DATABASE_URL: urls.queue,
      UNSUBSCRIBE_SECRET,
      AWS_ENDPOINT_URL: emulator.url,
      AWS_ACCESS_KEY_ID: DEFAULT_VENDOR.accessKeyId,
      AWS_SECRET_ACCESS_KEY: DEFAULT_VENDOR.secretAccessKey,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Starts the worker as an installation does, and waits until it says that it is ready. */
async function startWorker(emulator: Emulator): Promise<Started> {
  const child = spawnWorker(emulator);
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: { msg?: string }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  await vi.waitFor(() => expect(lines.map(({ msg }) => msg)).toContain("worker ready"), WAIT);
  return { child, lines, exit: once(child, "exit") };
}

/** A tenant with a connected account of 60 users, whose AWS takes its time to answer, and a scan that was just asked for. */
async function queuedScan(latencyMs: number) {
  const awsAccountId = String(Math.floor(Math.random() * 1e12)).padStart(12, "4");
  const size = { users: USERS, usersWithKeys: 50, accessKeys: 60, roles: 10, policies: 5 };
  const readerRole = { externalId: "rolecall-replaced-when-connected" };
  const world = sizedWorld({ ...size, startAt: new Date(), awsAccountId, readerRole });
  const emulator = await startEmulator({ world, options: { reportPolls: 0, latencyMs } });
  const db = createDb({ appUrl: postgres.urls.app, authUrl: postgres.urls.auth, checksRows: true });
  const jobs = createProducer(postgres.urls.queue);
  onTestFinished(async () => {
    await Promise.all([emulator.close(), jobs.close(), db.close()]);
  });
  const deps = {
    db,
    jobs,
    now: () => new Date(),
    newId: () => uuidv7(),
    settings: {
      publicUrl: "https://rolecall.test",
      principalArn: "arn:aws:iam::111122223333:role/rolecall-inventory",
      templateUrl: null,
      unsubscribeSecret: UNSUBSCRIBE_SECRET,
    },
  };
  const email = `member-${uuidv7()}@rolecall.test`;
  const { tenantId } = await signUp(deps, {
    email,
    password: `secret of ${email}`,
    name: "Member",
    tenantName: "Acme",
  });
  const ctx = systemCtx(deps, tenantId);
  const connection = await createConnection(ctx, { name: "Production", kind: "account", partition: "aws" });
  emulator.mutate((state) => {
    const role = readerRoleOf(DEFAULT_VENDOR, { externalId: connection.externalId });
    state.accounts.get(awsAccountId)!.roles.set("rolecallreadonly", role);
  });
  const accountId = uuidv7();
  await db.inTenant(tenantId, async (tx) => {
    const roleArn = `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`;
    await modelsOf(tx).connection.updateMany({ data: { status: "active", roleArn, verifiedAt: ctx.now() } });
    const name = "Production";
    const created = { tenantId, id: accountId, connectionId: connection.id, awsAccountId, partition: "aws", name };
    await modelsOf(tx).awsAccount.create({ data: { ...created, status: "never_scanned", createdAt: ctx.now() } });
  });
  const { id: scanId } = await requestScan(ctx, { awsAccountId });
  return { emulator, scanId, tenantId, scan: () => getScan(ctx, { id: scanId }) };
}

type Queued = Awaited<ReturnType<typeof queuedScan>>;

const keysAskedFor = ({ emulator }: Queued) => emulator.calls().byAction.ListAccessKeys ?? 0;

/** How many users and credentials a reader sees at this moment, in one look. */
async function seen({ tenantId }: Queued): Promise<string> {
  const [counted] = await sql<{ users: number; keys: number; roles: number }>(
    `SELECT (SELECT count(*)::int FROM iam_user WHERE tenant_id = $1::uuid) AS users,
      (SELECT count(*)::int FROM credential WHERE tenant_id = $1::uuid AND kind = 'access_key') AS keys,
      (SELECT count(*)::int FROM iam_role WHERE tenant_id = $1::uuid) AS roles`,
    tenantId,
  );
  const { users, keys, roles } = counted!;
  return `${users} users, ${keys} keys, ${roles} roles`;
}

/** Workers that have not said goodbye: killed ones stay for a while. */
const presences = () => sql<{ id: string }>("SELECT id FROM worker_presence ORDER BY id");

const NOTHING = "0 users, 0 keys, 0 roles";
const EVERYTHING = `${USERS} users, 60 keys, 10 roles`;

/** The scan's lease and the queue's lock, half a minute each, are over: not waited for, but written down. */
async function letLeasesPass(scanId: string): Promise<void> {
  await sql("UPDATE work_lease SET lease_until = now() - interval '1 second' WHERE row_id = $1::uuid", scanId);
  await sql("UPDATE bullmq.job SET locked_until_ms = 0, stalled_marked = true WHERE state = 'active'");
}

it("a worker killed in the middle of a scan leaves nothing half written, and another one completes it", {
  timeout: 90_000,
}, async () => {
  const queued = await queuedScan(150);
  const first = await startWorker(queued.emulator);
  const looks: string[] = [];
  await vi.waitFor(async () => {
    looks.push(await seen(queued));
    expect(keysAskedFor(queued)).toBeGreaterThan(5);
  }, WAIT);
  expect(await queued.scan()).toMatchObject({ status: "running", attempt: 1 });
  first.child.kill("SIGKILL");
  await first.exit;
  expect(keysAskedFor(queued)).toBeLessThan(50);
  expect(await queued.scan()).toMatchObject({ status: "running", attempt: 1 });
  expect([...looks, await seen(queued)].every((look) => look === NOTHING)).toBe(true);

  await letLeasesPass(queued.scanId);
  queued.emulator.configure({ latencyMs: 5 });
  const second = await startWorker(queued.emulator);
  const later: string[] = [];
  await vi.waitFor(async () => {
    later.push(await seen(queued));
    expect((await queued.scan()).status).toBe("complete");
  }, WAIT);
  expect(await queued.scan()).toMatchObject({ attempt: 2, error: null, changes: { changed: 0, removed: 0 } });
  later.push(await seen(queued));
  expect([...new Set(later)]).toEqual(expect.arrayContaining([EVERYTHING]));
  expect(later.every((look) => look === NOTHING || look === EVERYTHING)).toBe(true);
  second.child.kill("SIGTERM");
  expect(await second.exit).toEqual([0, null]);
});

it("a worker told to stop gives a long scan back, says goodbye and ends in good order", {
  timeout: 90_000,
}, async () => {
  const others = await presences();
  const queued = await queuedScan(1_500);
  const first = await startWorker(queued.emulator);
  await vi.waitFor(() => expect(keysAskedFor(queued)).toBeGreaterThan(0), WAIT);
  first.child.kill("SIGTERM");
  expect(await first.exit).toEqual([0, null]);
  expect(first.lines.at(-1)?.msg).toBe("worker stopped");
  expect(await queued.scan()).toMatchObject({ status: "queued", attempt: 0, finishedAt: null });
  // What the bulk calls told had landed as a first look; the scan as a whole had not.
  expect((await queued.scan()).firstLookAt).not.toBeNull();
  expect(await seen(queued)).toBe(EVERYTHING);
  expect(await presences()).toEqual(others);

  queued.emulator.configure({ latencyMs: 0 });
  await startWorker(queued.emulator);
  await vi.waitFor(async () => expect((await queued.scan()).status).toBe("complete"), WAIT);
  expect(await seen(queued)).toBe(EVERYTHING);
});

it("a job that is given up shows on its scan, with the reason and what to do", { timeout: 90_000 }, async () => {
  const queued = await queuedScan(0);
  // The last attempt of the job meets a database that refuses the landing.
  await sql(
    `UPDATE bullmq.job SET max_attempts = 1, opts = jsonb_set(opts, '{attempts}', '1') WHERE data->>'scanId' = $1`,
    queued.scanId,
  );
  await sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'; END $$`);
  await sql("CREATE TRIGGER refuse BEFORE INSERT ON iam_user FOR EACH ROW EXECUTE FUNCTION refuse()");
  onTestFinished(async () => {
    await sql("DROP FUNCTION refuse CASCADE");
  });
  const worker = await startWorker(queued.emulator);
  await vi.waitFor(async () => expect((await queued.scan()).status).toBe("failed"), WAIT);
  expect((await queued.scan()).error).toMatch(/failed again and again: .*No space left on device.*then scan again/s);
  const rows = await sql("SELECT status, status_reason FROM aws_account WHERE tenant_id = $1::uuid", queued.tenantId);
  expect(rows).toEqual([{ status: "failing", status_reason: (await queued.scan()).error }]);
  expect(worker.lines.map(({ msg }) => msg)).toContain("job given up");
  expect(await seen(queued)).toBe(NOTHING);
});
