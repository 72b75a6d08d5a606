import { landing, type TenantTx } from "@rolecall/db";
import { makeAccount, modelsOf, ownerSql, testDb } from "@rolecall/db/testing";
import { type AccountReading, LANDING_TABLES, type PermissionSetFact, previousUsers } from "@rolecall/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTenant, type TestTenant } from "../../testing/index.ts";
import {
  FIRST_AT,
  keyOf,
  MADE_AT,
  policyOf,
  readAs,
  readingOf,
  roleOf,
  SECOND_AT,
  slowLaneOf,
  THIRD_AT,
  UNREAD,
  usedAt,
  userOf,
  userReadingOf,
} from "./facts-fixture.ts";
import { landInventoryAs, landSlowLaneAs, landUserAs } from "./land-as-fixture.ts";
import { landPermissionSets } from "./land-permission-sets.ts";

type Account = Awaited<ReturnType<typeof makeAccount>>;
let tenant: TestTenant;
let account: Account;
beforeEach(async () => {
  tenant = await makeTenant();
  account = await makeAccount(tenant.tenantId);
});

const SCAN_ID = "01939f00-0000-7000-8000-000000000001";
const inputOf = (asOf: Date) => ({ accountId: account.accountId, scanId: SCAN_ID, asOf });
const inTenant = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> => testDb().inTenant(account.tenantId, work);

const land = (reading: AccountReading, asOf: Date, isUpload = false) =>
  inTenant((tx) => landInventoryAs(tenant.ctx, tx, { ...inputOf(asOf), reading, isUpload }));

/** What the next reading is given of the account's users. */
const knownUsers = async (tx: TenantTx) => {
  const { users, credentials } = await landing.readKnownUsers(tx, account.accountId);
  return previousUsers(users, credentials);
};

/** What a landing writes to, but its own note that it was judged. */
const TABLES = [
  ...Object.keys(LANDING_TABLES),
  "entity_version",
  "activity_day",
  "account_day",
  "tenant_day",
  "account_credential_day",
  "tenant_credential_day",
  "rotation_day",
  "credential_limit",
  "judgement_context",
  "finding",
  "finding_period",
];

/** Rows of each table that were written by `work`. */
async function writtenBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const { rows } = await ownerSql<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
  await work();
  const counts = TABLES.map(
    (table) =>
      `SELECT '${table}' AS name, count(*)::int AS n FROM ${table} WHERE tenant_id = $1 AND xmin::text::bigint > $2::bigint`,
  );
  const written = await ownerSql<{ name: string; n: number }>(counts.join(" UNION ALL "), [
    account.tenantId,
    rows[0]!.id,
  ]);
  return Object.fromEntries(written.rows.filter(({ n }) => n > 0).map(({ name, n }) => [name, n]));
}

const keysOf = () =>
  inTenant((tx) => modelsOf(tx).credential.findMany({ where: { kind: "access_key" }, orderBy: { identity: "asc" } }));
const versionsOf = async () => {
  const versions = await inTenant((tx) => modelsOf(tx).entityVersion.findMany({ orderBy: [{ validFrom: "asc" }] }));
  return versions.map(({ change, subject, subjectId, validFrom, validTo }) => ({
    what: `${change} ${subject}`,
    subjectId,
    validFrom,
    validTo,
  }));
};

