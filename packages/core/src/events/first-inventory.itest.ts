import { EVERY_KIND_WORLD, everyKindWorld } from "@rolecall/aws-emulator";
import { ownerSql } from "@rolecall/db/testing";
import { ListChangesInput, type ResourceKind, type UserFact } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { connectCustomer, emulateAws } from "../emulated-customer-fixture.ts";
import { countChanges, listChanges } from "../inventory/changes.ts";
import { accountOf, day, judgedAccount, keyUser } from "../judgement/judged-account-fixture.ts";
import { recomputeJudgements } from "../judgement/recompute.ts";
import { keyOf, readAs, UNREAD, unreadUser, userOf } from "../scans/landing/facts-fixture.ts";

type Account = Awaited<ReturnType<typeof judgedAccount>>;

const changesOf = async ({ ctx }: Pick<Account, "ctx">) =>
  (await listChanges(ctx, ListChangesInput.parse({ limit: 200 }))).items.map(({ summary }) => summary);

const withoutKeys = (name: string): UserFact => userOf(name, { accessKeys: UNREAD, consolePassword: UNREAD });

it("of a new account is no change: everything was there before, and nobody knows since when", async () => {
  const aws = await emulateAws(everyKindWorld());
  const customer = await connectCustomer({ aws, awsAccountId: EVERY_KIND_WORLD.awsAccountId });
  expect((await customer.scan()).status).toBe("complete");
  expect(await changesOf(customer)).toEqual([]);
  const { rows } = await ownerSql<{ type: string; isFirstSeen: boolean }>(
    `SELECT DISTINCT type, is_first_seen AS "isFirstSeen" FROM event WHERE tenant_id = $1 AND type LIKE '%.created' ORDER BY type`,
    [customer.tenantId],
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ isFirstSeen }) => !isFirstSeen)).toEqual([]);
  const now = customer.deps.now();
  const counts = await customer.deps.db.inTenant(customer.tenantId, (tx) => countChanges(tx, new Date(0), now));
  expect(counts).toEqual({ created: 0, changed: 0, removed: 0 });
});

describe("what a first scan could not read", () => {
  it.each<[string, readonly ResourceKind[], (name: string) => UserFact]>([
    ["the credential report", ["credential_report"], (name) => userOf(name, { consolePassword: UNREAD })],
    ["access keys", ["access_keys"], (name) => userOf(name, { accessKeys: UNREAD })],
    [
      "all of users' credentials",
      ["credential_report", "access_keys", "service_specific_credentials", "signing_certificates", "mfa_devices"],
      unreadUser,
    ],
    ["the keys and the password of one user", [], (name) => (name === "anna" ? userOf(name) : withoutKeys(name))],
  ])("was there before, too, where it is read later: %s", async (_, unread, first) => {
    const account = await judgedAccount();
    await account.land(accountOf([first("anna"), first("berta")], {}, unread), day(1));
    await account.land(accountOf([userOf("anna"), userOf("berta")]), day(2));
    expect(await changesOf(account)).toEqual([]);
    expect(await recomputeJudgements(account.ctx, account)).toEqual([]);
  });

  it("hides nothing of what appears once it was read: of a known user, and of a new one", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([withoutKeys("anna")]), day(1));
    await account.land(accountOf([userOf("anna")]), day(2));
    const keys = readAs([keyOf("anna"), keyOf("second")]);
    await account.land(accountOf([userOf("anna", { accessKeys: keys }), keyUser("carl", day(3))]), day(3));
    expect((await changesOf(account)).toSorted()).toEqual([
      "Access key AKIAcarl of carl appeared",
      "Access key AKIAsecond of anna appeared",
      "User carl appeared",
      "anna has 2 active access keys now, not 1",
    ]);
  });
});
