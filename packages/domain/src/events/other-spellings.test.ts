import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffVersions } from "../changes/compared-fields.ts";
import { planRow } from "../landing/plan-row.ts";
import type { LandingScope } from "../landing/rows.ts";
import { type ContentOf, LANDING_TABLES, type LandingRow, type LandingTable } from "../landing/tables.ts";
import { isRecord } from "../policy/json.ts";
import { summarizeTrust } from "../policy/trust-summary.ts";

const AT = "2026-06-01T10:00:00.000Z";
const scope: LandingScope = {
  accountId: "account",
  awsAccountId: "111122223333",
  scanId: "scan",
  asOf: new Date("2026-06-02T10:00:00Z"),
  isUpload: false,
  newId: () => "id",
  digest: (text) => text,
  everRead: new Set(["users", "roles", "policies", "groups"]),
};

const TRUST = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: ["111122223333", "arn:aws:iam::222233334444:role/pipeline"], Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "sts:ExternalId": ["one", "two"], "aws:PrincipalTag/team": "pay" },
        Bool: { "aws:MultiFactorAuthPresent": "true" },
      },
    },
    { Sid: "Any", Effect: "Allow", Principal: "*", Action: ["sts:TagSession", "sts:AssumeRole"] },
  ],
};
const IDENTITY = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] },
    { Effect: "Deny", NotAction: "iam:*", Resource: "*" },
  ],
};
const TAGS = ["team", "env", "owner"].map((key) => ({ key, value: `${key} of it` }));
const POLICIES = ["one", "two"].map((name) => ({ name, document: IDENTITY, problem: null }));
const ARNS = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/deploy"];

/** Each table with content that has lists or documents; what is left out is one text. */
const CONTENT: { readonly [T in LandingTable]?: Partial<ContentOf<T>> } = {
  iam_user: {
    tags: TAGS,
    group_names: ["ops", "admins"],
    attached_policy_arns: ARNS,
    inline_policies: POLICIES,
    mfa_devices: ["a", "b"].map((serialNumber) => ({ kind: "virtual", serialNumber, enabledAt: AT })),
  },
  iam_role: {
    tags: TAGS,
    trust: summarizeTrust({ state: "parsed", document: TRUST }),
    attached_policy_arns: ARNS,
    inline_policies: POLICIES,
    instance_profile_names: ["web", "batch"],
  },
  iam_policy: { policy: { document: IDENTITY, problem: null } },
  iam_group: { attached_policy_arns: ARNS, inline_policies: POLICIES },
  identity_provider: { client_ids: ["sts.amazonaws.com", "other"], thumbprints: ["aa", "bb"], tags: TAGS },
  permission_set: {
    assignments: ["1", "2"].map((id) => ({ awsAccountId: id, principalType: "GROUP" as const, principalId: id })),
  },
  roles_anywhere_resource: { role_arns: ARNS },
};
const TABLES = Object.keys(CONTENT) as LandingTable[];