describe("an inventory", () => {
  it("lands in every table, is counted, and says what was read when", async () => {
    const coverage = readingOf().coverage.map((entry) =>
      entry.resource === "credential_report" ? { ...entry, observedAt: MADE_AT } : entry,
    );
    const landed = await land(readingOf({ coverage }), FIRST_AT);
    expect(landed).toMatchObject({
      counts: {
        users: 2,
        roles: 2,
        credentials: 14,
        policies: 1,
        groups: 1,
        instanceProfiles: 1,
        identityProviders: 2,
      },
      changes: { created: 24, changed: 0, removed: 0 },
      incomplete: null,
    });
    expect(landed.freshness.credential_report).toEqual({
      source: "credential_report",
      observedAt: MADE_AT,
    });
    expect(landed.freshness.roles).toEqual({ source: "live_api", observedAt: FIRST_AT });
    const [policy] = await inTenant((tx) => modelsOf(tx).iamPolicy.findMany());
    expect(policy?.policy).toEqual({ document: { Statement: [{ Sid: "deploy" }] }, problem: null });
  });

  it("landed again unchanged writes the account's row of the day and nothing else", async () => {
    await land(readingOf(), FIRST_AT);
    expect(await writtenBy(() => land(readingOf(), SECOND_AT))).toEqual({});
    // Another day: the rows of that day, and the findings on a certificate and a provider that expire just then.
    expect(await writtenBy(() => land(readingOf(), THIRD_AT))).toEqual({
      finding: 2,
      finding_period: 2,
      account_day: 1,
      tenant_day: 1,
      account_credential_day: 9,
      tenant_credential_day: 9,
    });
  });

  it("of which a kind was not read says so, in words and by what is not counted", async () => {
    const landed = await land(
      readingOf({ roles: [], users: [], oidcProviders: [] }, ["roles", "access_keys", "oidc_providers"]),
      FIRST_AT,
    );
    expect(landed.incomplete).toContain("roles (denied)");
    expect(landed.counts).toMatchObject({ users: 0, roles: null, identityProviders: 1 });
    expect(landed.freshness).not.toHaveProperty("roles");
    // Once read, none is none.
    await land(readingOf({ roles: [] }), SECOND_AT);
    expect((await land(readingOf({ roles: [] }, ["roles"]), THIRD_AT)).counts.roles).toBe(0);
  });

  it("keeps policies that PostgreSQL's JSON cannot hold as they are, with the odd characters replaced", async () => {
    const document = { Sid: "nul \0 and half \ud800 a pair" };
    const reading = readingOf({ policies: [policyOf("odd", { document: { state: "parsed", document } })] });
    await land(reading, FIRST_AT);
    const [policy] = await inTenant((tx) => modelsOf(tx).iamPolicy.findMany());
    expect(policy?.policy).toEqual({ document: { Sid: "nul \uFFFD and half \uFFFD a pair" }, problem: null });
    expect(await writtenBy(() => land(reading, SECOND_AT))).toEqual({});
  });

  it("of a stranger's account is refused", async () => {
    const stranger = await makeAccount((await makeTenant()).tenantId);
    const input = { ...inputOf(FIRST_AT), accountId: stranger.accountId, reading: readingOf(), isUpload: false };
    await expect(inTenant((tx) => landInventoryAs(tenant.ctx, tx, input))).rejects.toThrow();
    const { rows } = await ownerSql("SELECT 1 FROM iam_user WHERE account_id = $1", [stranger.accountId]);
    expect(rows).toEqual([]);
  });

  it("landed twice at once takes turns, and everything is there once", async () => {
    await Promise.all([land(readingOf(), FIRST_AT), land(readingOf(), SECOND_AT), land(readingOf(), THIRD_AT)]);
    const versions = await versionsOf();
    expect(versions).toHaveLength(24);
    expect(new Set(versions.map(({ subjectId }) => subjectId)).size).toBe(24);
  });
});

describe("use", () => {
  const used = (at: Date, service = "s3") =>
    readingOf({
      users: [userOf("anna", { accessKeys: readAs([keyOf("anna", { lastUse: usedAt(at, service, "eu-west-1") })]) })],
      roles: [roleOf("web", { lastUse: usedAt(at, null, "eu-west-1") })],
    });
  const samples = async () => {
    const rows = await inTenant((tx) =>
      modelsOf(tx).activityDay.findMany({
        where: { subject: "credential", service: { not: "" } },
        orderBy: [{ day: "asc" }, { service: "asc" }],
      }),
    );
    return rows.map((row) => [row.day.toISOString().slice(0, 10), row.service, row.lastAt, row.firstObservedAt]);
  };
  const hoursAfter = (at: Date, hours: number) => new Date(at.getTime() + hours * 3_600_000);

  it("is sampled by day: the first to tell of a day is kept, and the last time", async () => {
    await land(used(hoursAfter(FIRST_AT, 1)), hoursAfter(FIRST_AT, 2));
    const written = await writtenBy(() => land(used(hoursAfter(FIRST_AT, 3)), hoursAfter(FIRST_AT, 4)));
    expect(written).toEqual({ iam_user: 1, credential: 1, iam_role: 1, activity_day: 3 });
    await land(used(hoursAfter(FIRST_AT, 5), "sqs"), hoursAfter(FIRST_AT, 6));
    await land(used(THIRD_AT), THIRD_AT);
    expect(await samples()).toEqual([
      ["2026-06-01", "s3", hoursAfter(FIRST_AT, 3), hoursAfter(FIRST_AT, 2)],
      ["2026-06-01", "sqs", hoursAfter(FIRST_AT, 5), hoursAfter(FIRST_AT, 6)],
      ["2026-06-02", "s3", THIRD_AT, THIRD_AT],
    ]);
    expect(
      (await versionsOf()).filter(({ what }) => what !== "created user").some(({ what }) => what.startsWith("changed")),
    ).toBe(false);
  });

  it("of services, told by the slow lane, is sampled once", async () => {
    await land(readingOf(), FIRST_AT);
    const servicesAccessed = readAs([{ serviceNamespace: "s3", lastAuthenticatedAt: MADE_AT, region: "eu-west-1" }]);
    const user = { userId: "AIDAanna", sshPublicKeys: UNREAD, mfaDevices: UNREAD, servicesAccessed };
    const slow = () =>
      inTenant((tx) =>
        landSlowLaneAs(tenant.ctx, tx, { ...inputOf(SECOND_AT), reading: slowLaneOf({ users: [user] }) }),
      );
    expect(await writtenBy(slow)).toEqual({ activity_day: 1 });
    expect(await writtenBy(slow)).toEqual({});
  });
});

