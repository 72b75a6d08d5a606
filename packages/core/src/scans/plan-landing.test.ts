import type { landing } from "@rolecall/db";
import type { AccountReading, ResourceCoverage, ResourceKind, RoleFact, UserFact } from "@rolecall/domain";
import { ResourceKind as ResourceKinds } from "@rolecall/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Landing, planLanding } from "./plan-landing.ts";

const FIRST_AT = new Date("2026-06-01T10:00:00Z");
const SECOND_AT = new Date("2026-06-01T16:00:00Z");
const read = { source: "live_api", observedAt: FIRST_AT } as const;

const user = (name: string, over: Partial<UserFact> = {}): UserFact => ({
  userId: `AIDA${name}`,
  userName: name,
  arn: `arn:aws:iam::200000000002:user/${name}`,
  path: "/",
  createdAt: FIRST_AT,
  tags: [],
  groupNames: [],
  attachedPolicyArns: [],
  inlinePolicyNames: [],
  permissionsBoundaryArn: null,
  consolePassword: {
    state: "read",
    ...read,
    value: {
      exists: true,
      lastChangedAt: FIRST_AT,
      lastUse: { kind: "at", at: FIRST_AT, service: null, region: null },
    },
  },
  mfa: { state: "read", ...read, value: "virtual" },
  accessKeys: {
    state: "read",
    ...read,
    value: [{ accessKeyId: `AKIA${name}`, status: "Active", createdAt: FIRST_AT, lastUse: { kind: "never" } }],
  },
  reportFingerprint: `print of ${name}`,
  ...over,
});

const unread = { state: "unread", reason: "denied" } as const;
const unreadUser = (name: string): UserFact =>
  user(name, { consolePassword: unread, mfa: unread, accessKeys: unread, reportFingerprint: null });

const role = (name: string, over: Partial<RoleFact> = {}): RoleFact => ({
  roleId: `AROA${name}`,
  roleName: name,
  arn: `arn:aws:iam::200000000002:role/${name}`,
  path: "/",
  createdAt: FIRST_AT,
  description: `Runs ${name}`,
  maxSessionDurationSeconds: 3_600,
  trustPolicy: { state: "parsed", document: { Version: "2012-10-17", Statement: [] } },
  tags: [],
  attachedPolicyArns: [],
  inlinePolicyNames: [],
  permissionsBoundaryArn: null,
  lastUse: { kind: "never" },
  ...over,
});

const coverage = (unreadKinds: readonly ResourceKind[] = []): ResourceCoverage[] =>
  ResourceKinds.options.map((resource) => ({
    resource,
    state: unreadKinds.includes(resource) ? "denied" : "read",
    reason: null,
    action: null,
    observedAt: null,
  }));

const reading = (over: Partial<AccountReading> = {}): AccountReading => ({
  awsAccountId: "200000000002",
  partition: "aws",
  alias: null,
  summary: null,
  users: [user("anna"), user("berta")],
  roles: [role("web"), role("batch")],
  root: null,
  coverage: coverage(),
  problems: [],
  apiCalls: { total: 0, throttled: 0, byAction: {} },
  ...over,
});

type Present = Record<landing.LandingTable, landing.PresentRow[]>;
const EMPTY: Present = { iam_user: [], credential: [], iam_role: [] };

function plan(facts: AccountReading, present: Present = EMPTY, asOf = FIRST_AT): Landing {
  let ids = 0;
  const newId = () => `${asOf.getTime()}-${ids++}`;
  return planLanding({
    accountId: "account",
    awsAccountId: "200000000002",
    scanId: "scan",
    asOf,
    reading: facts,
    present,
    previousUsers: previousOf(present),
    newId,
  });
}

/** What the next scan is told of the users that are there. */
const previousOf = (present: Present) =>
  present.iam_user.map((row) => ({
    userId: String(row.user_id),
    reportFingerprint: null,
    mfa: "unknown" as const,
    accessKeys: present.credential
      .filter((key) => key.kind === "access_key" && key.user_id === row.user_id)
      .map((key) => ({
        accessKeyId: String(key.access_key_id),
        status: "Active" as const,
        createdAt: new Date(String(key.created_at)),
        lastUse: { kind: "unknown", reason: "not read before" } as const,
      })),
  }));

