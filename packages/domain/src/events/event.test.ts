import { describe, expect, test } from "vitest";
import type { VersionContent } from "../changes/fields.ts";
import { ChangeKind, Subject } from "../inventory/change.ts";
import { CredentialKind } from "../inventory/credential.ts";
import {
  beginsState,
  CHANGE_EVENT_TYPES,
  changeEventsOf,
  changeEventType,
  describeEvent,
  readFacts,
  type StateEventType,
  statesBeside,
  subjectOfState,
  versionChangeOf,
} from "./event.ts";
import type { SeenChange } from "./event-entry.ts";

const trust = (account: string) => ({
  trust: { principals: [{ type: "AWS", value: account }], requiresExternalId: false, document: { account } },
});
const seen = (given: Partial<SeenChange>): SeenChange => ({
  subject: "credential",
  change: "changed",
  before: null,
  after: {},
  replacedBy: null,
  ...given,
});
const ofStatus = (kind: CredentialKind, before: string, after: string, more: Partial<SeenChange> = {}) =>
  seen({ before: { kind, status: before }, after: { kind, status: after }, ...more });
const replacedBy = { accessKeyId: "AKIANEW", createdAt: new Date("2026-06-01T00:00:00Z") };

describe("which event a change is", () => {
  test.each<[string, SeenChange]>([
    ["key.deactivated", ofStatus("access_key", "active", "inactive")],
    ["key.activated", ofStatus("access_key", "inactive", "active")],
    ["key.expired", ofStatus("access_key", "active", "expired")],
    ["key.changed", ofStatus("access_key", "active", "active")],
    ["key.rotated", ofStatus("access_key", "active", "inactive", { replacedBy })],
    ["key.rotated", ofStatus("access_key", "active", "active", { replacedBy, change: "removed" })],
    ["key.deleted", ofStatus("access_key", "active", "active", { change: "removed" })],
    ["service_password.expired", ofStatus("service_specific_credential", "active", "expired")],
    ["ssh_key.changed", ofStatus("ssh_public_key", "active", "expired")],
    ["root_key.created", ofStatus("root_access_key", "active", "active", { change: "created" })],
    ["password.changed", ofStatus("console_password", "active", "active")],
    ["role.trust_changed", seen({ subject: "role", before: trust("111122223333"), after: trust("444455556666") })],
    [
      "role.changed",
      seen({ subject: "role", before: { ...trust("1"), path: "/" }, after: { ...trust("1"), path: "/a/" } }),
    ],
    ["role.changed", seen({ subject: "role", before: { trust: { unread: "denied" } }, after: trust("1") })],
    ["role.deleted", seen({ subject: "role", change: "removed", before: trust("1"), after: trust("2") })],
    ["account_settings.changed", seen({ subject: "account" })],
  ])("%s", (type, given) => {
    expect(changeEventType(given)).toBe(type);
  });

  test("is known of every subject, every kind of credential and every kind of version", () => {
    const contents = Subject.options.flatMap((subject): [Subject, VersionContent][] =>
      subject === "credential" ? CredentialKind.options.map((kind) => [subject, { kind }]) : [[subject, {}]],
    );
    const types = contents.flatMap(([subject, content]) =>
      (["created", "changed", "removed"] as const).map((change) =>
        changeEventType(seen({ subject, change, before: content, after: content })),
      ),
    );
    expect(new Set(types).size).toBe(types.length);
  });

  test("is an error for what the catalogue does not know", () => {
    expect(() => changeEventType(seen({ after: { kind: "carrier_pigeon" } }))).toThrow(/No event is a credential/);
  });
});

