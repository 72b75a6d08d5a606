import { MS_PER_DAY } from "@rolecall/domain";
import { expect, test } from "vitest";
import { credentialRow, insertRows, makeAccount, makeTenant, ownerSql, testDb } from "../testing/index.ts";
import { readCredentialDays, readDays, writeDay } from "./index.ts";

const SCAN_ID = "01939f00-0000-7000-8000-000000000001";
const FIRST_DAY = new Date("2026-06-10T12:00:00Z");
const day = (after: number): Date => new Date(FIRST_DAY.getTime() + after * MS_PER_DAY);
const iso = (after: number): string => day(after).toISOString();

type Account = Awaited<ReturnType<typeof makeAccount>>;
const connectedAccount = async () => makeAccount((await makeTenant()).tenantId, { status: "ok" });
const write = ({ tenantId, accountId }: Account, after: number) =>
  testDb().inTenant(tenantId, (tx) => writeDay(tx, { accountId, scanId: SCAN_ID, asOf: day(after), partial: false }));
const key = (account: Account, owner: string | null, row = {}) =>
  credentialRow(account, {
    owner,
    created_at: iso(-10),
    deadline_at: iso(80),
    due_soon_at: iso(50),
    unused_at: iso(35),
    ...row,
  });
const overdue = { created_at: iso(-100), deadline_at: iso(-10), due_soon_at: iso(-40), unused_at: null };

async function rowsOf({ tenantId }: Account) {
  const { rows } = await ownerSql<Record<string, unknown>>(
    "SELECT owner, day::text AS day, ok, due_soon, overdue, unused, excepted, unknown FROM rotation_day WHERE tenant_id = $1 ORDER BY day, owner",
    [tenantId],
  );
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== 0)));
}

test("active access keys are counted by state and owner, those without one apart, and the unused ones in each state, and nothing else is", async () => {
  const account = await connectedAccount();
  await insertRows("credential", [
    key(account, "payments"),
    key(account, "payments", { ...overdue }),
    key(account, "payments", { created_at: null, deadline_at: null, due_soon_at: null, unused_at: null }),
    key(account, "search", { unused_at: iso(0) }),
    key(account, "search", { ...overdue, unused_at: iso(-1) }),
    key(account, null, { due_soon_at: iso(0) }),
    key(account, "gone", { gone_at: iso(-1) }),
    key(account, "inactive", { status: "inactive" }),
    key(account, "people", { kind: "console_password" }),
  ]);
  await write(account, 0);
  expect(await rowsOf(account)).toEqual([
    { owner: "", day: "2026-06-10", due_soon: 1 },
    { owner: "payments", day: "2026-06-10", ok: 1, overdue: 1, unknown: 1 },
    { owner: "search", day: "2026-06-10", ok: 1, overdue: 1, unused: 2 },
  ]);
});

test("an owner gets a row only on days on which its numbers change, and zeros where no key is left", async () => {
  const account = await connectedAccount();
  const [payments, search] = [key(account, "payments"), key(account, "search")];
  await insertRows("credential", [payments, search]);
  await write(account, 0);
  await write(account, 1);
  await insertRows("credential", [key(account, "search")]);
  await ownerSql("UPDATE credential SET gone_at = now() WHERE id = $1", [payments.id]);
  await write(account, 2);
  await write(account, 3);
  expect(await rowsOf(account)).toEqual([
    { owner: "payments", day: "2026-06-10", ok: 1 },
    { owner: "search", day: "2026-06-10", ok: 1 },
    { owner: "payments", day: "2026-06-12" },
    { owner: "search", day: "2026-06-12", ok: 2 },
  ]);
});

test("a later scan of the same day takes the row's place", async () => {
  const account = await connectedAccount();
  await insertRows("credential", [key(account, "payments")]);
  await write(account, 0);
  await insertRows("credential", [key(account, "payments")]);
  await write(account, 0.2);
  expect(await rowsOf(account)).toEqual([{ owner: "payments", day: "2026-06-10", ok: 2 }]);
});

test("keys that somebody answers for are counted as that, in every roll-up", async () => {
  const account = await connectedAccount();
  const excepted = key(account, "payments", overdue);
  await insertRows("credential", [excepted, key(account, "payments", overdue)]);
  await insertRows("finding_exception", [
    {
      tenant_id: account.tenantId,
      id: crypto.randomUUID(),
      account_id: account.accountId,
      check_id: "credential_overdue",
      subject: "credential",
      subject_id: excepted.id,
      owner: "Ada",
      reason: "The vendor changes it in spring.",
      approver: "Grace",
      created_at: iso(-1),
      created_by: "Ada",
      expires_at: iso(2),
    },
  ]);
  await write(account, 0);
  await write(account, 2);
  expect(await rowsOf(account)).toEqual([
    { owner: "payments", day: "2026-06-10", overdue: 1, excepted: 1 },
    { owner: "payments", day: "2026-06-12", overdue: 2 },
  ]);
  const days = { from: "2026-06-10", to: "2026-06-12", interval: "day" } as const;
  const counts = await testDb().inTenant(account.tenantId, async (tx) => [
    (await readDays(tx, days)).map((row) => [row.activeKeysOverdue, row.activeKeysExcepted]),
    (await readCredentialDays(tx, days)).map((row) => [row.overdue, row.excepted]),
  ]);
  const expected = [
    [1, 1],
    [1, 1],
    [2, 0],
  ];
  expect(counts).toEqual([expected, expected]);
});
