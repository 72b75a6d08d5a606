import { describe, expect, test } from "vitest";
import type { Subject } from "../inventory/change.ts";
import { CredentialKind } from "../inventory/credential.ts";
import { describeChange, subjectName, type VersionStep } from "./describe-change.ts";
import type { VersionContent } from "./fields.ts";
import { ADMIN, ada, changed, ci, inline, key, READ_ONLY, step, tag, trust } from "./steps-fixture.ts";

const phone = (enabledAt: string) => ({
  kind: "virtual",
  serialNumber: "arn:aws:iam::111122223333:mfa/phone",
  enabledAt,
});
/** Two trust policies of one principal, whose statements differ in this. */
const trustDocuments = (...differences: [object, object]) => {
  const of = (difference: object) => ({
    trust: {
      principals: [{ type: "AWS", value: "111122223333" }],
      requiresExternalId: false,
      document: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole", ...difference }],
      },
    },
  });
  return [of(differences[0]), of(differences[1])] as const;
};

describe("what changed, in one sentence", () => {
  test.each<[string, Subject, VersionContent, VersionContent, VersionContent]>([
    ["ada gained AdministratorAccess", "user", ada, { attached_policy_arns: [] }, { attached_policy_arns: [ADMIN] }],
    [
      "ada gained AdministratorAccess; lost ViewOnlyAccess; joined group admins and ops",
      "user",
      ada,
      { attached_policy_arns: [READ_ONLY], group_names: [] },
      { attached_policy_arns: [ADMIN], group_names: ["admins", "ops"] },
    ],
    ["ada left group ops", "user", ada, { group_names: ["ops"] }, { group_names: [] }],
    [
      "ada gained the tag a=1, b=1, c=1, d=1, e=1 and 2 more",
      "user",
      ada,
      { tags: [] },
      { tags: [..."abcdefg"].map((name) => tag(name, "1")) },
    ],
    [
      "ada gained the tag team=pay; lost the tag team=web",
      "user",
      ada,
      { tags: [tag("team", "web")] },
      { tags: [tag("team", "pay")] },
    ],
    ["ada lovelace was named ada before", "user", {}, { user_name: "ada" }, { user_name: "ada lovelace" }],
    ["ada got a console password", "user", ada, { has_console_password: false }, { has_console_password: true }],
    ["ada lost the console password", "user", ada, { has_console_password: true }, { has_console_password: false }],
    ["ada went from MFA virtual to none", "user", ada, { mfa: "virtual" }, { mfa: "none" }],
    [
      "ada went from MFA none to virtual",
      "user",
      ada,
      { mfa: "none", has_mfa: false },
      { mfa: "virtual", has_mfa: true },
    ],
    [
      "ada got MFA of a kind that was not read",
      "user",
      ada,
      { mfa: "none", has_mfa: false },
      { mfa: "unknown", has_mfa: true },
    ],
    ["ada got MFA of a kind that was not read", "user", ada, { mfa: "none" }, { mfa: "unknown", has_mfa: true }],
    [
      "ada lost MFA of a kind that was not read",
      "user",
      ada,
      { mfa: "unknown", has_mfa: true },
      { mfa: "none", has_mfa: false },
    ],
    [
      "ada gained the inline policy s3; lost the inline policy sqs",
      "user",
      ada,
      { inline_policies: [inline("sqs", { a: 1 })] },
      { inline_policies: [inline("s3", { a: 1 })] },
    ],
    [
      "ada has another inline policy s3",
      "user",
      ada,
      { inline_policies: [inline("s3", { a: 1 })] },
      { inline_policies: [inline("s3", { a: 2 })] },
    ],
    [
      "ada lost the permissions boundary Limits",
      "user",
      ada,
      { permissions_boundary_arn: "arn:aws:iam::111122223333:policy/Limits" },
      { permissions_boundary_arn: null },
    ],
    ["Access key AKIAOLD of deploy was deactivated", "credential", key, {}, { status: "inactive" }],
    ["Access key AKIAOLD of deploy was activated", "credential", key, { status: "inactive" }, {}],
    [
      "Access key AKIAOLD of deploy was used for the first time",
      "credential",
      key,
      { last_use: "never" },
      { last_use: "at" },
    ],
    [
      "Console password of ada was changed on 2026-06-09",
      "credential",
      { kind: "console_password", user_name: "ada", identity: "AIDA:console_password" },
      { created_at: "2025-01-01T00:00:00.000Z" },
      { created_at: "2026-06-09T12:00:00.000Z" },
    ],
    [
      "API key ACCA1 of ada for bedrock.amazonaws.com no longer expires",
      "credential",
      { kind: "api_key", identity: "ACCA1", user_name: "ada", service_name: "bedrock.amazonaws.com" },
      { expires_at: "2026-07-01T00:00:00.000Z" },
      { expires_at: null },
    ],
    [
      "Trust policy of role ci changed: now also lets in account 444455556666",
      "role",
      ci,
      trust(["Service", "ec2.amazonaws.com"]),
      trust(["Service", "ec2.amazonaws.com"], ["AWS", "arn:aws:iam::444455556666:root"]),
    ],
    [
      "Trust policy of role ci changed: now also lets in everybody; no longer lets in role/x of account 111122223333. Role ci gained AdministratorAccess",
      "role",
      ci,
      { ...trust(["AWS", "arn:aws:iam::111122223333:role/x"]), attached_policy_arns: [] },
      { ...trust(["AWS", "*"]), attached_policy_arns: [ADMIN] },
    ],
    [
      "Trust policy of role ci changed: now also lets in everybody but account 444455556666",
      "role",
      ci,
      trust(),
      trust(["NotAWS", "444455556666"]),
    ],
    [
      "Trust policy of role ci changed: the same principals under other conditions",
      "role",
      ci,
      ...trustDocuments({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }, {}),
    ],
    [
      "Trust policy of role ci changed: the same principals for other actions",
      "role",
      ci,
      ...trustDocuments({}, { Action: ["sts:AssumeRole", "sts:TagSession"] }),
    ],
    [
      "Trust policy of role ci changed: the same, with other names of its statements",
      "role",
      ci,
      ...trustDocuments({ Sid: "One" }, { Sid: "Two" }),
    ],
    [
      "Trust policy of role ci changed: the same principals in other statements",
      "role",
      ci,
      ...trustDocuments({}, { Effect: "Deny" }),
    ],
    [
      "Trust policy of role ci changed: no longer demands an External ID",
      "role",
      ci,
      { trust: { principals: [], requiresExternalId: true, document: { a: 1 } } },
      { trust: { principals: [], requiresExternalId: false, document: { a: 2 } } },
    ],
    [
      "Policy Deploy went from default version v1 to v2; has another document",
      "policy",
      { policy_name: "Deploy" },
      { default_version_id: "v1", policy: { document: { a: 1 }, problem: null } },
      { default_version_id: "v2", policy: { document: { a: 2 }, problem: null } },
    ],
    [
      "Group ops lost AdministratorAccess",
      "group",
      { group_name: "ops" },
      { attached_policy_arns: [ADMIN] },
      { attached_policy_arns: [] },
    ],
    [
      "Instance profile web holds no role any more",
      "instance_profile",
      { instance_profile_name: "web" },
      { role_name: "web" },
      { role_name: null },
    ],
    [
      "OIDC provider token.actions lost the audience sts.amazonaws.com",
      "identity_provider",
      { kind: "oidc", name: "token.actions" },
      { client_ids: ["sts.amazonaws.com"] },
      { client_ids: [] },
    ],
    [
      "Permission set Admin was assigned to group g-1 in account 111122223333",
      "permission_set",
      { name: "Admin" },
      { assignments: [] },
      { assignments: [{ awsAccountId: "111122223333", principalType: "GROUP", principalId: "g-1" }] },
    ],
    [
      "Trust anchor ca was disabled",
      "roles_anywhere",
      { kind: "trust_anchor", name: "ca" },
      { enabled: true },
      { enabled: false },
    ],
    [
      "Account Production went from minimum password length 8 to 14; went from quota Users 5000 to 6000",
      "account",
      {},
      { password_policy: { minimumLength: 8 }, quotas: { Users: 5000 } },
      { password_policy: { minimumLength: 14 }, quotas: { Users: 6000 } },
    ],
    ["ada is owned by y now, not by x", "user", ada, { owner: "x" }, { owner: "y" }],
    [
      "ada set up the MFA device phone anew",
      "user",
      ada,
      { mfa_devices: [phone("2026-01-01T00:00:00.000Z")] },
      { mfa_devices: [phone("2026-06-01T00:00:00.000Z")] },
    ],
    ["ada was active for the first time", "user", ada, { last_activity: "never" }, { last_activity: "at" }],
    ["Role ci was used for the first time in 400 days", "role", ci, { last_use: "never" }, { last_use: "at" }],
    ["Role ci has not been used for 400 days", "role", ci, { last_use: "at" }, { last_use: "never" }],
    [
      "Access key AKIAOLD of deploy was used again after no use since 2015-04-22, when AWS began to record it",
      "credential",
      key,
      { last_use: "before_record" },
      { last_use: "at" },
    ],
    [
      "Access key AKIAOLD of deploy is owned by pay now, not by web",
      "credential",
      key,
      { owner: "web" },
      { owner: "pay" },
    ],
    [
      "Policy Deploy had its versions changed on 2026-06-09, its default being the same",
      "policy",
      { policy_name: "Deploy", default_version_id: "v1" },
      { updated_at: "2026-01-01T00:00:00.000Z" },
      { updated_at: "2026-06-09T00:00:00.000Z" },
    ],
    [
      "Instance profile web holds another role of the name web now",
      "instance_profile",
      { instance_profile_name: "web", role_name: "web" },
      { role_id: "AROA1" },
      { role_id: "AROA2" },
    ],
    ["ada was read anew: nothing changed", "user", ada, { group_names: ["a", "b"] }, { group_names: ["b", "a"] }],
  ])("%s", (summary, subject, common, before, after) => {
    expect(changed(subject, common, before, after)).toMatchObject({ change: "changed", summary });
  });
});

