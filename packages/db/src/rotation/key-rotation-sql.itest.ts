import { type CredentialStatus, isEndOfUse, isRotation, MS_PER_DAY, precedes, successorOf } from "@rolecall/domain";
import { expect, test } from "vitest";
import { credentialRow, insertRows, makeAccount, makeTenant, type Row, testDb, userRow } from "../testing/index.ts";
import { isRotationSql, precedesSql, SUCCESSOR_SQL } from "./key-rotation-sql.ts";

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
type Life = {
  id: string;
  userId: string;
  createdAt: Date | null;
  firstSeenAt: Date;
  endedAt: Date | null;
  statuses: Status[];
};
type Status = { from: Date; to: Date | null; status: CredentialStatus | null };

function lifeOf(account: Account, user: Row & { id: string }): { life: Life; key: Row; versions: Row[] } {
  const seen = someDay();
  const created = oneIn(4) ? null : oneIn(3) ? seen : someDay(FROM - 20 * MS_PER_DAY);
  const key = credentialRow(account, {
    user_record_id: user.id,
    created_at: created && iso(created),
    first_seen_at: iso(seen),
    status: "active",
  });
  const times = [...new Set([seen, ...Array.from({ length: pick(4) }, () => someDay(seen))])].sort((a, b) => a - b);
  const isGone = times.length > 1 && oneIn(2);
  const statuses = times.map((from, index): Status => {
    const isLast = index === times.length - 1;
    const status = isLast && isGone ? null : oneIn(3) ? "inactive" : "active";
    return { from: new Date(from), to: isLast ? null : new Date(times[index + 1]!), status };
  });
  const goneAt = isGone ? new Date(times.at(-1)!) : null;
  key.gone_at = goneAt && iso(goneAt.getTime());
  const lastStatus = (index: number) => statuses.slice(0, index + 1).findLast(({ status }) => status !== null)?.status;
  const versions = statuses.map(({ from, to, status }, index) => ({
    ...{ tenant_id: account.tenantId, subject: "credential", subject_id: key.id, account_id: account.accountId },
    ...{
      scan_id: account.accountId,
      content_hash: "hash",
      valid_from: from.toISOString(),
      valid_to: to?.toISOString() ?? null,
    },
    change: status === null ? "removed" : index === 0 ? "created" : "changed",
    content: { kind: "access_key", status: lastStatus(index) ?? "active" },
  }));
  const life = {
    ...{ id: String(key.id), userId: user.id, statuses, endedAt: goneAt },
    ...{ createdAt: created === null ? null : new Date(created), firstSeenAt: new Date(seen) },
  };
  return { life, key, versions };
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
  await insertRows(
    "entity_version",
    made.flatMap(({ versions }) => versions),
  );
  return { tenantId, lives: made.map(({ life }) => life) };
}

type PairRow = { old: string; made: string; precedes: boolean; isRotation: boolean };
type EndRow = { id: string; at: Date; accessKeyId: string | null; createdAt: Date | null };

test("SQL and domain tell the same of which keys are rotations, and by which key one that ends is replaced", async () => {
  const { tenantId, lives } = await makeLives();
  const { pairs, ends } = await testDb().inTenant(tenantId, async (tx) => ({
    pairs: await tx.$queryRaw<PairRow[]>`
      SELECT old.id AS old, made.id AS made, ${precedesSql("old", "made")} AS precedes,
        ${isRotationSql("old", "made", { endedAt: "old.gone_at", graceDays: String(GRACE_DAYS) })} AS "isRotation"
      FROM credential old JOIN credential made ON made.user_record_id = old.user_record_id AND made.id <> old.id`,
    ends: await tx.$queryRaw<EndRow[]>`
      SELECT v.subject_id AS id, v.valid_from AS at, successor."createdAt", successor."accessKeyId"
      FROM entity_version v LEFT JOIN LATERAL (${SUCCESSOR_SQL}) successor ON TRUE
      WHERE v.subject = 'credential' AND v.change <> 'created'`,
  }));
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

  const statusAt = ({ statuses }: Life, at: Date) =>
    statuses.find(({ from, to }) => from <= at && (to === null || to > at))?.status ?? null;
  const before = ({ statuses }: Life, at: Date) => statuses.findLast(({ from }) => from < at)?.status ?? null;
  const replaced = ends.filter(({ id, at }) => isEndOfUse(before(byId.get(id)!, at), statusAt(byId.get(id)!, at)));
  expect(replaced.length).toBeGreaterThan(50);
  for (const { id, at, createdAt } of replaced) {
    const ended = byId.get(id)!;
    const active = lives.filter(
      (life) => life.userId === ended.userId && life.id !== id && statusAt(life, at) === "active",
    );
    const successor = successorOf(ended, active);
    expect(createdAt).toEqual(successor && (successor.createdAt ?? successor.firstSeenAt));
  }
  expect(replaced.some(({ createdAt }) => createdAt !== null)).toBe(true);
});
