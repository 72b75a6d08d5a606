import {
  type AccountIds,
  credentialRow,
  insertRows,
  makeAccount,
  type Row,
  scanRow,
  testDb,
  userRow,
} from "@rolecall/db/testing";
import { ListChangesInput, type Subject, type VersionChange } from "@rolecall/domain";
import { beforeAll, describe, expect, test } from "vitest";
import { VersionEvents } from "../events/version-events.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { countChanges, listChanges } from "./changes.ts";

const day = (date: number, hour = 6) => new Date(Date.UTC(2026, 5, date, hour)).toISOString();
const deps = testDeps({ now: () => new Date(day(20)) });

let tenantId: string;
let account: AccountIds;
let other: AccountIds;

type Version = [subject: Subject, id: string, change: VersionChange, at: string, content: Row];

/** The kinds of resource that scans of an account read, by when they began. */
const readings = new Map<string, { at: string; scanId: string; resources: string[] }[]>();
async function addScan(of: AccountIds, at: string, resources: string[], row: Row = {}) {
  const coverage = resources.map((resource) => ({ resource, state: "read" }));
  const scan = { kind: "inventory", ...scanRow(of, { requested_at: at, started_at: at, coverage, ...row }) };
  if (row.status !== "failed") {
    readings.set(of.accountId, [...(readings.get(of.accountId) ?? []), { at, scanId: scan.id, resources }]);
  }
  await insertRows("scan", [scan]);
}

/** Writes versions in the order of their times, each ending the one before it, and the events of each landing. */
async function addVersions(of: AccountIds, versions: Version[]) {
  const known = readings.get(of.accountId) ?? [];
  const rows = versions.map(([subject, subjectId, change, at, content], index) => ({
    tenant_id: of.tenantId,
    subject,
    subject_id: subjectId,
    valid_from: at,
    valid_to: change === "removed" ? at : (versions.slice(index + 1).find(([, id]) => id === subjectId)?.[3] ?? null),
    account_id: of.accountId,
    scan_id: known.find((reading) => reading.at === at)?.scanId ?? crypto.randomUUID(),
    change,
    content_hash: "hash",
    content,
  }));
  await insertRows("entity_version", rows);
  for (const [at, landed] of Map.groupBy(rows, ({ valid_from }) => valid_from)) {
    const events = new VersionEvents();
    for (const { tenant_id: _, ...version } of landed) {
      const before = rows.findLast(
        ({ subject_id, valid_from }) => subject_id === version.subject_id && valid_from < at,
      );
      events.note(before?.content ?? null, version);
    }
    const everRead = new Set(known.filter((reading) => reading.at < at).flatMap(({ resources }) => resources));
    const landing = { accountId: of.accountId, scanId: landed[0]!.scan_id, asOf: new Date(at), everRead };
    await testDb().inTenant(of.tenantId, (tx) => events.record(deps, tx, landing));
  }
}

const list = async (input: object = {}) =>
  (await listChanges(tenantCtx(deps, tenantId), ListChangesInput.parse({ limit: 200, ...input }))).items;
const summaries = async (input: object = {}) => (await list(input)).map(({ summary }) => summary);

const ALL = ["users", "roles", "policies", "access_keys", "credential_report"];
const ids: Record<string, string> = {};

beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  account = await makeAccount(tenantId, { status: "ok", name: "Production" });
  other = await makeAccount(tenantId, { status: "ok", name: "Sandbox" });
  for (const date of [1, 3, 5, 7, 9]) await addScan(account, day(date), ALL);
  await addScan(account, day(8), ["ssh_public_keys"], { kind: "slow_lane" });
  await addScan(account, day(6), ALL, { status: "failed" });
  await addScan(other, day(5), ALL);

  const seen = { first_seen_at: day(1) };
  const [ada, bob, newBob, deploy] = [
    userRow(account, { user_name: "ada", ...seen }),
    userRow(account, { user_name: "bob", ...seen, gone_at: day(5) }),
    userRow(account, { user_name: "bob", first_seen_at: day(5) }),
    userRow(account, { user_name: "deploy", ...seen }),
  ];
  const sandboxUser = userRow(other, { user_name: "eve", first_seen_at: day(5) });
  await insertRows("iam_user", [ada, bob, newBob, deploy, sandboxUser]);
  const keyOf = (accessKeyId: string, row: Row) =>
    credentialRow(account, {
      identity: accessKeyId,
      access_key_id: accessKeyId,
      user_record_id: deploy.id,
      user_name: "deploy",
      ...row,
    });
  const [oldKey, newKey] = [
    keyOf("AKIAOLD", { created_at: day(1, 0), ...seen, gone_at: day(9) }),
    keyOf("AKIANEW", { created_at: day(2, 0), first_seen_at: day(3) }),
  ];
  const sshKey = credentialRow(account, {
    kind: "ssh_public_key",
    identity: "APKA1",
    access_key_id: null,
    user_record_id: deploy.id,
    user_name: "deploy",
    first_seen_at: day(8),
  });
  await insertRows("credential", [oldKey, newKey, sshKey]);
  Object.assign(ids, { ada: ada.id, oldKey: oldKey.id });

  const user = (name: string, more: Row = {}): Row => ({
    user_name: name,
    attached_policy_arns: [],
    mfa: "unknown",
    ...more,
  });
  const admin = { attached_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"] };
  const key = (row: Row, status: string): Row => ({
    kind: row.kind,
    identity: row.identity,
    access_key_id: row.access_key_id,
    user_record_id: row.user_record_id,
    user_name: "deploy",
    created_at: row.created_at,
    status,
  });
  await addVersions(account, [
    ["user", ada.id, "created", day(1), user("ada")],
    ["user", bob.id, "created", day(1), user("bob")],
    ["user", deploy.id, "created", day(1), user("deploy")],
    ["credential", oldKey.id, "created", day(1), key(oldKey, "active")],
    ["credential", newKey.id, "created", day(3), key(newKey, "active")],
    ["user", ada.id, "learned", day(3), user("ada", { mfa: "virtual" })],
    ["user", ada.id, "changed", day(5), user("ada", { mfa: "virtual", ...admin })],
    ["user", bob.id, "removed", day(5), user("bob")],
    ["user", newBob.id, "created", day(5), user("bob")],
    ["credential", oldKey.id, "changed", day(7), key(oldKey, "inactive")],
    ["policy", crypto.randomUUID(), "created", day(7), { policy_name: "Deploy" }],
    ["credential", sshKey.id, "created", day(8), key(sshKey, "active")],
    ["credential", oldKey.id, "removed", day(9), key(oldKey, "inactive")],
  ]);
  await addVersions(other, [["user", sandboxUser.id, "created", day(5), user("eve")]]);

  const event = (at: string, name: string, actor: string, resources: string[]) => ({
    tenant_id: tenantId,
    account_id: account.accountId,
    event_id: crypto.randomUUID(),
    at,
    event_name: name,
    actor_arn: actor,
    source_ip_address: "192.0.2.1",
    user_agent: "console",
    resource_names: resources,
  });
  await insertRows("trail_event", [
    event(day(4, 8), "AttachUserPolicy", "arn:first", ["ada", "arn:p"]),
    event(day(4, 9), "AttachUserPolicy", "arn:grace", ["ada", "arn:p"]),
    event(day(4, 10), "AttachUserPolicy", "arn:of-somebody-else", ["adam"]),
    event(day(4, 11), "CreateUser", "arn:of-another-kind", ["ada"]),
    event(day(2), "AttachUserPolicy", "arn:too-early", ["ada"]),
    event(day(5, 7), "AttachUserPolicy", "arn:too-late", ["ada"]),
    event(day(4, 9), "UpdateAccessKey", "arn:too-early", ["AKIAOLD"]),
    event(day(6), "UpdateAccessKey", "arn:ops", ["deploy", "AKIAOLD"]),
  ]);
});

const EXPECTED = [
  "Access key AKIAOLD of deploy was deleted",
  "Policy Deploy appeared",
  "Access key of deploy was rotated: AKIANEW replaces AKIAOLD after 5 days overlap",
  "User bob was deleted",
  "User bob was deleted and made anew under the same name",
  "ada gained AdministratorAccess",
  "Access key AKIANEW of deploy appeared",
];