/** One way to write something again: numbers that decide, one after the other, how each part is spelt. */
type Spelling = () => number;
const pick = (spelling: Spelling, ...choices: (() => unknown)[]): unknown => choices[spelling() % choices.length]?.();
const shuffled = <T>(items: readonly T[], spelling: Spelling): T[] =>
  items
    .map((item) => [spelling(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
const respellList = (value: unknown, spelling: Spelling): unknown => {
  const items = shuffled(Array.isArray(value) ? value : [value], spelling);
  return items.length === 1
    ? pick(
        spelling,
        () => items[0],
        () => items,
      )
    : pick(
        spelling,
        () => items,
        () => [...items, items[0]],
      );
};
const respellEntries = (
  of: Record<string, unknown>,
  spelling: Spelling,
  each: (value: unknown, key: string) => unknown,
) => Object.fromEntries(shuffled(Object.entries(of), spelling).map(([key, value]) => [key, each(value, key)]));
const respellAccount = (value: unknown, spelling: Spelling): unknown =>
  typeof value === "string" && /^\d{12}$/.test(value)
    ? pick(
        spelling,
        () => value,
        () => `arn:aws:iam::${value}:root`,
      )
    : value;
const respellPrincipal = (principal: unknown, spelling: Spelling): unknown => {
  if (principal === "*")
    return pick(
      spelling,
      () => "*",
      () => ({ AWS: "*" }),
      () => ({ AWS: ["*"] }),
    );
  return respellEntries(principal as Record<string, unknown>, spelling, (values) =>
    respellList(
      [values].flat().map((value) => respellAccount(value, spelling)),
      spelling,
    ),
  );
};
const respellStatement = (statement: Record<string, unknown>, spelling: Spelling) =>
  respellEntries(statement, spelling, (value, element) => {
    if (element.endsWith("Principal")) return respellPrincipal(value, spelling);
    if (element === "Condition")
      return respellEntries(value as Record<string, unknown>, spelling, (keys) =>
        respellEntries(keys as Record<string, unknown>, spelling, (values) =>
          respellList(
            values === "true"
              ? pick(
                  spelling,
                  () => true,
                  () => "true",
                )
              : values,
            spelling,
          ),
        ),
      );
    return element === "Sid" || element === "Effect" ? value : respellList(value, spelling);
  });
const respellDocument = (document: typeof TRUST | typeof IDENTITY, spelling: Spelling) =>
  respellEntries(document, spelling, (value, key) =>
    key === "Statement"
      ? shuffled(value as Record<string, unknown>[], spelling).map((each) => respellStatement(each, spelling))
      : value,
  );

function respell(value: unknown, spelling: Spelling): unknown {
  if (Array.isArray(value))
    return shuffled(
      value.map((item) => respell(item, spelling)),
      spelling,
    );
  if (!isRecord(value)) return value;
  return respellEntries(value, spelling, (part, key) =>
    key === "document" ? respellDocument(part as typeof TRUST, spelling) : respell(part, spelling),
  );
}

function knownRow<T extends LandingTable>(table: T): LandingRow<T> {
  const { content, volatile } = LANDING_TABLES[table];
  const texts = Object.fromEntries(Object.keys({ ...content, ...volatile }).map((column) => [column, column]));
  const columns = { ...texts, ...CONTENT[table] } as unknown as LandingRow<T>;
  const planned = planRow({ ...scope, asOf: new Date(AT) }, table, { identity: "it", columns, merge: {} }, undefined);
  return planned!.row;
}

/** What a reading of the same thing in another spelling has: a trust policy is summarised anew. */
function readAgain<T extends LandingTable>(known: LandingRow<T>, spelling: Spelling): LandingRow<T> {
  const columns = respell(known, spelling) as LandingRow<T>;
  if (!("trust" in columns) || !isRecord(columns.trust)) return columns;
  return { ...columns, trust: summarizeTrust({ state: "parsed", document: columns.trust.document }) };
}

const spellings = fc.infiniteStream(fc.nat({ max: 1_000 })).map(
  (stream): Spelling =>
    () =>
      stream.next().value,
);

describe("another spelling of the same", () => {
  // https://github.com/hashicorp/terraform-provider-aws/issues/22274 and 30870
  test.each(TABLES)("plans no row of %s, and is no change", (table) => {
    const known = knownRow(table);
    fc.assert(
      fc.property(spellings, (spelling) => {
        const columns = readAgain(known, spelling);
        expect(planRow(scope, table, { identity: "it", columns, merge: {} }, known)).toBeNull();
        expect(diffVersions(LANDING_TABLES[table].subject, known, columns)).toEqual([]);
      }),
    );
  });

  test("is kept beside a real change, so that only that is in the version", () => {
    const known = knownRow("iam_role");
    fc.assert(
      fc.property(spellings, (spelling) => {
        const columns = { ...readAgain(known, spelling), description: "Another one" };
        const planned = planRow(scope, "iam_role", { identity: "it", columns, merge: {} }, known);
        expect(planned?.version).toMatchObject({
          change: "changed",
          content: { trust: known.trust, tags: known.tags },
        });
      }),
    );
  });
});

describe("what says something else", () => {
  const trustOf = (statement: object) =>
    summarizeTrust({ state: "parsed", document: { Version: "2012-10-17", Statement: [statement] } });
  const allow = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ["111122223333", "222233334444"] } };
  test.each<[string, object]>([
    ["a principal less", { ...allow, Principal: { AWS: "111122223333" } }],
    ["a principal of another kind", { ...allow, Principal: { Service: ["111122223333", "222233334444"] } }],
    ["everybody but them", { Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: allow.Principal }],
    ["a condition more", { ...allow, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
    ["another effect", { ...allow, Effect: "Deny" }],
    [
      "a role of the account's",
      { ...allow, Principal: { AWS: ["arn:aws:iam::111122223333:role/root", "222233334444"] } },
    ],
  ])("is a change: %s", (_, statement) => {
    const known = { ...knownRow("iam_role"), trust: trustOf(allow) };
    const columns = { ...known, trust: trustOf(statement) };
    const planned = planRow(scope, "iam_role", { identity: "it", columns, merge: {} }, known);
    expect(planned?.version?.change).toBe("changed");
    expect(diffVersions("role", known, columns)).not.toEqual([]);
  });
});
