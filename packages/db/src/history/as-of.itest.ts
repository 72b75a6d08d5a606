import {
  type CredentialDeadlines,
  CredentialKind,
  CredentialStatus,
  credentialDeadlines,
  DEFAULT_LIMITS,
  type LastUse,
  ListCredentialsInput,
  ListRolesInput,
  ListUsersInput,
  MS_PER_DAY,
  ROTATED_KINDS,
  type RotationLimits,
  useRecordedSince,
} from "@rolecall/domain";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { findCredential, findUser, listCredentialRows, listRoleRows, listUserRows } from "../inventory/index.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { credentialRow, insertRows, makeAccount, makeTenant, testDb } from "../testing/index.ts";
import { inventorySql } from "./as-of.ts";
import { ChangingAccount, seeded } from "./as-of-fixture.ts";

const START = new Date("2025-06-01T22:00:00Z");
const DAYS = 365;
const dayAfter = (days: number, hours = 0) => new Date(START.getTime() + days * MS_PER_DAY + hours * 3_600_000);

/** AWS tells the last use only, and samples keep one a day: within a day an earlier one is not known any more. */
const toTheDay = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([field]) => field !== "sources")
      .map(([field, value]) =>
        ["lastUsedAt", "lastActivityAt"].includes(field) && value instanceof Date
          ? [field, value.toISOString().slice(0, 10)]
          : [field, value],
      ),
  );

/** The three lists, as a page shows them at `now`, or as they were at `asOf`. */
async function lists(tx: TenantTx, now: Date, asOf?: Date) {
  const input = { limit: 200, ...(asOf ? { asOf } : {}) };
  const pages = [
    await listUserRows(tx, ListUsersInput.parse(input), now),
    await listCredentialRows(tx, ListCredentialsInput.parse({ ...input, sort: "userName" }), now),
    await listRoleRows(tx, ListRolesInput.parse(input)),
  ];
  expect(pages.map(({ nextCursor }) => nextCursor)).toEqual([null, null, null]);
  return pages.map(({ items }) => items.map((item) => toTheDay(item as Record<string, unknown>)));
}

describe("twelve months of changes", () => {
  let tenantId: string;
  const snapshots: Awaited<ReturnType<typeof lists>>[] = [];

  beforeAll(async () => {
    ({ tenantId } = await makeTenant());
    const { accountId } = await makeAccount(tenantId, { status: "ok" });
    const account = new ChangingAccount(accountId, 7);
    const random = seeded(11);
    for (let day = 0; day < DAYS; day++) {
      for (let event = 0; event < 3; event++) account.happen(dayAfter(day, -random(20)));
      await testDb().inTenant(tenantId, async (tx) => {
        // Not every day is scanned.
        if (random(4) > 0) await account.land(tx, dayAfter(day));
        snapshots.push(await lists(tx, dayAfter(day)));
      });
    }
  }, 240_000);

  test("each day's inventory is the one that was known that day", { timeout: 240_000 }, async () => {
    const sizes = snapshots.at(-1)?.map((items) => items.length) ?? [];
    expect(Math.min(...sizes)).toBeGreaterThan(10);
    for (const [day, snapshot] of snapshots.entries()) {
      const then = await testDb().inTenant(tenantId, (tx) => lists(tx, dayAfter(DAYS), dayAfter(day)));
      expect(then, `day ${day}`).toEqual(snapshot);
    }
  });

  test("before the first scan there was nothing", async () => {
    const then = await testDb().inTenant(tenantId, (tx) => lists(tx, dayAfter(DAYS), dayAfter(-30)));
    expect(then).toEqual([[], [], []]);
  });

  test("pages, filters and sort orders are those of then", async () => {
    const asOf = dayAfter(200);
    const page = (input: object) =>
      testDb().inTenant(tenantId, (tx) =>
        listCredentialRows(tx, ListCredentialsInput.parse({ asOf, ...input }), dayAfter(DAYS)),
      );
    const all = (await page({ limit: 200 })).items;
    const first = await page({ limit: 5 });
    const second = await page({ limit: 5, cursor: first.nextCursor });
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 10));
    const states = [...new Set(all.map(({ state }) => state))];
    expect(states.length).toBeGreaterThan(1);
    for (const state of states) {
      const { items } = await page({ limit: 200, state });
      expect(items).toEqual(all.filter((item) => item.state === state));
    }
  });

  test("one record is what it was, is gone once it was, and was nothing before it was found", async () => {
    const user = snapshots[100]?.[0]?.find(({ id }) => !snapshots[300]?.[0]?.some((later) => later.id === id));
    expect(user).toBeDefined();
    const find = (day: number) =>
      testDb().inTenant(tenantId, (tx) => findUser(tx, String(user?.id), dayAfter(DAYS), dayAfter(day)));
    expect(toTheDay({ ...(await find(100)) })).toEqual(user);
    expect(await find(300)).toMatchObject({ userName: user?.userName, goneAt: expect.any(Date) });
    expect(await find(-30)).toBeNull();
  });

  test("another tenant sees nothing of it", async () => {
    const { tenantId: stranger } = await makeTenant();
    const id = String(snapshots[100]?.[1]?.[0]?.id);
    const then = await testDb().inTenant(stranger, (tx) => findCredential(tx, id, dayAfter(DAYS), dayAfter(100)));
    expect(then).toBeNull();
  });
});

