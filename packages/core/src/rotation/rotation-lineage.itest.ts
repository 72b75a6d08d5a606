import { rotation } from "@rolecall/db";
import { credentialRow, insertRows, makeAccount, type Row, userRow } from "@rolecall/db/testing";
import { MS_PER_DAY, type Rotation } from "@rolecall/domain";
import { expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getRotationHistory } from "./get-rotation-history.ts";

const NOW = new Date("2026-07-01T12:00:00Z");
const FROM = "2026-01-01";
const TO = "2026-06-30";
const USERS = 150;

/** The same numbers in each run. @see Numerical Recipes, "quick and dirty" linear congruential generator */
function numbers(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const pick = numbers(4_711);
const oneIn = (count: number) => pick(count) === 0;
/** Some instant of the two years before now. */
const someTime = (after = NOW.getTime() - 730 * MS_PER_DAY) =>
  after + pick(Math.max(1, Math.floor((NOW.getTime() - after) / 60_000))) * 60_000;
const iso = (ms: number) => new Date(ms).toISOString();

type Account = Awaited<ReturnType<typeof makeAccount>>;

/** A key with a life of its own: made, seen, deactivated, activated again, deleted, or not; used, never used, or nobody knows. */
function lifeOf(account: Account, user: Row & { id: string }) {
  const madeMs = someTime();
  const seenMs = oneIn(3) ? someTime(madeMs) : madeMs + 3_600_000;
  const goneMs = oneIn(2) ? someTime(seenMs) : null;
  const lastUse = ["at", "never", "unknown"][pick(3)]!;
  const usedMs = someTime(madeMs);
  const key = credentialRow(account, {
    user_record_id: user.id,
    created_at: oneIn(6) ? null : iso(madeMs),
    first_seen_at: iso(seenMs),
    gone_at: goneMs && iso(goneMs),
    last_use: lastUse,
    last_used_at: lastUse === "at" ? iso(usedMs) : null,
    status: "active",
  });
  const changes = Array.from({ length: pick(4) }, () => someTime(seenMs)).sort((a, b) => a - b);
  const times = [seenMs, ...changes.filter((ms) => ms > seenMs && (goneMs === null || ms < goneMs))];
  const statuses = times.map(() => (oneIn(2) ? "active" : "inactive"));
  const version = (at: number, change: string, status: string) => ({
    ...{ tenant_id: account.tenantId, subject: "credential", subject_id: key.id, account_id: account.accountId },
    ...{ scan_id: account.accountId, content_hash: "hash", valid_from: iso(at), change, content: { status } },
  });
  key.status = statuses.at(-1)!;
  const versions = oneIn(8)
    ? []
    : times.map((at, index) => version(at, index ? "changed" : "created", statuses[index]!));
  if (goneMs && versions.length > 0) versions.push(version(goneMs, "removed", key.status as string));
  const closed = versions.map((row, index) => ({ ...row, valid_to: versions[index + 1]?.valid_from ?? null }));
  return { key, versions: closed, sampledOn: lastUse === "at" || oneIn(4) ? iso(usedMs).slice(0, 10) : null };
}

async function makeLives(): Promise<{ ctx: Ctx; userIds: string[] }> {
  const { tenantId } = await makeTenant();
  const account = await makeAccount(tenantId, { status: "ok" });
  const users = Array.from({ length: USERS }, () => userRow(account));
  const lives = users.flatMap((user) => Array.from({ length: 1 + pick(4) }, () => lifeOf(account, user)));
  await insertRows("iam_user", users);
  await insertRows(
    "credential",
    lives.map(({ key }) => key),
  );
  await insertRows(
    "entity_version",
    lives.flatMap(({ versions }) => versions),
  );
  const sample = {
    tenant_id: tenantId,
    subject: "credential",
    service: "s3",
    region: "",
    account_id: account.accountId,
  };
  await insertRows(
    "activity_day",
    lives.flatMap(({ key, sampledOn }) =>
      sampledOn
        ? [
            {
              ...sample,
              subject_id: key.id,
              day: sampledOn,
              source: "last_used",
              last_at: sampledOn,
              first_observed_at: sampledOn,
            },
          ]
        : [],
    ),
  );
  const limit = {
    tenant_id: tenantId,
    account_id: account.accountId,
    valid_from: FROM,
    holder: "machine",
    reason: "test",
  };
  await insertRows(
    "credential_limit",
    lives.flatMap(({ key }) =>
      oneIn(3) ? [{ ...limit, credential_id: key.id, warn_days_before: [], grace_days: pick(60) }] : [],
    ),
  );
  const ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  await ctx.db.inTenant(tenantId, (tx) => rotation.writeKeyRotations(tx, { ...account, since: new Date(0) }));
  return { ctx, userIds: users.map(({ id }) => id) };
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const inPeriod = (day: string) => day >= FROM && day <= TO;
/** When the old key ended; one that had ended before the new one was made ended the rotation as it began. */
function endedOn({ cutOverDays, oldDeactivatedAt, oldDeletedAt, startedAt }: Rotation): string | null {
  const ended = oldDeactivatedAt ?? oldDeletedAt;
  return cutOverDays === null || !ended ? null : dayOf(ended > startedAt ? ended : startedAt);
}

test("the counts of rotations are those of all users' histories together", async () => {
  const { ctx, userIds } = await makeLives();
  const histories = await Promise.all(userIds.map((id) => getRotationHistory(ctx, { id })));
  const rotations = histories.flatMap((history) => history.rotations);
  const expected = new Map<string, { day: string; started: number; completed: number }>();
  const count = (day: string | null, what: "started" | "completed") => {
    if (!day || !inPeriod(day)) return;
    const of = expected.get(day) ?? { day, started: 0, completed: 0 };
    expected.set(day, { ...of, [what]: of[what] + 1 });
  };
  for (const rotation of rotations) {
    count(dayOf(rotation.startedAt), "started");
    count(endedOn(rotation), "completed");
  }
  const cutOvers = rotations
    .filter((rotation) => inPeriod(endedOn(rotation) ?? ""))
    .map(({ cutOverDays }) => cutOverDays!);
  const sorted = cutOvers.sort((a, b) => a - b);
  const middle = (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
  const { days, medianCutOverDays } = await ctx.db.inTenant(ctx.tenantId, (tx) =>
    rotation.readRotationEvents(tx, { from: FROM, to: TO, interval: "day" }),
  );
  expect(medianCutOverDays).toBe(Math.round(middle));
  expect(rotations.length).toBeGreaterThan(USERS / 2);
  expect(days).toEqual([...expected.values()].sort((a, b) => (a.day < b.day ? -1 : 1)));
});
