import type { AccountReading, IdentityDetail, ResourceKind } from "@rolecall/domain";
import { ResourceKind as ResourceKinds } from "@rolecall/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FIRST_AT,
  groupOf,
  keyOf,
  MADE_AT,
  policyOf,
  readAs,
  readingOf,
  roleOf,
  SECOND_AT,
  THIRD_AT,
  UNREAD,
  unreadUser,
  usedAt,
  userOf,
} from "./facts-fixture.ts";
import { linesOf, MemoryInventory, type Written } from "./memory-store-fixture.ts";

const NOTHING: Written = {
  rows: [],
  versions: [],
  samples: [],
  changes: { created: 0, changed: 0, removed: 0 },
};

async function landed(...readings: AccountReading[]): Promise<MemoryInventory> {
  const inventory = new MemoryInventory();
  const times = [FIRST_AT, SECOND_AT, THIRD_AT];
  for (const [index, reading] of readings.entries()) await inventory.land(reading, times[index]!);
  return inventory;
}
const second = async (reading: AccountReading) => {
  const inventory = await landed(readingOf());
  return { inventory, written: await inventory.land(reading, SECOND_AT) };
};

describe("a first reading", () => {
  it("makes a row, a version and, where it was used, a sample of everything", async () => {
    const inventory = new MemoryInventory();
    const { changes, versions, samples } = await inventory.land(readingOf(), FIRST_AT);
    const kinds = Object.groupBy(inventory.rowsOf("credential"), (row) => String(row.kind));
    expect(Object.fromEntries(Object.entries(kinds).map(([kind, rows]) => [kind, rows?.length]))).toEqual({
      access_key: 2,
      console_password: 2,
      signing_certificate: 2,
      service_specific_credential: 2,
      api_key: 2,
      server_certificate: 1,
      root_access_key: 1,
      root_password: 1,
      root_signing_certificate: 1,
    });
    expect(changes).toEqual({ created: versions.length, changed: 0, removed: 0 });
    expect(versions).toHaveLength(2 + 14 + 2 + 1 + 1 + 1 + 2 + 1);
    expect(samples.map(({ subject, day, last_at }) => [subject, day, last_at]).sort()).toEqual(
      ["credential", "credential", "user", "user"].map((subject) => [subject, "2026-05-01", MADE_AT.toISOString()]),
    );
  });

  it("gives each credential its deadline: rotation, or an earlier expiry", async () => {
    const inventory = await landed(readingOf());
    const deadlines = ["AKIAanna", "CERTanna", "ACCAGITanna", "ASCAold", "AIDAanna:console_password"].map(
      (identity) => [identity, inventory.find("credential", identity)?.deadline_at],
    );
    const rotateBy = "2026-07-30T10:00:00.000Z";
    expect(deadlines).toEqual([
      ["AKIAanna", rotateBy],
      ["CERTanna", rotateBy],
      ["ACCAGITanna", rotateBy],
      ["ASCAold", THIRD_AT.toISOString()],
      ["AIDAanna:console_password", null],
    ]);
  });

  it("keeps the account's settings: quotas, what is used of them, password policy and root user", async () => {
    const [settings] = (await landed(readingOf())).rowsOf("account_settings");
    expect(settings).toMatchObject({
      alias: "example",
      password_policy_state: "aws_default",
      password_policy: null,
      quotas: { Users: 5_000, Roles: 1_000, AccessKeysPerUser: 2 },
      quota_usage: { Users: 2, Roles: 2 },
      root: { hasPassword: true, mfaActive: true, mfaKind: "virtual", accessKeys: 1, signingCertificates: 1 },
    });
  });
});

