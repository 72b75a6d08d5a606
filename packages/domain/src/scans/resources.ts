import type { Subject } from "../inventory/change.ts";
import type { CredentialKind, ValueSource } from "../inventory/credential.ts";
import type { IdentityProvider } from "../inventory/entities.ts";
import { ResourceKind } from "./coverage.ts";
import type { IdentityDetail, UserFact } from "./reading.ts";
import type { ScanCounts, ScanKind } from "./scan.ts";
import type { UploadFile } from "./upload.ts";

/** What the inventory has rows of, told apart as far as readings do: identity providers and credentials by their kinds. */
export type InventoryKind =
  | Exclude<Subject, "credential" | "identity_provider">
  | IdentityProvider["kind"]
  | CredentialKind;

/** Where, and by which readings, one kind of resource is read. */
type Resource = {
  /** Where its values come from, unless somebody uploaded them. */
  source: Exclude<ValueSource["source"], "upload">;
  /** The kinds of scan that read it; `organization`: the discovery of an organisation. */
  readBy: readonly (Exclude<ScanKind, "upload"> | "organization")[];
  /** The file of an upload that holds it; null: none does. */
  file: UploadFile | null;
};

const ofApi = (...readBy: Resource["readBy"]): Resource => ({ source: "live_api", readBy, file: null });
const ofDetails = (...readBy: Resource["readBy"]): Resource => ({ ...ofApi(...readBy), file: "authorization-details" });

/** Every kind of resource that is read of an account. */
export const RESOURCES: Readonly<Record<ResourceKind, Resource>> = {
  users: ofDetails("inventory", "recheck"),
  roles: ofDetails("inventory"),
  groups: ofDetails("inventory"),
  policies: ofDetails("inventory"),
  credential_report: { source: "credential_report", readBy: ["inventory"], file: "credential-report" },
  access_keys: { ...ofApi("inventory", "recheck"), file: "credential-report" },
  mfa_devices: ofApi("inventory", "slow_lane", "recheck"),
  signing_certificates: ofApi("inventory", "recheck"),
  service_specific_credentials: ofApi("inventory", "recheck"),
  server_certificates: ofApi("inventory"),
  role_session_durations: ofApi("inventory"),
  instance_profiles: ofApi("inventory"),
  oidc_providers: ofApi("inventory"),
  saml_providers: ofApi("inventory"),
  password_policy: ofApi("inventory"),
  account_summary: ofApi("inventory"),
  account_alias: ofApi("inventory"),
  ssh_public_keys: ofApi("slow_lane", "recheck"),
  service_last_accessed: { ...ofApi("slow_lane"), source: "last_accessed" },
  roles_anywhere: ofApi("slow_lane"),
  permission_sets: ofApi("organization"),
};

/** The kinds of resource that a file of an upload holds. */
export const resourcesOfFile = (file: UploadFile): ResourceKind[] =>
  ResourceKind.options.filter((resource) => RESOURCES[resource].file === file);

/** The part of a user's facts that lists credentials of a kind, read or unread by itself. */
export type CredentialPart = Extract<
  keyof UserFact,
  "accessKeys" | "consolePassword" | "signingCertificates" | "serviceSpecificCredentials" | "sshPublicKeys"
>;

/** A detail of a user, role or group that a reading may leave out where the bulk call is not available. */
type PartialDetail = IdentityDetail | "instanceProfileNames";

/** Fields of a row, in words of the API, that one kind of resource tells of. */
export type Telling = { resource: ResourceKind; fields: readonly string[] };

/** What reading tells of one kind of row. */
type InventoryEntry = {
  subject: Subject;
  /** Each of these finds such rows: a row that was not there at the last reading of any of them has appeared since. */
  foundBy: readonly ResourceKind[];
  /** Where all of these were read as a whole, a row that was not found is gone. Empty: that is proved by other means only. */
  goneBy: readonly ResourceKind[];
  /** Of a user's credentials: the part of the facts of a user who was read that proves the same. */
  part: CredentialPart | null;
  /** Which kind of resource tells which fields, in the order in which they are shown; no field twice. */
  tellings: readonly Telling[];
  /** What may be missing from a row of a resource that has never been read as a whole. */
  details: readonly PartialDetail[];
};

const telling = (resource: ResourceKind, ...fields: string[]): Telling => ({ resource, fields });

type Rest = Partial<Pick<InventoryEntry, "goneBy" | "details">>;
/** Rows of a resource of their own. */
const listed = (subject: Subject, by: ResourceKind, tellings: readonly Telling[], rest: Rest = {}): InventoryEntry => ({
  ...{ subject, foundBy: [by], goneBy: [by], part: null, tellings, details: [] },
  ...rest,
});

/** Keys and certificates with an id of AWS, which a resource of their own lists. */
const withId = (by: ResourceKind) => [telling(by, "credentialId", "status", "createdAt", "expiresAt")];
const reported = [telling("credential_report", "status", "createdAt", "lastUsedAt")];

/** A credential of a user, which is gone with the user too. */
const ofUser = (part: CredentialPart, by: readonly ResourceKind[], tellings: readonly Telling[]): InventoryEntry => ({
  ...{ subject: "credential", foundBy: by, goneBy: ["users"], part, tellings, details: [] },
});
const ofRoot = (rest: Rest = {}): InventoryEntry => listed("credential", "credential_report", reported, rest);

/**
 * Which reading tells of what, of every kind of row of the inventory: the one place that says it. What a landing may take as gone, what
 * counts as first seen, and where a value came from follow from it.
 */
