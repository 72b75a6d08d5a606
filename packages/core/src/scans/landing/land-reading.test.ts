import type { AccountReading } from "@rolecall/domain";
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
  usedAt,
  userOf,
} from "./facts-fixture.ts";
import { landed, linesOf, MemoryInventory, NOTHING, second } from "./memory-store-fixture.ts";

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

it("a reading that is older than what was found does not mark it as gone", async () => {
  const inventory = await landed(readingOf({ users: [userOf("anna")], roles: [roleOf("web")] }));
  await inventory.land(readingOf(), THIRD_AT);
  const found = inventory.rowsOf("iam_user");
  const { versions } = await inventory.land(readingOf({ users: [], roles: [] }), SECOND_AT);
  expect(linesOf({ versions }).filter((line) => /berta|batch/.test(line))).toEqual([]);
  expect(inventory.find("iam_user", "berta")).toEqual(found.find(({ user_name }) => user_name === "berta"));
  // What nothing newer is known of is gone all the same.
  expect(linesOf({ versions })).toEqual(expect.arrayContaining(["removed role web", "removed user anna"]));
});

it("more rows than are looked at together all land", async () => {
  const users = Array.from({ length: 603 }, (_, index) => userOf(`user${index}`));
  const inventory = new MemoryInventory();
  expect((await inventory.land(readingOf({ users }), FIRST_AT)).changes.created).toBe(603 * 6 + 12);
  expect(await inventory.land(readingOf({ users }), SECOND_AT)).toEqual(NOTHING);
  const { changes } = await inventory.land(readingOf({ users: users.slice(0, 1) }), THIRD_AT);
  expect(changes).toEqual({ created: 0, changed: 0, removed: 602 * 6 });
});