describe("an equal second reading", () => {
  it("writes nothing", async () => {
    expect((await second(readingOf())).written).toEqual(NOTHING);
  });

  it("writes nothing whatever the order in which AWS lists things", async () => {
    const tags = [
      { key: "owner", value: "a" },
      { key: "team", value: "b" },
    ];
    const inlinePolicies = ["i", "j"].map((name) => ({
      name,
      document: { state: "parsed", document: { name } } as const,
    }));
    const keys = [keyOf("1"), keyOf("2", { createdAt: FIRST_AT })];
    const devices = ["b", "a"].map((serialNumber) => ({ kind: "virtual" as const, serialNumber, enabledAt: null }));
    const many = { tags, groupNames: ["x", "y"], attachedPolicyArns: ["p", "q"], inlinePolicies };
    const users = ["anna", "berta", "carl"].map((name) =>
      userOf(name, {
        ...many,
        mfaDevices: readAs(devices),
        accessKeys: readAs(keys.map((key) => ({ ...key, accessKeyId: `${key.accessKeyId}${name}` }))),
      }),
    );
    const roles = ["web", "batch", "cron"].map((name) => roleOf(name, { ...many, instanceProfileNames: ["k", "l"] }));
    const full = readingOf({ users, roles, groups: [groupOf("x", many), groupOf("y")] });
    const inventory = await landed(full);
    const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    const order = fc.record({
      users: shuffled(users),
      roles: shuffled(roles),
      groups: shuffled(full.groups),
      tags: shuffled(tags),
      groupNames: shuffled(many.groupNames),
      attachedPolicyArns: shuffled(many.attachedPolicyArns),
      inlinePolicies: shuffled(inlinePolicies),
      devices: shuffled(devices),
      keyOrder: shuffled([0, 1]),
    });
    await fc.assert(
      fc.asyncProperty(
        order,
        async ({ users: someUsers, roles: someRoles, groups, devices: some, keyOrder, ...parts }) => {
          const { groupNames: _, tags: __, ...ofGroup } = parts;
          const written = await inventory.land(
            readingOf({
              users: someUsers.map((fact) => ({
                ...fact,
                ...parts,
                mfaDevices: readAs(some),
                accessKeys: readAs(
                  keyOrder.flatMap((at) => (fact.accessKeys.state === "read" ? [fact.accessKeys.value[at]!] : [])),
                ),
              })),
              roles: someRoles.map((fact) => ({ ...fact, ...parts })),
              groups: groups.map((fact) => (fact.groupName === "x" ? { ...fact, ...ofGroup } : fact)),
            }),
            SECOND_AT,
          );
          expect(written).toEqual(NOTHING);
        },
      ),
    );
  });

  it("is the same inventory whatever the order of the first", async () => {
    const { users, roles } = readingOf();
    const content = (inventory: MemoryInventory) =>
      inventory.versions.map(({ subject, content_hash, content: is }) => ({
        subject,
        ...(is as object),
        content_hash,
      }));
    const withoutIds = (rows: ReturnType<typeof content>) =>
      rows
        .map((row) =>
          JSON.stringify({
            ...row,
            user_record_id: null,
            content_hash: "user_record_id" in row ? null : row.content_hash,
          }),
        )
        .sort();
    const forwards = await landed(readingOf());
    const backwards = await landed(readingOf({ users: users.toReversed(), roles: roles.toReversed() }));
    expect(withoutIds(content(backwards))).toEqual(withoutIds(content(forwards)));
  });
});

