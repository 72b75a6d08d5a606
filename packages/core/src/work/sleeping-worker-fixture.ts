import { ownerSql } from "@rolecall/db/testing";
import { expect } from "vitest";
import type { WorkerDeps } from "../context.ts";
import { jobRun } from "../emulated-customer-fixture.ts";
import type { Ids, Work } from "./define-work.ts";

/** Lets the leases of a tenant pass by the database's clock, as if as much time went by. */
export const letLeasesPass = (tenantId: string) =>
  ownerSql("UPDATE work_lease SET lease_until = now() - interval '1 second' WHERE tenant_id = $1", [tenantId]);

/** Every row of a tenant, table by table. */
export async function allRowsOf(tenantId: string): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await ownerSql<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  const kept: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    const { rows } = await ownerSql<{ row: unknown }>(
      `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE tenant_id = $1 ORDER BY to_jsonb(t)::text`,
      [tenantId],
    );
    kept[name] = rows.map(({ row }) => row);
  }
  return kept;
}

/** A worker that can fall asleep: from then on nothing that it does reaches the database, no renewal either, until it is woken. */
function sleepingWorker(deps: WorkerDeps) {
  const [asleep, awake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const warnings: string[] = [];
  let isAsleep = false;
  const inTenant: typeof deps.db.inTenant = async (tenantId, work) => {
    if (isAsleep) await awake.promise;
    return deps.db.inTenant(tenantId, work);
  };
  return {
    deps: {
      ...deps,
      db: { ...deps.db, inTenant },
      log: { ...deps.log, warn: (_fields: object, message: string) => void warnings.push(message) },
    },
    warnings,
    asleep: asleep.promise,
    /** Resolves when the worker is woken. */
    sleep: () => {
      isAsleep = true;
      asleep.resolve();
      return awake.promise;
    },
    wake: () => {
      isAsleep = false;
      awake.resolve();
    },
  };
}

/**
 * A worker falls asleep in the middle of work, past its lease; another one takes the work over and finishes it; then the first is
 * woken. Expects that the first one has written nothing since, and that its job has not failed.
 *
 * @param asleepIn the worker's dependencies, one of which falls asleep.
 * @param meanwhile what happens before the other worker begins, so that the two would write different things.
 */
export async function expectOvertaken<Payload extends Ids>(given: {
  work: Work<Payload>;
  payload: Payload;
  deps: WorkerDeps;
  asleepIn: (deps: WorkerDeps, sleep: () => Promise<void>) => WorkerDeps;
  meanwhile?: () => unknown;
  /** How the other worker does it, if not as this one's dependencies say. */
  other?: WorkerDeps;
}): Promise<void> {
  const { work, payload, deps, other = deps } = given;
  const worker = sleepingWorker(deps);
  const run = work.handle(given.asleepIn(worker.deps, worker.sleep), payload, jobRun());
  await Promise.race([worker.asleep, run.then(() => Promise.reject(new Error("The worker did not fall asleep")))]);
  await letLeasesPass(payload.tenantId);
  await given.meanwhile?.();
  await work.handle(other, payload, jobRun());
  const finished = await allRowsOf(payload.tenantId);
  expect(finished.work_lease).toEqual([]);
  worker.wake();
  await run;
  expect(await allRowsOf(payload.tenantId)).toEqual(finished);
  expect(worker.warnings).toContainEqual(expect.stringMatching(/^Run \d+ has lost /));
}

type AwsCall =
  | "readAccount"
  | "readUser"
  | "readSlowLane"
  | "readOrganization"
  | "lookUpTrail"
  | "lookUpActions"
  | "verifyConnection";

/** A worker that falls asleep when AWS has answered everything. */
export const asleepAfter =
  (call: AwsCall) =>
  (deps: WorkerDeps, sleep: () => Promise<void>): WorkerDeps => {
    const ask = deps.aws[call] as (input: never) => Promise<unknown>;
    const askAndSleep = async (input: never) => {
      const answer = await ask(input);
      await sleep();
      return answer;
    };
    return { ...deps, aws: { ...deps.aws, [call]: askAndSleep } };
  };

/** A worker that falls asleep when it has taken its work and not yet written anything of it. */
export function asleepOnceTaken(deps: WorkerDeps, sleep: () => Promise<void>): WorkerDeps {
  let transactions = 0;
  const inTenant: typeof deps.db.inTenant = (tenantId, work) => {
    transactions += 1;
    if (transactions === 2) void sleep();
    return deps.db.inTenant(tenantId, work);
  };
  return { ...deps, db: { ...deps.db, inTenant } };
}