describe("what /changes is asked for", () => {
  const typesOf = (filter: Partial<Parameters<typeof changeEventsOf>[0]>) =>
    changeEventsOf({ firstSeen: false, ...filter }).map(({ type, isFirstSeen }) =>
      isFirstSeen ? `${type} first` : type,
    );

  test("without a filter is everything, without what first readings found", () => {
    expect(typesOf({})).toEqual(CHANGE_EVENT_TYPES);
  });

  test("with what first readings found has each creation twice", () => {
    const created = CHANGE_EVENT_TYPES.filter((type) => type.endsWith(".created"));
    expect(typesOf({ firstSeen: true })).toHaveLength(CHANGE_EVENT_TYPES.length + created.length);
    expect(typesOf({ change: "first_seen" })).toEqual(created.map((type) => `${type} first`));
    expect(typesOf({ change: "appeared", firstSeen: true })).toEqual(created);
  });

  test("of a subject and a kind of change is what both let through", () => {
    expect(typesOf({ subject: "role", change: "changed" })).toEqual(["role.trust_changed", "role.changed"]);
    expect(typesOf({ subject: "role", change: "rotated" })).toEqual([]);
    expect(typesOf({ change: "rotated" })).toEqual(["key.rotated"]);
  });

  test("is each event under one kind of change", () => {
    const all = ChangeKind.options.flatMap((change) => typesOf({ change }));
    expect(new Set(all).size).toBe(all.length);
    expect(all.toSorted()).toEqual(typesOf({ firstSeen: true }).toSorted());
  });
});

test.each([
  ["user.created", null, "created"],
  ["role.trust_changed", null, "changed"],
  ["policy.deleted", null, "removed"],
  ["key.rotated", "removed", "removed"],
  ["key.rotated", "changed", "changed"],
] as const)("%s (%s) is of a version that is %s", (type, ended, expected) => {
  expect(versionChangeOf(type, ended)).toBe(expected);
});

describe("facts", () => {
  test("are read as they are kept, with their instants", () => {
    const kept = JSON.parse(JSON.stringify({ notBefore: null, replacedBy, ended: "removed" }));
    expect(readFacts("key.rotated", kept)).toEqual({ notBefore: null, replacedBy, ended: "removed" });
  });

  test("of another event are none of this one", () => {
    expect(() => readFacts("key.rotated", { notBefore: null })).toThrow();
    expect(readFacts("key.deleted", { notBefore: null, isRecreated: false })).toEqual({ notBefore: null });
  });
});

describe("a state", () => {
  test.each<[StateEventType, StateEventType | null, boolean]>([
    ["connection.verified", null, true],
    ["connection.verified", "connection.verified", false],
    ["connection.verified", "connection.unsafe", true],
    ["connection.unsafe", "connection.failed", true],
    ["account.failing", null, true],
    ["account.failing", "account.failing", false],
    ["account.failing", "account.recovered", true],
    ["account.recovered", null, false],
    ["account.recovered", "account.failing", true],
    ["account.recovered", "account.recovered", false],
  ])("%s after %s begins: %s", (type, newest, begins) => {
    expect(beginsState(type, newest)).toBe(begins);
  });

  test("replaces the others of its subject", () => {
    expect(statesBeside("account.failing")).toEqual(["account.failing", "account.recovered"]);
    expect(subjectOfState("connection.unsafe")).toBe("connection");
  });
});

test("events have a sentence each", () => {
  const exception = {
    exceptionId: "0198b1a0-0000-7000-8000-000000000001",
    checkId: "root_access_key",
    owner: "Ada",
    expiresAt: new Date("2026-07-01T00:00:00Z"),
  } as const;
  expect([
    describeEvent({ type: "connection.unsafe", facts: { reason: "It opens without its External ID" } }, "Production"),
    describeEvent({ type: "account.recovered", facts: { reason: null } }, "Production"),
    describeEvent({ type: "exception.expiring", facts: exception }, "deploy"),
  ]).toEqual([
    "Connection Production is unsafe: It opens without its External ID",
    "Account Production is read again",
    "Exception of deploy expires on 2026-07-01; risk owner: Ada",
  ]);
});