describe("a use that moved", () => {
  it("changes the row and is sampled, by service and Region, without a version", async () => {
    const inventory = await landed(
      readingOf({ users: [userOf("anna", { accessKeys: readAs([keyOf("anna", { lastUse: usedAt(MADE_AT) })]) })] }),
    );
    const lastUse = usedAt(SECOND_AT, "s3", "eu-west-1");
    const { rows, versions, samples } = await inventory.land(
      readingOf({
        users: [userOf("anna", { accessKeys: readAs([keyOf("anna", { lastUse })]) })],
        roles: [roleOf("web", { lastUse: usedAt(SECOND_AT, null, "us-east-1") }), roleOf("batch")],
      }),
      SECOND_AT,
    );
    // The first use of a role is a version: what was never used is another thing than what was.
    expect(linesOf({ versions })).toEqual(["changed role web"]);
    expect(rows.map(({ table }) => table)).toEqual(["iam_user", "credential", "iam_role"]);
    const at = { day: "2026-06-01", last_at: SECOND_AT.toISOString(), first_observed_at: SECOND_AT.toISOString() };
    const use = { ...at, service: "s3", region: "eu-west-1", source: "last_used" };
    expect(samples).toMatchObject([
      { subject: "user", ...use },
      { subject: "credential", ...use },
      { subject: "role", ...at, service: "", region: "us-east-1" },
    ]);
  });

  it("never moves back, by whichever source", async () => {
    const used = (at: Date) =>
      readingOf({ users: [userOf("anna", { accessKeys: readAs([keyOf("anna", { lastUse: usedAt(at) })]) })] });
    const inventory = await landed(used(SECOND_AT));
    expect(await inventory.land(used(FIRST_AT), THIRD_AT)).toEqual(NOTHING);
    const { rows } = await inventory.land(readingOf({ users: [userOf("anna")] }), THIRD_AT);
    expect(rows).toEqual([]);
  });

  it("of a root key that was made anew in its slot is the new one's own", async () => {
    const root = (lastRotatedAt: Date, at: Date | null) => ({
      ...readingOf().root!,
      accessKeys: [{ slot: 1 as const, lastRotatedAt, lastUse: at ? usedAt(at) : ({ kind: "never" } as const) }],
    });
    const inventory = await landed(readingOf({ root: root(MADE_AT, FIRST_AT) }));
    await inventory.land(readingOf({ root: root(SECOND_AT, null) }), SECOND_AT);
    expect(inventory.find("credential", "root:access_key_1")).toMatchObject({ last_use: "never", last_used_at: null });
  });
});