describe("appearing and vanishing", () => {
  const user = (given: Partial<VersionStep>) =>
    describeChange(step({ subject: "user", after: { user_name: "bob" }, ...given }));
  test.each<[string, string, Partial<VersionStep>]>([
    ["appeared", "User bob appeared", { change: "created" }],
    ["first_seen", "User bob was there at the first inventory", { change: "created", isFirstSeen: true }],
    ["appeared", "User bob was deleted and made anew under the same name", { change: "created", isRecreated: true }],
    ["appeared", "User bob is there again", { change: "created", before: { user_name: "bob" } }],
    ["vanished", "User bob was deleted", { change: "removed", before: { user_name: "bob" } }],
  ])("%s: %s", (change, summary, given) => {
    expect(user(given)).toEqual({ name: "bob", change, summary, fields: [] });
  });
});

describe("the rotation of a key", () => {
  const replacedBy = { accessKeyId: "AKIANEW", createdAt: new Date("2026-06-03T12:00:00Z") };
  const end = (given: Partial<VersionStep>) =>
    describeChange(
      step({ subject: "credential", before: key, after: { ...key, status: "inactive" }, replacedBy, ...given }),
    );
  const rotated = "Access key of deploy was rotated: AKIANEW replaces AKIAOLD after 6 days overlap";

  test.each<[string, string, Partial<VersionStep>]>([
    ["is complete when the old one is deactivated", rotated, {}],
    ["is complete when the old one is deleted", rotated, { change: "removed", after: key }],
    ["is none without a newer key", "Access key AKIAOLD of deploy was deactivated", { replacedBy: null }],
    [
      "is over when the inactive one is deleted",
      "Access key AKIAOLD of deploy was deleted",
      { change: "removed", before: { ...key, status: "inactive" } },
    ],
    [
      "is not complete while both are active",
      "Access key AKIAOLD of deploy was used for the first time",
      { before: { ...key, last_use: "never" }, after: { ...key, last_use: "at" } },
    ],
  ])("%s", (_, summary, given) => {
    const found = end(given);
    expect(found.summary).toBe(summary);
    expect(found.change === "rotated").toBe(summary === rotated);
  });

  test("tells one day as one day", () => {
    const day = { accessKeyId: "AKIANEW", createdAt: new Date("2026-06-09T06:00:00Z") };
    expect(end({ replacedBy: day }).summary).toMatch(/after 1 day overlap$/);
  });
});

test("every kind of credential has a name", () => {
  for (const kind of CredentialKind.options) {
    const content = { kind, identity: "X1", access_key_id: null, user_name: "ada", service_name: "s", name: "cert" };
    expect(subjectName("credential", content, "Production"), kind).toMatch(/\S/);
    expect(describeChange(step({ subject: "credential", change: "created", after: content })).summary, kind).toMatch(
      /^[A-Z].* appeared$/,
    );
  }
});