describe("an upload", () => {
  const slots = readAs([
    keyOf("", { accessKeyId: null, slot: 1 }),
    keyOf("", { accessKeyId: null, slot: 2, createdAt: FIRST_AT }),
  ]);
  const uploaded = readingOf({ users: [userOf("anna", { accessKeys: slots })] });
  const live = readingOf({
    users: [userOf("anna", { accessKeys: readAs([keyOf("1"), keyOf("2", { createdAt: FIRST_AT })]) })],
  });

  it("is taken over by a connection, with the records and the history of its keys", async () => {
    const first = await land(uploaded, FIRST_AT, true);
    expect(first.freshness.access_keys).toEqual({ source: "upload", observedAt: FIRST_AT });
    const before = await keysOf();
    expect(before.map(({ accessKeyId }) => accessKeyId)).toEqual([null, null]);
    const [previous] = await inTenant((tx) => knownUsers(tx));
    expect(previous).toMatchObject({ userId: "AIDAanna", reportFingerprint: null, accessKeys: [] });

    expect((await land(live, SECOND_AT)).changes).toEqual({ created: 0, changed: 0, removed: 0 });
    const after = await keysOf();
    expect(after.map(({ id, accessKeyId }) => [id, accessKeyId])).toEqual([
      [before[0]?.id, "AKIA1"],
      [before[1]?.id, "AKIA2"],
    ]);
    const history = (await versionsOf()).filter(({ subjectId }) => subjectId === after[0]?.id);
    expect(history.map(({ what, validTo }) => [what, validTo])).toEqual([
      ["created credential", SECOND_AT],
      ["learned credential", null],
    ]);
    expect(await writtenBy(() => land(live, SECOND_AT))).toEqual({});
  });

  it("over a connection's inventory finds the keys by their dates", async () => {
    await land(live, FIRST_AT);
    const before = await keysOf();
    expect(await writtenBy(() => land(uploaded, SECOND_AT, true))).toEqual({});
    expect(await keysOf()).toEqual(before);
  });
});

describe("one user read anew", () => {
  const userRecordId = async (userName: string) =>
    (await inTenant((tx) => modelsOf(tx).iamUser.findFirstOrThrow({ where: { userName } }))).id;
  const recheck = async (reading: ReturnType<typeof userReadingOf>, asOf: Date) => {
    const input = { ...inputOf(asOf), userRecordId: await userRecordId("anna"), reading };
    return inTenant((tx) => landUserAs(tenant.ctx, tx, input));
  };
  const DAY = { from: "2026-06-01", to: "2026-06-01" };

  it("lands with the day's roll-ups, and leaves everybody else's rows alone", async () => {
    const { freshness } = await land(readingOf(), FIRST_AT);
    const sshPublicKeys = readAs([{ sshPublicKeyId: "APKA1", status: "Active" as const, uploadedAt: MADE_AT }]);
    const anna = userOf("anna", { accessKeys: readAs([]), sshPublicKeys });
    const landed = await recheck(userReadingOf(anna), SECOND_AT);
    expect(landed).toMatchObject({ changes: { created: 1, changed: 1, removed: 1 } });
    expect(landed.freshness).toEqual(freshness);
    expect(landed.counts.credentials).toBe(14);
    const [user] = await inTenant((tx) => modelsOf(tx).iamUser.findMany({ where: { userName: "anna" } }));
    expect(user).toMatchObject({ activeAccessKeys: 0, recheckedAt: SECOND_AT });
    const days = await inTenant((tx) =>
      modelsOf(tx).accountCredentialDay.findMany({ where: { day: new Date(DAY.from) } }),
    );
    expect(Object.fromEntries(days.map(({ kind, active }) => [kind, active]))).toMatchObject({
      access_key: 1,
      ssh_public_key: 1,
    });
  });

  it("on a day without a scan writes no row of that day", async () => {
    await land(readingOf(), FIRST_AT);
    const written = await writtenBy(() => recheck(userReadingOf(userOf("anna", { path: "/new/" })), THIRD_AT));
    expect(written).toEqual({ iam_user: 1, entity_version: 2 });
  });

  it("who is no user of the account is refused", async () => {
    await land(readingOf(), FIRST_AT);
    const input = { ...inputOf(SECOND_AT), userRecordId: SCAN_ID, reading: userReadingOf(null) };
    await expect(inTenant((tx) => landUserAs(tenant.ctx, tx, input))).rejects.toThrow(/has no user/);
  });

  it("is not undone by a scan that began before, whichever lands last", async () => {
    await land(readingOf(), FIRST_AT);
    await recheck(userReadingOf(userOf("anna", { accessKeys: readAs([]) })), THIRD_AT);
    const before = await versionsOf();
    await land(readingOf(), SECOND_AT);
    expect(await versionsOf()).toEqual(before);
  });
});