describe("the deadlines of credentials of then", () => {
  const judgedAt = dayAfter(10);
  const instant = fc.date({ min: dayAfter(-400), max: START, noInvalidDate: true });
  const longAgo = fc.date({ min: new Date("2012-01-01"), max: new Date("2019-01-01"), noInvalidDate: true });
  const limits: fc.Arbitrary<RotationLimits> = fc.record({
    rotationDays: fc.option(fc.integer({ min: 1, max: 400 })),
    unusedDays: fc.option(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 3_000, max: 6_000 }))),
    graceDays: fc.integer({ min: 0, max: 60 }),
    warnDaysBefore: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 5 }),
  });
  const given = fc.record({
    kind: fc.constantFrom(...CredentialKind.options),
    status: fc.constantFrom(...CredentialStatus.options),
    createdAt: fc.option(fc.oneof(instant, longAgo)),
    expiresAt: fc.option(instant),
    lastUse: fc.oneof(
      fc.constant("before_record" as const),
      fc.constant<LastUse>({ kind: "never" }),
      fc.constant<LastUse>({ kind: "unknown", reason: "denied" }),
      instant.map((at): LastUse => ({ kind: "at", at, service: null, region: null })),
    ),
    /** Of day 5 and of day 15. */
    limits: fc.option(fc.tuple(limits, limits)),
  });
  const subject = given.map(({ lastUse, ...rest }) => {
    const recordedSince = useRecordedSince(rest.kind);
    const beforeRecord: LastUse = recordedSince ? { kind: "before_record", recordedSince } : { kind: "never" };
    return { ...rest, lastUse: lastUse === "before_record" ? beforeRecord : lastUse };
  });

  type Given = typeof subject extends fc.Arbitrary<infer Value> ? Value : never;

  /** Writes the subjects as a landing of the first day did, and the limits as two judgements. */
  async function write(subjects: readonly Given[]) {
    const { tenantId } = await makeTenant();
    const account = await makeAccount(tenantId);
    const rows = subjects.map(({ kind, status, createdAt, expiresAt, lastUse }) =>
      credentialRow(account, {
        kind,
        status,
        created_at: createdAt?.toISOString() ?? null,
        expires_at: expiresAt?.toISOString() ?? null,
        last_use: lastUse.kind,
      }),
    );
    const of = { tenant_id: tenantId, account_id: account.accountId };
    await insertRows("credential", rows);
    await insertRows(
      "entity_version",
      rows.map((row) => ({
        ...of,
        subject: "credential",
        subject_id: row.id,
        valid_from: START.toISOString(),
        scan_id: account.accountId,
        change: "created",
        content_hash: "hash",
        content: row,
      })),
    );
    const uses = subjects.flatMap(({ lastUse }, index) =>
      lastUse.kind === "at" ? [{ at: lastUse.at, id: rows[index]?.id }] : [],
    );
    await insertRows(
      "activity_day",
      uses.map(({ at, id }) => ({
        ...of,
        subject: "credential",
        subject_id: id,
        day: at.toISOString().slice(0, 10),
        service: "",
        region: "",
        source: "last_used",
        last_at: at.toISOString(),
        first_observed_at: START.toISOString(),
      })),
    );
    const held = subjects.flatMap(({ limits: both }, index) =>
      (both ?? []).map((each, turn) => ({
        ...of,
        credential_id: rows[index]?.id,
        valid_from: dayAfter(turn === 0 ? 5 : 15).toISOString(),
        valid_to: turn === 0 ? dayAfter(15).toISOString() : null,
        rotation_days: each.rotationDays,
        unused_days: each.unusedDays,
        grace_days: each.graceDays,
        warn_days_before: each.warnDaysBefore,
        holder: "human",
        reason: "a test",
      })),
    );
    await insertRows("credential_limit", held);
    return { tenantId, ids: rows.map(({ id }) => id) };
  }

  test.each([
    ["before any limit is known: the first that is", dayAfter(1), 0],
    ["by the limits of then", judgedAt, 0],
    ["from the instant on at which limits were set", dayAfter(15), 1],
  ])("are those of the domain, %s", async (_, asOf, turn) => {
    const subjects = fc.sample(subject, { seed: 5, numRuns: 300 });
    const { tenantId, ids } = await write(subjects);
    const judged = await testDb().inTenant(
      tenantId,
      (tx) => clientOf(tx).$queryRaw<({ id: string } & CredentialDeadlines)[]>`
        SELECT c.id, c.deadline_at AS "deadlineAt", c.due_soon_at AS "dueSoonAt", c.unused_at AS "unusedAt"
        FROM ${inventorySql("credential", "c", { asOf })}`,
    );
    const byId = new Map(judged.map(({ id, ...deadlines }) => [id, deadlines]));
    const expected = subjects.map(({ limits: both, ...credential }) => {
      const byKind = {
        ...DEFAULT_LIMITS,
        rotationDays: ROTATED_KINDS.includes(credential.kind) ? DEFAULT_LIMITS.rotationDays : null,
      };
      return credentialDeadlines(credential, both?.[turn] ?? byKind);
    });
    expect(ids.map((id) => byId.get(id))).toEqual(expected);
  });
});