describe("what is missing from a reading", () => {
  it("is gone where its kind was read, with all credentials of a user", async () => {
    const { inventory, written } = await second(
      readingOf({
        users: [userOf("anna")],
        roles: [roleOf("web")],
        groups: [],
        policies: [],
        instanceProfiles: [],
        oidcProviders: [],
        samlProviders: [],
        serverCertificates: [],
      }),
    );
    expect(linesOf(written)).toEqual([
      "removed credential ACCAAPIberta",
      "removed credential ACCAGITberta",
      "removed credential AIDAberta:console_password",
      "removed credential AKIAberta",
      "removed credential ASCAold",
      "removed credential CERTberta",
      "removed group developers",
      `removed identity_provider ${arnOf("oidc-provider/token.actions.githubusercontent.com")} ${MADE_AT.toISOString()}`,
      `removed identity_provider ${arnOf("saml-provider/okta")} ${MADE_AT.toISOString()}`,
      "removed instance_profile web",
      "removed policy deploy",
      "removed role batch",
      "removed user berta",
    ]);
    expect(written.changes).toEqual({ created: 0, changed: 0, removed: 13 });
    expect(inventory.find("iam_user", "berta")?.gone_at).toBe(SECOND_AT.toISOString());
    for (const { valid_from, valid_to } of written.versions) expect(valid_to).toBe(valid_from);
  });

  const arnOf = (resource: string) => `arn:aws:iam::200000000002:${resource}`;
  const withoutPart = (part: object) => ({ users: [userOf("anna", part), userOf("berta", part)] });
  it.each<[ResourceKind, Partial<AccountReading>]>([
    ["users", { users: [] }],
    ["roles", { roles: [] }],
    ["groups", { groups: [] }],
    ["policies", { policies: [] }],
    ["access_keys", withoutPart({ accessKeys: UNREAD })],
    ["credential_report", { ...withoutPart({ consolePassword: UNREAD }), root: null }],
    ["mfa_devices", withoutPart({ mfa: UNREAD, mfaDevices: UNREAD })],
    ["signing_certificates", withoutPart({ signingCertificates: UNREAD })],
    ["service_specific_credentials", withoutPart({ serviceSpecificCredentials: UNREAD })],
    ["server_certificates", { serverCertificates: [] }],
    ["instance_profiles", { instanceProfiles: [] }],
    ["oidc_providers", { oidcProviders: [] }],
    ["saml_providers", { samlProviders: [] }],
    ["password_policy", { passwordPolicy: UNREAD }],
    ["account_summary", { summary: null }],
    ["account_alias", { alias: null }],
    [
      "role_session_durations",
      { roles: ["web", "batch"].map((name) => roleOf(name, { maxSessionDurationSeconds: null, description: null })) },
    ],
  ])("changes nothing where %s could not be read", async (kind, facts) => {
    expect((await second(readingOf(facts, [kind]))).written).toEqual(NOTHING);
  });

  it("is not gone, for any set of kinds that could not be read, unless its own kind was", async () => {
    const empty: Partial<AccountReading> = {
      users: [],
      roles: [],
      groups: [],
      policies: [],
      instanceProfiles: [],
      oidcProviders: [],
      samlProviders: [],
      serverCertificates: [],
      root: null,
    };
    const SUBJECTS: [string, ResourceKind][] = [
      ["user", "users"],
      ["role", "roles"],
      ["group", "groups"],
      ["policy", "policies"],
      ["instance_profile", "instance_profiles"],
    ];
    await fc.assert(
      fc.asyncProperty(fc.subarray([...ResourceKinds.options]), async (kinds) => {
        const { written } = await second(readingOf(empty, kinds));
        const removed = written.versions.filter(({ change }) => change === "removed");
        for (const [subject, kind] of SUBJECTS)
          expect(removed.some((version) => version.subject === subject)).toBe(!kinds.includes(kind));
        const gone = new Set(removed.map(({ content }) => (content as { kind?: string }).kind));
        expect(gone.has("access_key")).toBe(!kinds.includes("users"));
        expect(gone.has("server_certificate")).toBe(!kinds.includes("server_certificates"));
        expect(gone.has("oidc")).toBe(!kinds.includes("oidc_providers"));
        expect(gone.has("saml")).toBe(!kinds.includes("saml_providers"));
        expect(gone.has("root_access_key") || gone.has("root_password")).toBe(false);
        expect(written.changes.removed).toBe(removed.length);
      }),
      { numRuns: 50 },
    );
  });

  it("of the root user is gone by the report, and where AWS tells that there is none at all", async () => {
    const full = readingOf().root!;
    const root = { ...full, hasPassword: false, accessKeys: [], signingCertificates: [] };
    const gone = [
      "changed account 200000000002",
      "removed credential root:access_key_1",
      "removed credential root:password",
      "removed credential root:signing_certificate_2",
    ];
    expect(linesOf((await second(readingOf({ root }))).written)).toEqual(gone);
    expect(linesOf((await second(readingOf({ root }, ["credential_report"]))).written)).toEqual(gone);
    const otherSlot = { ...full, accessKeys: [{ ...full.accessKeys[0]!, slot: 2 as const }] };
    expect((await second(readingOf({ root: otherSlot }, ["credential_report"]))).written).toEqual(NOTHING);
    expect(linesOf((await second(readingOf({ root: otherSlot }))).written)).toEqual([
      "created credential root:access_key_2",
      "removed credential root:access_key_1",
    ]);
  });

  it("of the root user's keys is not fewer because only a flag tells of them", async () => {
    const keys = ([1, 2] as const).map((slot) => ({
      slot,
      lastRotatedAt: MADE_AT,
      lastUse: { kind: "never" } as const,
    }));
    const root = (...accessKeys: typeof keys) => ({ ...readingOf().root!, accessKeys });
    const inventory = await landed(readingOf({ root: root(...keys) }));
    const flag = readingOf({ root: root({ ...keys[0]!, lastRotatedAt: null as never }) }, ["credential_report"]);
    expect(await inventory.land(flag, SECOND_AT)).toEqual(NOTHING);
  });
});

