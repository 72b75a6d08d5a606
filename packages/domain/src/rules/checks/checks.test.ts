import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Power } from "../../inventory/trust-grade.ts";
import type { JudgedSettings, JudgementContext, Verdict } from "../../judgement/judged.ts";
import { DEFAULT_LIMITS } from "../deadlines/credential-state.ts";
import { lastUseOf } from "../deadlines/limits.ts";
import type { KeyLife } from "../rotation/key-life.ts";
import { rotationHistory } from "../rotation/rotation-history.ts";
import {
  AS_OF,
  contextOf,
  credentialOf,
  groupOf,
  limitsOf,
  listed,
  policyOf,
  providerOf,
  roleOf,
  type ShortCredential,
  type ShortDocument,
  type ShortHolder,
  type ShortUser,
  settingsOf,
  userOf,
} from "../testing/judged-fixture.ts";
import { checkAccount } from "./check-account.ts";
import { checkRolePolicies } from "./check-policies.ts";
import { checkUser } from "./check-user.ts";
import accountCases from "./checks-account.cases.json" with { type: "json" };
import userCases from "./checks-user.cases.json" with { type: "json" };

type Expected = { fail: string[]; unknown: string[]; sentence?: string };
type Case<Given> = { name: string; source: string; given: Given; expected: Expected };
type UserGiven = { user?: ShortUser; credentials?: ShortCredential[]; power?: Power; asOf?: string };
type AccountGiven = {
  settings?: Partial<JudgedSettings>;
  credentials?: ShortCredential[];
  policies?: Readonly<Record<string, ShortDocument>>;
  groups?: Readonly<Record<string, ShortHolder>>;
  roles?: Parameters<typeof roleOf>[0][];
  users?: ShortUser[];
  providers?: ["saml" | "oidc", string | null][];
  context?: Partial<JudgementContext>;
};

const withLimits = (given: readonly ShortCredential[], userName: string | null) => {
  const credentials = given.map((short) => credentialOf(short, userName));
  return { credentials, limits: credentials.map((credential, index) => limitsOf(given[index]!, credential)) };
};

function judgeUser({ user = {}, credentials = [], power = "write", asOf }: UserGiven): Verdict[] {
  return checkUser({
    user: userOf(user),
    ...withLimits(credentials, "alice"),
    power: { power, reason: "" },
    asOf: asOf === undefined ? AS_OF : new Date(asOf),
  });
}

function judgeAccount(given: AccountGiven): Verdict[] {
  const { policies = {}, groups = {}, roles = [], users = [], providers = [] } = given;
  return checkAccount({
    settings: settingsOf(given.settings ?? {}),
    ...withLimits(given.credentials ?? [], null),
    policies: Object.entries(policies).map(([name, document]) => policyOf(name, document)),
    groups: Object.entries(groups).map(([name, holder]) => groupOf(name, holder)),
    roles: roles.map((role) => roleOf(role)),
    users: users.map((user) => userOf(user)),
    providers: providers.map(([kind, validUntil]) => providerOf(kind, validUntil)),
    context: contextOf(given.context ?? {}),
    asOf: AS_OF,
  });
}

function expectVerdicts(verdicts: readonly Verdict[], { fail, unknown, sentence }: Expected): void {
  expect({ fail: listed(verdicts, "fail"), unknown: listed(verdicts, "unknown") }).toEqual({ fail, unknown });
  if (sentence)
    expect(verdicts.filter(({ result }) => result !== "pass").map((each) => each.sentence)).toContain(sentence);
}

describe("a user", () => {
  test.each(userCases as unknown as Case<UserGiven>[])("$name", ({ given, expected }) => {
    expectVerdicts(judgeUser(given), expected);
  });
});

describe("an account", () => {
  test.each(accountCases as unknown as Case<AccountGiven>[])("$name", ({ given, expected }) => {
    expectVerdicts(judgeAccount(given), expected);
  });

  test("of which nothing was read has verdicts on its resources only", () => {
    const verdicts = checkAccount({
      settings: null,
      ...withLimits([{ id: "key1", kind: "root_access_key" }], null),
      policies: [],
      groups: [],
      roles: [],
      users: [],
      providers: [],
      context: contextOf({}),
      asOf: AS_OF,
    });
    expect(verdicts.map(({ subject }) => subject)).not.toContain("account");
    expect(listed(verdicts, "fail")).toEqual(["root_access_key <root_account> critical"]);
  });
});

describe("a role", () => {
  test.each<[string, ShortHolder, Power, string[], string[]]>([
    ["without policies", {}, "none", [], []],
    ["with everything inline", { inline: { all: ["*"] } }, "admin", ["inline_admin_policy deploy critical"], []],
    [
      "with everything inline, within a boundary",
      { inline: { all: ["*"] }, boundary: "limit" },
      "read",
      ["inline_admin_policy deploy high"],
      [],
    ],
    [
      "with an inline policy that was not read",
      { inline: { all: null } },
      "unknown",
      [],
      ["inline_admin_policy deploy high"],
    ],
    [
      "with AWSCloudShellFullAccess",
      { attached: ["aws:AWSCloudShellFullAccess"] },
      "write",
      ["cloudshell_full_access deploy medium"],
      [],
    ],
  ])("%s", (_, holder, power, fail, unknown) => {
    expectVerdicts(checkRolePolicies({ role: roleOf(holder), power: { power, reason: "" } }), { fail, unknown });
  });
});

