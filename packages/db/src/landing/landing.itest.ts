import type { LandingRow, VersionRow } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import { makeAccount, makeTenant, ownerSql, testDb } from "../testing/index.ts";
import { appendVersions, readRowIndex, readRows, upsertRows } from "./landing.ts";

type Account = Awaited<ReturnType<typeof makeAccount>>;
let account: Account;
beforeEach(async () => {
  account = await makeAccount((await makeTenant()).tenantId, { status: "ok" });
});

const SCAN_ID = "01939f00-0000-7000-8000-000000000001";
const FIRST = "2026-06-01T00:00:00.000Z";
const SECOND = "2026-06-02T00:00:00.000Z";

/** A user as a landing makes it: without the tenant, which is that of the transaction. */
function landingRow(row: Partial<LandingRow<"iam_user">> = {}): LandingRow<"iam_user"> {
  const id = uuidv7();
  return {
    id,
    account_id: account.accountId,
    user_id: `AIDA${id}`,
    user_name: `user ${id}`,
    arn: `arn:aws:iam::111122223333:user/${id}`,
    path: "/",
    created_at: FIRST,
    tags: [],
    group_names: [],
    attached_policy_arns: [],
    inline_policies: [],
    permissions_boundary_arn: null,
    owner: null,
    has_console_password: false,
    has_mfa: false,
    mfa: "none",
    mfa_devices: null,
    active_access_keys: 0,
    last_activity: "never",
    oldest_active_key_at: null,
    last_activity_at: null,
    report_fingerprint: null,
    keys_read_at: null,
    rechecked_at: null,
    content_hash: "hash",
    first_seen_at: FIRST,
    gone_at: null,
    ...row,
  };
}

const SUBJECT_ID = "01939f00-0000-7000-8000-00000000000a";
const version = (row: Partial<VersionRow>): VersionRow => ({
  subject: "user",
  subject_id: SUBJECT_ID,
  valid_from: FIRST,
  valid_to: null,
  account_id: account.accountId,
  scan_id: SCAN_ID,
  change: "created",
  content_hash: "one",
  content: { userName: "ada" },
  ...row,
});

describe("rows", () => {
  test("are written, read back and changed in place, thousands at once", async () => {
    const rows = Array.from({ length: 5_001 }, (_, index) => landingRow({ user_name: `user ${index}` }));
    const gone = landingRow({ gone_at: FIRST });
    await testDb().inTenant(account.tenantId, async (tx) => {
      await upsertRows(tx, "iam_user", [...rows, gone]);
      const changed = {
        ...rows[5_000]!,
        user_name: "renamed",
        group_names: ["a", "b"],
        tags: [{ key: "k", value: "v" }],
      };
      await upsertRows(tx, "iam_user", [changed]);
      const index = await readRowIndex(tx, "iam_user", account.accountId);
      expect(index).toHaveLength(5_002);
      expect(index[0]).not.toHaveProperty("inline_policies");
      const present = await readRows(tx, "iam_user", [gone.id, changed.id], new Date(FIRST));
      const inOrder = (rows: { id: string }[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(inOrder(present)).toEqual(inOrder([gone, changed]));
    });
  });

  test("belong to the tenant of the transaction, whatever they say", async () => {
    const { tenantId: stranger } = await makeTenant();
    const row = { ...landingRow(), tenant_id: stranger };
    await testDb().inTenant(account.tenantId, (tx) => upsertRows(tx, "iam_user", [row]));
    const { rows } = await ownerSql("SELECT tenant_id FROM iam_user WHERE id = $1", [row.id]);
    expect(rows).toEqual([{ tenant_id: account.tenantId }]);
  });

  test("of which something newer is known are not read back", async () => {
    const [older, newer] = [landingRow(), landingRow()];
    const at = (subject: LandingRow<"iam_user">, valid_from: string) =>
      version({ subject_id: subject.id, valid_from, content: {} });
    await testDb().inTenant(account.tenantId, async (tx) => {
      await upsertRows(tx, "iam_user", [older, newer]);
      await appendVersions(tx, [at(older, FIRST), at(newer, SECOND)]);
      const ids = async (asOf: string) =>
        (await readRows(tx, "iam_user", [older.id, newer.id], new Date(asOf))).map(({ id }) => id);
      expect(await ids(FIRST)).toEqual([older.id]);
      expect((await ids(SECOND)).sort()).toEqual([older.id, newer.id].sort());
    });
  });

  test("that are none at all are no mistake", async () => {
    await testDb().inTenant(account.tenantId, async (tx) => {
      await upsertRows(tx, "credential", []);
      expect(await readRowIndex(tx, "credential", account.accountId)).toEqual([]);
      expect(await readRows(tx, "credential", [], new Date(FIRST))).toEqual([]);
    });
  });
});

describe("versions", () => {
  const append = (...versions: VersionRow[]) =>
    testDb().inTenant(account.tenantId, (tx) => appendVersions(tx, versions));
  const history = async () => {
    const { rows } = await ownerSql<{ change: string; from: Date; to: Date | null; content: unknown }>(
      `SELECT change, valid_from AS from, valid_to AS to, content FROM entity_version WHERE tenant_id = $1 AND subject_id = $2 ORDER BY valid_from`,
      [account.tenantId, SUBJECT_ID],
    );
    return rows.map(({ change, from, to }) => [change, from.toISOString(), to?.toISOString() ?? null]);
  };

  test("follow each other without a gap, and a removal is closed at once", async () => {
    const removedAt = "2026-06-03T00:00:00.000Z";
    await append(version({}));
    await append(version({ valid_from: SECOND, change: "changed", content_hash: "two" }));
    await append(version({ valid_from: removedAt, valid_to: removedAt, change: "removed" }));
    expect(await history()).toEqual([
      ["created", FIRST, SECOND],
      ["changed", SECOND, removedAt],
      ["removed", removedAt, removedAt],
    ]);
  });

  test("of other subjects stay open", async () => {
    await append(version({}), version({ subject: "role" }));
    await append(version({ valid_from: SECOND, change: "changed" }));
    const { rows } = await ownerSql(
      "SELECT subject FROM entity_version WHERE tenant_id = $1 AND valid_to IS NULL AND valid_from = $2",
      [account.tenantId, FIRST],
    );
    expect(rows).toEqual([{ subject: "role" }]);
  });

  test("that are there already change nothing", async () => {
    await append(version({}));
    await append(version({}));
    expect(await history()).toEqual([["created", FIRST, null]]);
  });

  test("in another tenant are not touched", async () => {
    const stranger = await makeAccount((await makeTenant()).tenantId, { status: "ok" });
    const theirs = version({ account_id: stranger.accountId });
    await testDb().inTenant(stranger.tenantId, (tx) => appendVersions(tx, [theirs]));
    await append(version({}));
    await append(version({ valid_from: SECOND, change: "changed" }));
    const { rows } = await ownerSql("SELECT valid_to FROM entity_version WHERE tenant_id = $1", [stranger.tenantId]);
    expect(rows).toEqual([{ valid_to: null }]);
  });
});