describe("a value that could not be read", () => {
  it("keeps what was known", async () => {
    const unreadDetails: IdentityDetail[] = [
      "tags",
      "groupNames",
      "attachedPolicyArns",
      "inlinePolicies",
      "permissionsBoundaryArn",
    ];
    const details = {
      tags: [{ key: "owner", value: "x" }],
      attachedPolicyArns: ["p"],
      inlinePolicies: [{ name: "i", document: { state: "parsed", document: {} } as const }],
      permissionsBoundaryArn: "b",
    };
    const full = readingOf({
      users: [userOf("anna", { ...details, groupNames: ["g"] })],
      roles: [roleOf("web", details)],
      groups: [groupOf("developers", details)],
    });
    const inventory = await landed(full);
    const poor = readingOf({
      users: [{ ...unreadUser("anna"), unreadDetails }],
      roles: [
        roleOf("web", {
          unreadDetails,
          maxSessionDurationSeconds: null,
          description: null,
          trustPolicy: UNREAD,
          lastUse: { kind: "unknown", reason: "denied" },
        }),
      ],
      groups: [groupOf("developers", { unreadDetails })],
      policies: [policyOf("deploy", { document: UNREAD, attachmentCount: null })],
      root: { ...full.root!, mfaKind: null, signingCertificates: null, passwordLastChangedAt: null },
    });
    expect(await inventory.land(poor, SECOND_AT)).toEqual(NOTHING);
  });

  it("stays unknown, and is neither empty nor zero, where it was never read", async () => {
    const reading = readingOf({
      users: [unreadUser("anna")],
      roles: [roleOf("web", { maxSessionDurationSeconds: null, trustPolicy: UNREAD })],
      passwordPolicy: UNREAD,
      summary: null,
      root: null,
    });
    const inventory = await landed(reading);
    expect(inventory.find("iam_user", "anna")).toMatchObject({
      has_console_password: null,
      mfa: "unknown",
      mfa_devices: null,
      active_access_keys: null,
      last_activity: "unknown",
      last_activity_at: null,
      report_fingerprint: null,
    });
    expect(inventory.find("iam_role", "web")).toMatchObject({
      max_session_duration_seconds: null,
      trust: { document: null, unread: "AccessDenied" },
    });
    expect(inventory.rowsOf("account_settings")).toMatchObject([
      { password_policy_state: "unknown", quotas: null, quota_usage: null, root: null },
    ]);
    expect(inventory.rowsOf("credential").map(({ kind }) => kind)).toEqual(["server_certificate"]);
    expect(await inventory.land(reading, SECOND_AT)).toEqual(NOTHING);
  });

  it("does not hide what could be read beside it", async () => {
    const { inventory, written } = await second(
      readingOf({ users: [{ ...unreadUser("anna"), tags: [{ key: "owner", value: "x" }] }, userOf("berta")] }),
    );
    expect(inventory.find("iam_user", "anna")).toMatchObject({
      owner: "x",
      active_access_keys: 1,
      has_console_password: true,
      mfa: "virtual",
    });
    // Credentials that could not be read themselves have their user's owner all the same.
    const owned = inventory.rowsOf("credential").filter((row) => row.user_id === "AIDAanna");
    expect(owned.map(({ owner }) => owner)).toEqual(Array.from({ length: 5 }, () => "x"));
    expect(written.changes).toEqual({ created: 0, changed: 6, removed: 0 });
  });

  it("leaves the digest as it was, so that the user is asked for again", async () => {
    const { inventory } = await second(
      readingOf({
        users: [userOf("anna", { signingCertificates: UNREAD, reportFingerprint: "new" }), userOf("berta")],
      }),
    );
    expect(inventory.find("iam_user", "anna")?.report_fingerprint).toBe("print of anna");
  });

  it("of a policy is not taken from another version of it", async () => {
    const { inventory } = await second(
      readingOf({ policies: [policyOf("deploy", { defaultVersionId: "v2", document: UNREAD })] }),
    );
    expect(inventory.find("iam_policy", "deploy")?.policy).toEqual({
      document: null,
      problem: "Not read: AccessDenied",
    });
  });

  it("of one inline policy is taken from the one of the same name only", async () => {
    const policy = (name: string, state: "parsed" | "unread") => ({
      name,
      document: state === "parsed" ? ({ state, document: { name } } as const) : UNREAD,
    });
    const of = (...inlinePolicies: ReturnType<typeof policy>[]) =>
      readingOf({ roles: [roleOf("web", { inlinePolicies })] });
    const inventory = await landed(of(policy("a", "parsed")));
    await inventory.land(of(policy("b", "unread"), policy("a", "unread")), SECOND_AT);
    expect(inventory.find("iam_role", "web")?.inline_policies).toEqual([
      { name: "a", document: { name: "a" }, problem: null },
      { name: "b", document: null, problem: "Not read: AccessDenied" },
    ]);
  });
});

