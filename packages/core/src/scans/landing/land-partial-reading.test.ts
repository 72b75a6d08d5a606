import type { AccountReading, IdentityDetail, ResourceKind, RootFact } from "@rolecall/domain";
import { ResourceKind as ResourceKinds } from "@rolecall/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  groupOf,
  MADE_AT,
  policyOf,
  readingOf,
  roleOf,
  SECOND_AT,
  THIRD_AT,
  UNREAD,
  unreadUser,
  userOf,
} from "./facts-fixture.ts";
import { landed, linesOf, NOTHING, second } from "./memory-store-fixture.ts";

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
    // The report tells each key: one of two that was deleted is not counted any more.
    await inventory.land(readingOf({ root: root(keys[1]!) }), SECOND_AT);
    expect(inventory.rowsOf("account_settings")).toMatchObject([{ root: { accessKeys: 1 } }]);
    // And that there is none at all is told by the flag too.
    await inventory.land(readingOf({ root: root() }, ["credential_report"]), THIRD_AT);
    expect(inventory.rowsOf("account_settings")).toMatchObject([{ root: { accessKeys: 0, signingCertificates: 1 } }]);
  });

  it("of the root user's devices takes its kind along", async () => {
    const full = readingOf().root!;
    const settingsAfter = async (root: Partial<RootFact>) =>
      (await second(readingOf({ root: { ...full, ...root } }))).inventory.rowsOf("account_settings");
    expect(await settingsAfter({ mfaActive: false, mfaKind: null })).toMatchObject([
      { root: { mfaActive: false, mfaKind: null } },
    ]);
    expect(await settingsAfter({ mfaActive: null, mfaKind: null })).toMatchObject([
      { root: { mfaActive: true, mfaKind: "virtual" } },
    ]);
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
      has_mfa: null,
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
      has_mfa: true,
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

  it("is none where an inline policy was taken away", async () => {
    const policy = (name: string) => ({ name, document: { state: "parsed", document: { name } } as const });
    const of = (...names: string[]) =>
      readingOf({ users: [userOf("anna", { inlinePolicies: names.map(policy) }), userOf("berta")] });
    const inventory = await landed(of("a", "b"));
    // The last one in the list, the first one, and all.
    expect(linesOf(await inventory.land(of("a"), SECOND_AT))).toEqual(["changed user anna"]);
    expect(linesOf(await inventory.land(of("b"), THIRD_AT))).toEqual(["changed user anna"]);
    expect(linesOf(await inventory.land(of(), THIRD_AT))).toEqual(["changed user anna"]);
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