/** The rows as the database gives them back. */
const landed = ({ rows }: Landing): Present => JSON.parse(JSON.stringify(rows)) as Present;
const second = (facts: AccountReading) => plan(facts, landed(plan(reading())), SECOND_AT);
const rowOf = (result: Landing, table: landing.LandingTable, name: string) =>
  result.rows[table].find((row) => row.user_name === name || row.role_name === name);

describe("an equal second reading", () => {
  it("writes nothing", () => {
    const result = second(reading());
    expect(result.rows).toEqual(EMPTY);
    expect(result).toMatchObject({
      versions: [],
      changes: { created: 0, changed: 0, removed: 0 },
      counts: { users: 2, roles: 2, credentials: 4 },
      incomplete: null,
    });
  });

  it("writes nothing whatever the order in which AWS lists things", () => {
    const tags = [
      { key: "owner", value: "a" },
      { key: "team", value: "b" },
    ];
    const many = { tags, groupNames: ["x", "y"], attachedPolicyArns: ["p", "q"], inlinePolicyNames: ["i", "j"] };
    const users = ["anna", "berta", "carl"].map((name) => user(name, many));
    const roles = ["web", "batch", "cron"].map((name) => role(name, { tags, attachedPolicyArns: ["p", "q"] }));
    const before = landed(plan(reading({ users, roles })));
    const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });
    fc.assert(
      fc.property(
        shuffled(users),
        shuffled(roles),
        shuffled(tags),
        shuffled(many.groupNames),
        shuffled(many.attachedPolicyArns),
        (someUsers, someRoles, someTags, groupNames, attachedPolicyArns) => {
          const facts = reading({
            users: someUsers.map((fact) => ({ ...fact, tags: someTags, groupNames, attachedPolicyArns })),
            roles: someRoles.map((fact) => ({ ...fact, tags: someTags, attachedPolicyArns })),
          });
          const result = plan(facts, before, SECOND_AT);
          expect(result.rows).toEqual(EMPTY);
          expect(result.versions).toEqual([]);
        },
      ),
    );
  });

  it("writes only the row, and no version, where something was merely used", () => {
    const used = { kind: "at", at: SECOND_AT, service: null, region: "eu-west-1" } as const;
    const result = second(reading({ roles: [role("web", { lastUse: used }), role("batch")] }));
    expect(result.versions).toEqual([]);
    expect(result.rows.iam_role.map((row) => [row.role_name, row.last_used_at])).toEqual([
      ["web", SECOND_AT.toISOString()],
    ]);
  });
});

describe("what is missing from a reading", () => {
  it("is gone where its kind was read", () => {
    const result = second(reading({ users: [user("anna")], roles: [role("web")] }));
    expect(result.changes).toEqual({ created: 0, changed: 0, removed: 4 });
    expect(rowOf(result, "iam_user", "berta")?.gone_at).toBe(SECOND_AT.toISOString());
    expect(result.counts).toEqual({ users: 1, roles: 1, credentials: 2 });
    for (const version of result.versions)
      expect([version.valid_from, version.valid_to]).toEqual([SECOND_AT.toISOString(), SECOND_AT.toISOString()]);
  });

  it.each<[ResourceKind, Partial<AccountReading>]>([
    ["users", { users: [] }],
    ["roles", { roles: [] }],
    ["access_keys", { users: [user("anna", { accessKeys: unread }), user("berta", { accessKeys: unread })] }],
    [
      "credential_report",
      { users: [user("anna", { consolePassword: unread }), user("berta", { consolePassword: unread })] },
    ],
  ])("is not gone where %s could not be read", (kind, facts) => {
    const result = second(reading({ ...facts, coverage: coverage([kind]) }));
    expect(result.changes).toEqual({ created: 0, changed: 0, removed: 0 });
    expect(result.rows).toEqual(EMPTY);
    expect(result.counts).toEqual({ users: 2, roles: 2, credentials: 4 });
    expect(result.incomplete).toContain(`${kind.replaceAll("_", " ")} (denied)`);
  });

  it("is not gone, for any set of kinds that could not be read, unless its own kind was", () => {
    fc.assert(
      fc.property(fc.subarray([...ResourceKinds.options]), (kinds) => {
        const result = second(reading({ users: [], roles: [], coverage: coverage(kinds) }));
        const removed = (subject: string) =>
          result.versions.some((version) => version.subject === subject && version.change === "removed");
        expect(removed("user")).toBe(!kinds.includes("users"));
        expect(removed("credential")).toBe(!kinds.includes("users"));
        expect(removed("role")).toBe(!kinds.includes("roles"));
        expect(result.incomplete !== null).toBe(kinds.length > 0);
      }),
    );
  });
});