describe("a value that is known at last", () => {
  it("is a version of what was learned, and counts as no change", async () => {
    const inventory = await landed(
      readingOf({
        users: [unreadUser("anna")],
        roles: [roleOf("web", { maxSessionDurationSeconds: null, description: null, trustPolicy: UNREAD })],
        policies: [policyOf("deploy", { document: UNREAD })],
        groups: [groupOf("developers", { inlinePolicies: [{ name: "i", document: UNREAD }] })],
        passwordPolicy: UNREAD,
        summary: null,
      }),
    );
    const { versions, changes } = await inventory.land(
      readingOf({
        users: [userOf("anna")],
        roles: [roleOf("web")],
        groups: [
          groupOf("developers", { inlinePolicies: [{ name: "i", document: { state: "parsed", document: {} } }] }),
        ],
      }),
      SECOND_AT,
    );
    expect(linesOf({ versions }).filter((line) => !line.startsWith("created credential"))).toEqual([
      "learned account 200000000002",
      "learned group developers",
      "learned policy deploy",
      "learned role web",
      "learned user anna",
    ]);
    expect(changes).toEqual({ created: 5, changed: 0, removed: 0 });
  });

  it("is a change where something else changed with it", async () => {
    const inventory = await landed(readingOf({ users: [unreadUser("anna")] }));
    const { versions } = await inventory.land(readingOf({ users: [userOf("anna", { path: "/other/" })] }), SECOND_AT);
    expect(linesOf({ versions })).toContain("changed user anna");
  });

  it("and was kept as empty, as its kind had never been read, is learned too", async () => {
    const unreadDetails: IdentityDetail[] = ["tags"];
    const inventory = await landed(readingOf({ users: [userOf("anna", { unreadDetails })] }, ["users"]));
    const { versions } = await inventory.land(
      readingOf({ users: [userOf("anna", { tags: [{ key: "owner", value: "x" }] })] }),
      SECOND_AT,
    );
    expect(new Set(linesOf({ versions }).map((line) => line.split(" ")[0]))).toEqual(new Set(["learned"]));
  });
});

