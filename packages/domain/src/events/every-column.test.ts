import { describe, expect, test } from "vitest";
import { describeChange } from "../changes/describe-change.ts";
import { step } from "../changes/steps-fixture.ts";
import { planRow } from "../landing/plan-row.ts";
import type { LandingScope } from "../landing/rows.ts";
import {
  type ContentOf,
  columnNamesOf,
  LANDING_TABLES,
  type LandingRow,
  type LandingTable,
} from "../landing/tables.ts";

type Pair<Value> = readonly [before: Value, after: Value];
/** What each column of each table changes from and to. A column that is new in a table does not compile without. */
type Changes = {
  readonly [T in LandingTable]: { readonly [Column in keyof ContentOf<T>]: Pair<ContentOf<T>[Column]> };
};

const [ONE, TWO] = ["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"] as const;
const text = ["one", "two"] as const;
const times = [ONE, TWO] as const;
const texts: Pair<string[]> = [["one"], ["two"]];
const tags: Pair<ContentOf<"iam_user">["tags"]> = [[{ key: "a", value: "1" }], [{ key: "a", value: "2" }]];
const documentOf = (action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
});
const policies: Pair<ContentOf<"iam_user">["inline_policies"]> = [
  [{ name: "p", document: documentOf("s3:GetObject"), problem: null }],
  [{ name: "p", document: documentOf("s3:PutObject"), problem: null }],
];
const trustOf = (condition: object) => ({
  principals: [{ type: "AWS", value: "111122223333" }],
  requiresExternalId: false,
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole", ...condition }],
  },
});
const passwordPolicy = (minimumLength: number) => ({
  minimumLength,
  requiresSymbols: true,
  requiresNumbers: true,
  requiresUppercase: true,
  requiresLowercase: true,
  allowsUsersToChange: true,
  maxPasswordAgeDays: null,
  reusePrevention: null,
  hardExpiry: null,
});
const root = (mfaActive: boolean) => ({
  hasPassword: true,
  mfaActive,
  mfaKind: "virtual" as const,
  accessKeys: 0,
  signingCertificates: 0,
});
const device = (enabledAt: string) => [
  { kind: "virtual" as const, serialNumber: "arn:aws:iam::1:mfa/phone", enabledAt },
];

const CHANGES: Changes = {
  iam_user: {
    user_id: text,
    user_name: text,
    arn: text,
    path: text,
    created_at: times,
    tags,
    group_names: texts,
    attached_policy_arns: texts,
    inline_policies: policies,
    permissions_boundary_arn: text,
    owner: text,
    has_console_password: [true, false],
    has_mfa: [false, true],
    mfa: ["none", "fido"],
    mfa_devices: [device(ONE), device(TWO)],
    active_access_keys: [1, 2],
    last_activity: ["never", "at"],
  },
  credential: {
    kind: ["access_key", "api_key"],
    identity: text,
    access_key_id: text,
    user_record_id: text,
    user_name: text,
    user_id: text,
    owner: text,
    name: text,
    service_name: text,
    status: ["active", "inactive"],
    created_at: times,
    expires_at: times,
    last_use: ["never", "at"],
  },
  iam_role: {
    role_id: text,
    role_name: text,
    arn: text,
    path: text,
    description: text,
    created_at: times,
    kind: ["service", "cross_account"],
    max_session_duration_seconds: [3_600, 7_200],
    trust: [trustOf({}), trustOf({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })],
    tags,
    attached_policy_arns: texts,
    inline_policies: policies,
    instance_profile_names: texts,
    permissions_boundary_arn: text,
    last_use: ["at", "never"],
  },
  iam_policy: {
    policy_id: text,
    policy_name: text,
    arn: text,
    path: text,
    is_aws_managed: [false, true],
    created_at: times,
    updated_at: times,
    default_version_id: text,
    policy: [
      { document: documentOf("s3:GetObject"), problem: null },
      { document: documentOf("s3:PutObject"), problem: null },
    ],
  },
  iam_group: {
    group_id: text,
    group_name: text,
    arn: text,
    path: text,
    created_at: times,
    attached_policy_arns: texts,
    inline_policies: policies,
  },
  instance_profile: {
    instance_profile_id: text,
    instance_profile_name: text,
    arn: text,
    path: text,
    created_at: times,
    role_id: text,
    role_name: text,
  },
  identity_provider: {
    identity: text,
    arn: text,
    kind: ["oidc", "saml"],
    name: text,
    created_at: times,
    client_ids: texts,
    thumbprints: texts,
    valid_until: times,
    tags,
  },
  permission_set: {
    arn: text,
    name: text,
    description: text,
    session_duration_seconds: [null, 3_600],
    created_at: times,
    assignments: [[], [{ awsAccountId: "1", principalType: "GROUP", principalId: "g" }]],
  },
  roles_anywhere_resource: {
    kind: ["profile", "trust_anchor"],
    arn: text,
    name: text,
    region: text,
    enabled: [true, false],
    created_at: times,
    role_arns: texts,
    x509_subject: text,
  },
  account_settings: {
    aws_account_id: ["111122223333", "222233334444"],
    alias: text,
    password_policy_state: ["own", "aws_default"],
    password_policy: [passwordPolicy(8), passwordPolicy(14)],
    quotas: [{ Users: 5_000 }, { Users: 6_000 }],
    root: [root(true), root(false)],
  },
};

const scope: LandingScope = {
  ...{ accountId: "account", awsAccountId: "111122223333", scanId: "scan", asOf: new Date(TWO), isUpload: false },
  ...{ newId: () => "id", digest: (given) => given, everRead: new Set(["users", "roles", "groups", "account_alias"]) },
};

const CASES = (Object.keys(CHANGES) as LandingTable[]).flatMap((table) =>
  columnNamesOf(table).content.map((column) => [table, column] as const),
);

describe("a version that is a change says which field, before and after, in words", () => {
  test.each(CASES)("%s.%s", (table, column) => {
    const pairs: Readonly<Record<string, Pair<unknown>>> = CHANGES[table];
    const before = Object.fromEntries(Object.entries(pairs).map(([name, [was]]) => [name, was]));
    const known = { ...before, id: "id", account_id: "account", content_hash: "", first_seen_at: ONE, gone_at: null };
    const columns = { ...known, [column]: pairs[column]?.[1] };
    const planned = planRow(
      scope,
      table,
      { identity: "it", columns: columns as never, merge: {} },
      known as unknown as LandingRow<typeof table>,
    );
    expect(planned?.version?.change).toBe("changed");
    const { subject } = LANDING_TABLES[table];
    const { summary, fields } = describeChange(step({ subject, before, after: columns }));
    expect(summary).not.toMatch(/ changed$|nothing changed|→/);
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) {
      expect(field.label).toMatch(/^[A-Z]/);
      if (field.gained.length + field.lost.length === 0) expect(field.before).not.toEqual(field.after);
    }
  });
});
