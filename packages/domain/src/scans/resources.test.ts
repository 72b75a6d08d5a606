import { describe, expect, test } from "vitest";
import { Subject } from "../inventory/change.ts";
import { CredentialKind } from "../inventory/credential.ts";
import { ResourceKind } from "./coverage.ts";
import {
  COUNTED_BY,
  foundBy,
  INVENTORY,
  type InventoryKind,
  inventoryKindsOf,
  isReadBy,
  RESOURCES,
  resourceOfField,
  resourcesOfFile,
  tellingsAround,
} from "./resources.ts";

const ENTRIES = Object.entries(INVENTORY) as [InventoryKind, (typeof INVENTORY)[InventoryKind]][];

describe("the catalogue", () => {
  test("has an entry for every subject, and for every kind of credential", () => {
    expect(Subject.options.filter((subject) => inventoryKindsOf(subject).length === 0)).toEqual([]);
    expect(inventoryKindsOf("credential").toSorted()).toEqual(CredentialKind.options.toSorted());
    expect(inventoryKindsOf("identity_provider")).toEqual(["oidc", "saml"]);
  });

  test.each(ENTRIES)(
    "%s: no field is told twice, and what tells of it is read by some scan",
    (_, { tellings, foundBy: by }) => {
      const fields = tellings.flatMap((telling) => telling.fields);
      expect(fields).toEqual([...new Set(fields)]);
      expect(by.length).toBeGreaterThan(0);
      for (const resource of [...by, ...tellings.map((telling) => telling.resource)])
        expect(RESOURCES[resource].readBy).not.toEqual([]);
    },
  );

  test.each(ENTRIES)(
    "%s: what it is found by can prove it gone, or other means do",
    (_, { subject, foundBy: by, goneBy, part }) => {
      if (part !== null) expect([subject, goneBy]).toEqual(["credential", ["users"]]);
      else expect([by, []]).toContainEqual(goneBy);
    },
  );

  test("every kind of resource finds a row, tells a field of one, or tells of its use alone", () => {
    const telling = new Set(
      ENTRIES.flatMap(([, entry]) => [...entry.foundBy, ...entry.tellings.map((each) => each.resource)]),
    );
    expect(ResourceKind.options.filter((resource) => !telling.has(resource))).toEqual(["service_last_accessed"]);
  });
});

test.each<[Subject, ResourceKind[]]>([
  ["user", ["users"]],
  ["identity_provider", ["oidc_providers", "saml_providers"]],
  ["account", ["account_summary", "password_policy", "account_alias"]],
])("a %s is found by %j", (subject, resources) => {
  expect(foundBy(subject)).toEqual(resources);
});

test.each<[InventoryKind, string, ResourceKind | null]>([
  ["access_key", "createdAt", "access_keys"],
  ["access_key", "lastUsedAt", "credential_report"],
  ["console_password", "createdAt", "credential_report"],
  ["server_certificate", "createdAt", "server_certificates"],
  ["user", "hasMfa", "credential_report"],
  ["group", "members", "users"],
  ["account", "alias", "account_alias"],
  ["account", "lastUsedAt", null],
])("the %s's %s is told by %s", (kind, field, resource) => {
  expect(resourceOfField(kind, field)).toBe(resource);
});

test.each<[InventoryKind, ResourceKind[]]>([
  ["policy", ["policies"]],
  ["role", ["roles", "role_session_durations", "policies"]],
  [
    "ssh_public_key",
    ["ssh_public_keys", "users", "credential_report", "mfa_devices", "access_keys", "groups", "policies"],
  ],
])("findings on a %s stand on %j", (kind, resources) => {
  expect([...new Set(tellingsAround(kind).map(({ resource }) => resource))]).toEqual(resources);
});

test("SSH keys, which have no bulk call, and what is regional are not looked for by the whole account's scan", () => {
  const slow = ENTRIES.map(([kind]) => kind).filter((kind) => !isReadBy(kind, "inventory"));
  expect(slow.toSorted()).toEqual(["permission_set", "roles_anywhere", "ssh_public_key"]);
  expect(isReadBy("ssh_public_key", "recheck")).toBe(true);
});

test("an upload's files hold what they hold", () => {
  expect(resourcesOfFile("authorization-details")).toEqual(["users", "roles", "groups", "policies"]);
  expect(resourcesOfFile("credential-report")).toEqual(["credential_report", "access_keys"]);
});

test("a count is known where all that it counts was read", () => {
  expect(COUNTED_BY).toEqual({
    users: ["users"],
    roles: ["roles"],
    credentials: ["access_keys"],
    policies: ["policies"],
    groups: ["groups"],
    instanceProfiles: ["instance_profiles"],
    identityProviders: ["oidc_providers", "saml_providers"],
  });
});