describe("permission sets", () => {
  const set = (over: Partial<PermissionSetFact> = {}): PermissionSetFact => ({
    arn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
    name: "Admin",
    description: null,
    sessionDuration: "PT8H30M",
    createdAt: MADE_AT,
    assignments: readAs([
      { awsAccountId: "200000000002", principalType: "USER", principalId: "b" },
      { awsAccountId: "200000000002", principalType: "GROUP", principalId: "a" },
    ]),
    ...over,
  });
  const landSets = (sets: Parameters<typeof landPermissionSets>[2]["permissionSets"], asOf: Date) =>
    inTenant((tx) => landPermissionSets(tenant.ctx, tx, { ...inputOf(asOf), permissionSets: sets }));

  it("land with their assignments, keep them when unread, and go when they are gone", async () => {
    expect((await landSets(readAs([set()]), FIRST_AT)).changes.created).toBe(1);
    const [row] = await inTenant((tx) => modelsOf(tx).permissionSet.findMany());
    expect(row).toMatchObject({ sessionDurationSeconds: 30_600 });
    expect(row?.assignments).toHaveLength(2);
    const reversed = set().assignments;
    const again = readAs(reversed.state === "read" ? reversed.value.toReversed() : []);
    expect(await writtenBy(() => landSets(readAs([set({ assignments: again })]), SECOND_AT))).toEqual({});
    expect(await writtenBy(() => landSets(readAs([set({ assignments: UNREAD })]), SECOND_AT))).toEqual({});
    const nothing = { changes: { created: 0, changed: 0, removed: 0 }, freshness: {} };
    expect(await landSets(UNREAD, SECOND_AT)).toEqual(nothing);
    expect((await landSets(readAs([]), THIRD_AT)).changes.removed).toBe(1);
  });
});

describe("what the next reading is told", () => {
  it("is what is known of each user, so that unchanged ones cost no call", async () => {
    const anna = userOf("anna");
    await land(readingOf({ users: [anna, userOf("berta", { accessKeys: UNREAD })] }), FIRST_AT);
    const users = await inTenant((tx) => knownUsers(tx));
    const read = <T>(part: { state: string; value?: T }) => part.value;
    expect(users.find(({ userId }) => userId === "AIDAanna")).toEqual({
      userId: "AIDAanna",
      reportFingerprint: "print of anna",
      accessKeys: read(anna.accessKeys),
      signingCertificates: read(anna.signingCertificates),
      mfa: "virtual",
      mfaDevices: read(anna.mfaDevices),
    });
    expect(users.find(({ userId }) => userId === "AIDAberta")).toMatchObject({ reportFingerprint: null });
  });

  it("is all users for the slow lane, those with a working key or password as candidates", async () => {
    const nothing = { consolePassword: readAs({ exists: false } as const), accessKeys: readAs([]) };
    const users = [
      userOf("anna"),
      userOf("berta", { ...nothing, mfa: readAs("none"), mfaDevices: readAs([]) }),
      userOf("carl", { ...nothing, accessKeys: readAs([keyOf("c", { status: "Inactive" })]), mfa: readAs("unknown") }),
      userOf("dora", { ...nothing, mfa: UNREAD, mfaDevices: UNREAD }),
    ];
    await land(readingOf({ users }), FIRST_AT);
    const slow = await inTenant((tx) => landing.readSlowLaneUsers(tx, account.accountId));
    expect(slow.map(({ userName, hasMfa, isMigrationCandidate }) => [userName, hasMfa, isMigrationCandidate])).toEqual([
      ["anna", true, true],
      ["berta", false, false],
      ["carl", true, false],
      ["dora", null, false],
    ]);
  });
});