describe("a value that could not be read", () => {
  it("keeps what was known", () => {
    const roles = [role("web", { maxSessionDurationSeconds: null, description: null }), role("batch")];
    const result = second(reading({ users: [unreadUser("anna"), user("berta")], roles }));
    expect(result.versions).toEqual([]);
    expect(result.rows).toEqual(EMPTY);
  });

  it("stays unknown, and is neither empty nor zero, where it was never read", () => {
    const roles = [role("web", { maxSessionDurationSeconds: null })];
    const first = plan(reading({ users: [unreadUser("anna")], roles }));
    expect(rowOf(first, "iam_user", "anna")).toMatchObject({
      has_console_password: null,
      mfa: "unknown",
      active_access_keys: null,
      last_activity: "unknown",
      last_activity_at: null,
    });
    expect(rowOf(first, "iam_role", "web")).toMatchObject({ max_session_duration_seconds: null });
    expect(first.rows.credential).toEqual([]);
    const again = plan(reading({ users: [unreadUser("anna")], roles }), landed(first), SECOND_AT);
    expect(again.rows).toEqual(EMPTY);
  });

  it("is counted as unknown where its kind was never read, and as none where it was read and is not there", () => {
    const unreadKinds = coverage(["users", "roles", "access_keys"]);
    expect(plan(reading({ users: [], roles: [], coverage: unreadKinds })).counts).toEqual({
      users: null,
      roles: null,
      credentials: null,
    });
    expect(plan(reading({ users: [], roles: [] })).counts).toEqual({ users: 0, roles: 0, credentials: 0 });
  });

  it("does not hide what could be read beside it", () => {
    const result = second(
      reading({ users: [{ ...unreadUser("anna"), tags: [{ key: "owner", value: "x" }] }, user("berta")] }),
    );
    expect(rowOf(result, "iam_user", "anna")).toMatchObject({
      owner: "x",
      active_access_keys: 1,
      has_console_password: true,
      mfa: "virtual",
    });
    expect(result.changes).toMatchObject({ removed: 0 });
  });

  it("does not move the last activity back", () => {
    const result = second(reading({ users: [user("anna", { consolePassword: unread }), user("berta")] }));
    expect(rowOf(result, "iam_user", "anna")).toBeUndefined();
  });
});

describe("a value that is known at last", () => {
  it("is written without a version: nothing changed in the account", () => {
    const facts = reading({
      users: [unreadUser("anna")],
      roles: [role("web", { maxSessionDurationSeconds: null, description: "Runs web" })],
    });
    const first = landed(plan(facts));
    const result = plan(reading({ users: [user("anna")], roles: [role("web")] }), first, SECOND_AT);
    expect(rowOf(result, "iam_user", "anna")).toMatchObject({ mfa: "virtual", active_access_keys: 1 });
    expect(rowOf(result, "iam_role", "web")).toMatchObject({ max_session_duration_seconds: 3_600 });
    expect(result.changes).toEqual({ created: 2, changed: 0, removed: 0 });
    expect(result.versions.map(({ subject }) => subject)).toEqual(["credential", "credential"]);
  });
});

it("what was gone and is back keeps its id and its first sight", () => {
  const first = landed(plan(reading()));
  const without = landed(plan(reading({ users: [user("anna")] }), first, SECOND_AT));
  const merged: Present = {
    iam_user: [...first.iam_user.filter((row) => row.user_name === "anna"), ...without.iam_user],
    credential: [...first.credential.filter((row) => row.user_name === "anna"), ...without.credential],
    iam_role: first.iam_role,
  };
  const back = plan(reading(), merged, new Date("2026-06-02T10:00:00Z"));
  const before = first.iam_user.find((row) => row.user_name === "berta")!;
  expect(rowOf(back, "iam_user", "berta")).toMatchObject({
    id: before.id,
    first_seen_at: before.first_seen_at,
    gone_at: null,
  });
  expect(back.changes).toEqual({ created: 3, changed: 0, removed: 0 });
  expect(back.counts).toEqual({ users: 2, roles: 2, credentials: 4 });
});

it("a problem of one resource makes the landing incomplete, and is named", () => {
  const problems = [{ resource: "role/web", message: "Its trust policy is not JSON" }];
  expect(plan(reading({ problems })).incomplete).toContain("role/web");
});