describe("what changed", () => {
  test("is told newest first, without what first readings found and what was merely learned", async () => {
    const found = await list();
    expect(found.map(({ summary }) => summary).sort()).toEqual([...EXPECTED].sort());
    const times = found.map(({ foundAt }) => foundAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test("comes a page at a time, each change once", async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listChanges(
        tenantCtx(deps, tenantId),
        ListChangesInput.parse({ limit: 2, ...(cursor ? { cursor } : {}) }),
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual((await list()).map(({ id }) => id));
    expect(new Set(seen).size).toBe(EXPECTED.length);
  });

  test("can be shown with what the first readings found: of an account, and of a kind that was read later", async () => {
    const first = await list({ change: "first_seen" });
    expect(first.map(({ summary, notBefore }) => [summary, notBefore]).sort()).toEqual([
      ["Access key AKIAOLD of deploy was there at the first inventory", null],
      ["SSH public key APKA1 of deploy was there at the first inventory", null],
      ["User ada was there at the first inventory", null],
      ["User bob was there at the first inventory", null],
      ["User deploy was there at the first inventory", null],
      ["User eve was there at the first inventory", null],
    ]);
    expect(await list({ firstSeen: "true" })).toHaveLength(EXPECTED.length + first.length);
  });

  test.each<[string, () => object, string[]]>([
    ["a subject", () => ({ subject: "policy" }), ["Policy Deploy appeared"]],
    ["one record", () => ({ subjectId: ids.ada }), ["ada gained AdministratorAccess"]],
    ["another account", () => ({ awsAccountId: other.awsAccountId }), []],
    ["a time", () => ({ since: day(9), until: day(10) }), ["Access key AKIAOLD of deploy was deleted"]],
    ["a time that ends at a scan", () => ({ since: day(8), until: day(9) }), []],
    ["rotations", () => ({ change: "rotated" }), [EXPECTED[2]!]],
    ["what changed", () => ({ change: "changed" }), ["ada gained AdministratorAccess"]],
    [
      "what vanished",
      () => ({ change: "vanished" }),
      ["Access key AKIAOLD of deploy was deleted", "User bob was deleted"],
    ],
  ])("can be asked for by %s", async (_, input, expected) => {
    expect(await summaries(input())).toEqual(expected);
  });

  test("each kind that is asked for is the kind that is told", async () => {
    for (const change of ["appeared", "changed", "vanished", "rotated", "first_seen"]) {
      const found = await list({ change });
      expect(found.length, change).toBeGreaterThan(0);
      expect(new Set(found.map((item) => item.change)), change).toEqual(new Set([change]));
    }
  });

  test("has the scan before it, and who did it where CloudTrail tells", async () => {
    const [gained] = await list({ subjectId: ids.ada });
    expect(gained).toMatchObject({
      foundAt: new Date(day(5)),
      notBefore: new Date(day(3)),
      awsAccountId: account.awsAccountId,
      accountName: "Production",
      name: "ada",
      actor: { actorArn: "arn:grace", eventName: "AttachUserPolicy", at: new Date(day(4, 9)) },
      fields: [{ field: "attachedPolicyArns", gained: ["arn:aws:iam::aws:policy/AdministratorAccess"], lost: [] }],
    });
    const [rotated] = await list({ change: "rotated" });
    expect(rotated).toMatchObject({ notBefore: new Date(day(5)), actor: { actorArn: "arn:ops" } });
    const [appeared] = await list({ subject: "policy" });
    expect(appeared?.actor).toBeNull();
  });

  test("is counted without what first readings found, after the one instant and up to the other", async () => {
    const count = (since: string, until: string) =>
      testDb().inTenant(tenantId, (tx) => countChanges(tx, new Date(since), new Date(until)));
    expect(await count(day(1), day(20))).toEqual({ created: 3, changed: 2, removed: 2 });
    expect(await count(day(5), day(7))).toEqual({ created: 1, changed: 1, removed: 0 });
    expect(await count(day(1, 0), day(1))).toEqual({ created: 0, changed: 0, removed: 0 });
  });

  test("is nobody else's", async () => {
    const { tenantId: stranger } = await makeTenant();
    const { items } = await listChanges(tenantCtx(deps, stranger), ListChangesInput.parse({ firstSeen: "true" }));
    expect(items).toEqual([]);
  });
});