const instant = fc.date({ min: new Date("2025-01-01"), max: AS_OF, noInvalidDate: true }).map((at) => at.toISOString());
const credential: fc.Arbitrary<Omit<ShortCredential, "id">> = fc.record({
  kind: fc.constantFrom("access_key", "access_key", "console_password", "ssh_public_key", "api_key"),
  status: fc.constantFrom("active", "active", "inactive", "expired"),
  createdAt: fc.option(instant, { freq: 4 }),
  used: fc.oneof(instant, fc.constantFrom("never", "unknown")),
});
const user: fc.Arbitrary<ShortUser> = fc.record({
  hasConsolePassword: fc.constantFrom(true, false, null),
  hasMfa: fc.constantFrom(true, false, null),
  mfa: fc.constantFrom("none", "virtual", "unknown"),
  attached: fc.subarray(["aws:AWSCompromisedKeyQuarantineV3", "aws:AWSCloudShellFullAccess", "aws:ReadOnlyAccess"]),
  inline: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom(["*"], ["s3:Get*"], null)),
});
const given: fc.Arbitrary<UserGiven> = fc.record({
  user,
  credentials: fc
    .array(credential, { maxLength: 4 })
    .map((each) => each.map((one, index) => ({ id: `AKIA${index}`, ...one }))),
});

const bySubject = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.toSorted((a, b) => (`${a.checkId} ${a.subjectId}` < `${b.checkId} ${b.subjectId}` ? -1 : 1));

describe("properties", () => {
  test("a deadlock that is found is the one that the history of rotations tells, and the other way round", () => {
    const key = fc.record({
      kind: fc.constant("access_key" as const),
      status: fc.constantFrom("active", "active", "active", "inactive"),
      createdAt: fc.option(instant, { freq: 6 }),
      firstSeenAt: instant,
      used: fc.oneof({ weight: 6, arbitrary: instant }, fc.constantFrom("never", "unknown")),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 2 }), (keys) => {
        const shorts = keys.map((one, index) => ({ id: `AKIA${index}`, ...one }) as ShortCredential);
        const [found] = judgeUser({ credentials: shorts }).filter(({ checkId }) => checkId === "two_key_deadlock");
        const lives = shorts.map((short): KeyLife => {
          const { accessKeyId, createdAt, firstSeenAt, status, ...credential } = credentialOf(short);
          const statuses = [{ at: firstSeenAt, status }];
          const lastUse = lastUseOf(credential);
          return {
            ...{ credentialId: short.id, accessKeyId, createdAt, firstSeenAt, statuses, lastUse },
            ...{ goneAt: null, daysUsed: [] },
          };
        });
        const { deadlock } = rotationHistory({ userId: "u", keys: lives, limits: DEFAULT_LIMITS, asOf: AS_OF });
        const told = deadlock === null ? "pass" : deadlock.endsWith("is not known.") ? "unknown" : "fail";
        expect(told).toBe(found?.result);
      }),
      { numRuns: 500 },
    );
  });

  test("the order of credentials and policies does not matter", () => {
    fc.assert(
      fc.property(given, (one) => {
        const turned: UserGiven = {
          ...one,
          credentials: one.credentials?.toReversed(),
          user: {
            ...one.user,
            attached: one.user?.attached?.toReversed(),
            inline: Object.fromEntries(Object.entries(one.user?.inline ?? {}).toReversed()),
          },
        };
        expect(bySubject(judgeUser(turned))).toEqual(bySubject(judgeUser(one)));
      }),
    );
  });

  test("the order of an account's users, roles, policies and groups does not matter", () => {
    const holder = fc.record({
      attached: fc.subarray(["a", "b", "aws:AWSSupportAccess"]),
      boundary: fc.constantFrom("a", "b"),
    });
    const document = fc.constantFrom(["*"], ["s3:*"], ["s3:Get*"], null);
    const named = <T>(value: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom("a", "b", "c"), value);
    fc.assert(
      fc.property(
        fc.array(holder),
        fc.array(holder),
        named(document),
        named(holder),
        (users, roles, policies, groups) => {
          const turned = judgeAccount({
            users: users.toReversed(),
            roles: roles.toReversed(),
            policies: Object.fromEntries(Object.entries(policies).toReversed()),
            groups: Object.fromEntries(Object.entries(groups).toReversed()),
          });
          expect(bySubject(turned)).toEqual(bySubject(judgeAccount({ users, roles, policies, groups })));
        },
      ),
    );
  });

  test("no check says two things of one subject", () => {
    fc.assert(
      fc.property(given, (one) => {
        const said = judgeUser(one).map(({ checkId, subjectId }) => `${checkId} ${subjectId}`);
        expect(new Set(said).size).toBe(said.length);
      }),
    );
  });

  test("a verdict that stays says the same the next day", () => {
    fc.assert(
      fc.property(given, (one) => {
        const today = judgeUser(one).filter(({ result }) => result === "fail");
        const tomorrow = judgeUser({ ...one, asOf: "2026-06-02T12:00:00Z" });
        for (const verdict of today) {
          const later = tomorrow.find(
            (each) => each.checkId === verdict.checkId && each.subjectId === verdict.subjectId,
          );
          expect(later).toEqual(verdict);
        }
      }),
    );
  });

  test("what was not read never passes", () => {
    fc.assert(
      fc.property(given, (one) => {
        const inline = { ...one.user?.inline, unread: null };
        const verdicts = [
          ...judgeUser({ ...one, user: { ...one.user, inline } }),
          ...judgeAccount({ policies: { lost: null }, groups: { ops: { inline } } }),
        ];
        const passed = verdicts.filter(({ result }) => result === "pass").map(({ checkId }) => checkId);
        expect(passed).not.toContain("inline_admin_policy");
        expect(passed).not.toContain("admin_policy");
        expect(passed).not.toContain("service_wildcard_policy");
      }),
    );
  });
});
