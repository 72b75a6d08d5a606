import type { AccountReading, LandingTable, RolesAnywhereFact } from "@rolecall/domain";
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
  slowLaneOf,
  userOf,
} from "./facts-fixture.ts";
import { MemoryInventory } from "./memory-store-fixture.ts";

const usual = readingOf();
/** The only one of a list of the usual reading, as it was and as it is. */
const twice = <T>([one]: readonly T[], later: Partial<T>): T[] => {
  if (one === undefined) throw new Error("The usual reading has none");
  return [one, { ...one, ...later }];
};

/** Of each list of an account, one that comes twice, and a column by which the later one is told. */
const LISTS: readonly [
  list: string,
  over: Partial<AccountReading>,
  table: LandingTable,
  column: string,
  later: unknown,
][] = [
  [
    "users",
    { users: [userOf("anna"), userOf("berta"), userOf("anna", { path: "/later/" })] },
    "iam_user",
    "path",
    "/later/",
  ],
  ["roles", { roles: [roleOf("web"), roleOf("web", { path: "/later/" })] }, "iam_role", "path", "/later/"],
  [
    "groups",
    { groups: [groupOf("developers"), groupOf("developers", { path: "/later/" })] },
    "iam_group",
    "path",
    "/later/",
  ],
  [
    "policies",
    { policies: [policyOf("deploy"), policyOf("deploy", { path: "/later/" })] },
    "iam_policy",
    "path",
    "/later/",
  ],
  [
    "instance profiles",
    { instanceProfiles: twice(usual.instanceProfiles, { path: "/later/" }) },
    "instance_profile",
    "path",
    "/later/",
  ],
  [
    "OIDC providers",
    { oidcProviders: twice(usual.oidcProviders, { clientIds: ["later"] }), samlProviders: [] },
    "identity_provider",
    "client_ids",
    ["later"],
  ],
  [
    "SAML providers",
    { samlProviders: twice(usual.samlProviders, { name: "later" }), oidcProviders: [] },
    "identity_provider",
    "name",
    "later",
  ],
];

describe("a thing that a reading has twice lands once, and the later one counts", () => {
  it.each(LISTS)("of %s", async (_, over, table, column, later) => {
    const inventory = new MemoryInventory();
    await inventory.land(readingOf(over), FIRST_AT);
    const rows = inventory.rowsOf(table) as unknown as Record<string, unknown>[];
    expect(rows.filter((row) => JSON.stringify(row[column]) === JSON.stringify(later))).toHaveLength(1);
    const again = await inventory.land(readingOf(over), SECOND_AT);
    expect(again.versions).toEqual([]);
  });

  it("of server certificates", async () => {
    const inventory = new MemoryInventory();
    await inventory.land(
      readingOf({ serverCertificates: twice(usual.serverCertificates, { serverCertificateName: "new" }) }),
      FIRST_AT,
    );
    expect(inventory.find("credential", "ASCAold")).toMatchObject({ name: "new" });
  });

  it("of IAM Roles Anywhere", async () => {
    const anchor: RolesAnywhereFact = {
      kind: "trust_anchor",
      arn: "arn:aws:rolesanywhere:eu-central-1:200000000002:trust-anchor/1",
      name: "before",
      region: "eu-central-1",
      enabled: true,
      createdAt: MADE_AT,
      roleArns: [],
      x509Subject: null,
      lastSeenAt: null,
    };
    const inventory = new MemoryInventory();
    await inventory.landSlowLane(slowLaneOf({ rolesAnywhere: [anchor, { ...anchor, name: "later" }] }), FIRST_AT);
    expect(inventory.rowsOf("roles_anywhere_resource").map(({ name }) => name)).toEqual(["later"]);
  });

  it.each([
    ["in one list of a user", [userOf("anna", { accessKeys: readAs([keyOf("one"), keyOf("one")]) })]],
    [
      "with two users, as while one is renamed",
      [userOf("anna", { accessKeys: readAs([keyOf("one")]) }), userOf("berta", { accessKeys: readAs([keyOf("one")]) })],
    ],
  ])("of access keys %s", async (_, users) => {
    const inventory = new MemoryInventory();
    await inventory.land(readingOf({ users }), FIRST_AT);
    expect(inventory.rowsOf("credential").filter(({ identity }) => identity === "AKIAone")).toHaveLength(1);
  });
});