export const INVENTORY: Readonly<Record<InventoryKind, InventoryEntry>> = {
  user: listed(
    "user",
    "users",
    [
      telling("users", "userName", "groups", "policies", "tags"),
      telling("credential_report", "hasConsolePassword", "hasMfa", "mfa", "lastActivityAt"),
      telling("mfa_devices", "mfaDevices"),
      telling("access_keys", "activeAccessKeys"),
    ],
    { details: ["tags", "groupNames", "attachedPolicyArns", "inlinePolicies", "permissionsBoundaryArn"] },
  ),
  role: listed(
    "role",
    "roles",
    [
      telling("roles", "trust", "policies", "tags", "lastUsedAt"),
      telling("role_session_durations", "maxSessionDurationSeconds", "description"),
    ],
    { details: ["tags", "attachedPolicyArns", "inlinePolicies", "permissionsBoundaryArn", "instanceProfileNames"] },
  ),
  policy: listed("policy", "policies", [telling("policies", "document", "defaultVersionId", "attachmentCount")]),
  group: listed("group", "groups", [telling("groups", "groupName", "policies"), telling("users", "members")], {
    details: ["attachedPolicyArns", "inlinePolicies"],
  }),
  instance_profile: listed("instance_profile", "instance_profiles", [
    telling("instance_profiles", "instanceProfileName", "roleName"),
  ]),
  oidc: listed("identity_provider", "oidc_providers", [
    telling("oidc_providers", "name", "clientIds", "thumbprints", "tags"),
  ]),
  saml: listed("identity_provider", "saml_providers", [telling("saml_providers", "name", "validUntil")]),
  permission_set: listed("permission_set", "permission_sets", [telling("permission_sets", "name", "assignments")]),
  roles_anywhere: listed("roles_anywhere", "roles_anywhere", [
    telling("roles_anywhere", "name", "enabled", "roleArns", "lastSeenAt"),
  ]),
  account: {
    subject: "account",
    foundBy: ["account_summary", "password_policy", "account_alias"],
    goneBy: [],
    part: null,
    tellings: [
      telling("account_alias", "alias"),
      telling("password_policy", "passwordPolicy"),
      telling("account_summary", "quotas"),
      telling("credential_report", "root"),
    ],
    details: [],
  },
  access_key: ofUser(
    "accessKeys",
    ["access_keys"],
    [
      telling("access_keys", "accessKeyId", "status", "createdAt"),
      telling("credential_report", "lastUsedAt", "lastUsedService", "lastUsedRegion"),
    ],
  ),
  console_password: ofUser("consolePassword", ["credential_report", "users"], reported),
  ssh_public_key: ofUser("sshPublicKeys", ["ssh_public_keys"], withId("ssh_public_keys")),
  signing_certificate: ofUser("signingCertificates", ["signing_certificates"], withId("signing_certificates")),
  service_specific_credential: ofUser(
    "serviceSpecificCredentials",
    ["service_specific_credentials"],
    withId("service_specific_credentials"),
  ),
  api_key: ofUser(
    "serviceSpecificCredentials",
    ["service_specific_credentials"],
    withId("service_specific_credentials"),
  ),
  server_certificate: listed("credential", "server_certificates", withId("server_certificates")),
  root_access_key: ofRoot(),
  // The report and the account summary say whether there is one; that none was listed proves nothing.
  root_password: ofRoot({ goneBy: [] }),
  root_signing_certificate: ofRoot(),
};

const INVENTORY_KINDS = Object.keys(INVENTORY) as InventoryKind[];

/** The kinds of rows that a subject has: of identity providers and credentials several. */
export const inventoryKindsOf = (subject: Subject): InventoryKind[] =>
  INVENTORY_KINDS.filter((kind) => INVENTORY[kind].subject === subject);

/** By which kinds of resource rows of a subject are found, whatever their kind; each is enough for its own rows. */
export const foundBy = (subject: Subject): ResourceKind[] => [
  ...new Set(inventoryKindsOf(subject).flatMap((kind) => INVENTORY[kind].foundBy)),
];

/** Whether scans of this kind look for such rows at all: the weekly lane alone looks for some. */
export const isReadBy = (kind: InventoryKind, scan: Exclude<ScanKind, "upload">): boolean =>
  INVENTORY[kind].foundBy.some((resource) => RESOURCES[resource].readBy.includes(scan));

/** The kind of resource that tells a field of a row, in words of the API; null: none tells it by itself. */
export const resourceOfField = (kind: InventoryKind, field: string): ResourceKind | null =>
  INVENTORY[kind].tellings.find(({ fields }) => fields.includes(field))?.resource ?? null;

/** What findings on a row look at besides the row itself, as at the policies of a role or the users of an account. */
const AROUND: Readonly<Partial<Record<InventoryKind, readonly InventoryKind[]>>> = {
  user: ["access_key", "group", "policy"],
  role: ["policy"],
  group: ["policy"],
  account: ["root_password", "user", "role", "saml", "oidc"],
};
const AROUND_CREDENTIALS: readonly InventoryKind[] = ["user", "access_key", "group", "policy"];

/** What tells of a row and of what its findings look at besides: of the row itself first. */
export function tellingsAround(kind: InventoryKind): Telling[] {
  const around = INVENTORY[kind].subject === "credential" ? AROUND_CREDENTIALS : (AROUND[kind] ?? []);
  return [kind, ...around].flatMap((each) => INVENTORY[each].tellings);
}

/** All of these must have been read, once at least, before a count of zero means that there are none. */
export const COUNTED_BY: Readonly<Record<keyof ScanCounts, readonly ResourceKind[]>> = {
  users: foundBy("user"),
  roles: foundBy("role"),
  // Access keys stand for credentials of all kinds.
  credentials: INVENTORY.access_key.foundBy,
  policies: foundBy("policy"),
  groups: foundBy("group"),
  instanceProfiles: foundBy("instance_profile"),
  identityProviders: foundBy("identity_provider"),
};