describe("what changed", () => {
  it.each<[string, Partial<AccountReading>, string[]]>([
    [
      "a key's first use",
      {
        users: [
          userOf("anna", {
            consolePassword: readAs({ exists: false }),
            accessKeys: readAs([keyOf("anna", { lastUse: usedAt(FIRST_AT) })]),
          }),
          userOf("berta"),
        ],
      },
      ["changed credential AKIAanna", "changed user anna", "removed credential AIDAanna:console_password"],
    ],
    [
      "a policy that AWS updated",
      { policies: [policyOf("deploy", { defaultVersionId: "v2", document: { state: "parsed", document: {} } })] },
      ["changed policy deploy"],
    ],
    [
      "a policy document that is no JSON any more",
      { policies: [policyOf("deploy", { document: { state: "malformed", reason: "Not JSON" } })] },
      ["changed policy deploy"],
    ],
    ["a quota", { summary: { ...readingOf().summary, UsersQuota: 6_000 } }, ["changed account 200000000002"]],
    [
      "a second role of an instance profile",
      {
        instanceProfiles: readingOf().instanceProfiles.map((profile) => ({
          ...profile,
          roleId: "AROAbatch",
          roleName: "batch",
        })),
      },
      ["changed instance_profile web"],
    ],
    [
      "a provider made anew under its name",
      { samlProviders: readingOf().samlProviders.map((provider) => ({ ...provider, createdAt: FIRST_AT })) },
      [
        `created identity_provider arn:aws:iam::200000000002:saml-provider/okta ${FIRST_AT.toISOString()}`,
        `removed identity_provider arn:aws:iam::200000000002:saml-provider/okta ${MADE_AT.toISOString()}`,
      ],
    ],
    [
      "a user of the same name with another id",
      {
        users: [
          userOf("anna", {
            userId: "AIDAnew",
            accessKeys: readAs([]),
            consolePassword: readAs({ exists: false }),
            signingCertificates: readAs([]),
            serviceSpecificCredentials: readAs([]),
          }),
          userOf("berta"),
        ],
      },
      [
        "created user anna",
        "removed credential ACCAAPIanna",
        "removed credential ACCAGITanna",
        "removed credential AIDAanna:console_password",
        "removed credential AKIAanna",
        "removed credential CERTanna",
        "removed user anna",
      ],
    ],
  ])("%s is a version", async (_, facts, expected) => {
    expect(linesOf((await second(readingOf(facts))).written)).toEqual(expected);
  });

  it("in use of quotas and attachments is no version", async () => {
    const { written } = await second(
      readingOf({
        summary: { ...readingOf().summary, Users: 3 },
        policies: [policyOf("deploy", { attachmentCount: 7 })],
      }),
    );
    expect(written.versions).toEqual([]);
    expect(written.rows.map(({ table }) => table)).toEqual(["iam_policy", "account_settings"]);
  });
});

it("what was gone and is back keeps its id and its first sight", async () => {
  const inventory = await landed(readingOf());
  const before = inventory.find("iam_user", "berta")!;
  await inventory.land(readingOf({ users: [userOf("anna")] }), SECOND_AT);
  const { changes } = await inventory.land(readingOf(), THIRD_AT);
  expect(inventory.find("iam_user", "berta")).toEqual({ ...before, gone_at: null });
  expect(changes).toEqual({ created: 6, changed: 0, removed: 0 });
});

it("a reading that is older than what is known of something leaves that as it is", async () => {
  const inventory = await landed(readingOf());
  await inventory.land(readingOf({ users: [userOf("anna", { path: "/new/" }), userOf("berta")] }), THIRD_AT);
  expect(await inventory.land(readingOf(), SECOND_AT)).toEqual(NOTHING);
});

it("more rows than are looked at together all land", async () => {
  const users = Array.from({ length: 603 }, (_, index) => userOf(`user${index}`));
  const inventory = new MemoryInventory();
  expect((await inventory.land(readingOf({ users }), FIRST_AT)).changes.created).toBe(603 * 6 + 12);
  expect(await inventory.land(readingOf({ users }), SECOND_AT)).toEqual(NOTHING);
  const { changes } = await inventory.land(readingOf({ users: users.slice(0, 1) }), THIRD_AT);
  expect(changes).toEqual({ created: 0, changed: 0, removed: 602 * 6 });
});
