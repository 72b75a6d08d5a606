import type { CredentialKind, ResourceCoverage, ResourceKind, ScanKind, ValueSource } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import type { Slice } from "../history/as-of.ts";

/** Fields of a row, in words of the API, that one kind of resource tells of. */
export type SourceRule = { field: string; resource: ResourceKind };

const KEY_IDENTITY: SourceRule = { field: "accessKeyId, status, createdAt", resource: "access_keys" };
const REPORTED: readonly SourceRule[] = [{ field: "status, createdAt, lastUsedAt", resource: "credential_report" }];
const ownKind = (resource: ResourceKind): readonly SourceRule[] => [
  { field: "credentialId, status, createdAt, expiresAt", resource },
];

/** Which kind of resource tells what of a credential. */
export const CREDENTIAL_SOURCES: Readonly<Record<CredentialKind, readonly SourceRule[]>> = {
  access_key: [KEY_IDENTITY, { field: "lastUsedAt, lastUsedService, lastUsedRegion", resource: "credential_report" }],
  console_password: REPORTED,
  root_access_key: REPORTED,
  root_password: REPORTED,
  root_signing_certificate: REPORTED,
  ssh_public_key: ownKind("ssh_public_keys"),
  signing_certificate: ownKind("signing_certificates"),
  service_specific_credential: ownKind("service_specific_credentials"),
  api_key: ownKind("service_specific_credentials"),
  server_certificate: ownKind("server_certificates"),
};

/** Which kind of resource tells what of the other rows. */
export const ENTITY_SOURCES = {
  user: [
    { field: "userName, groups, policies, tags", resource: "users" },
    { field: "hasConsolePassword, hasMfa, mfa, lastActivityAt", resource: "credential_report" },
    { field: "mfaDevices", resource: "mfa_devices" },
    { field: "activeAccessKeys", resource: "access_keys" },
  ],
  role: [
    { field: "trust, policies, tags, lastUsedAt", resource: "roles" },
    { field: "maxSessionDurationSeconds, description", resource: "role_session_durations" },
  ],
  policy: [{ field: "document, defaultVersionId, attachmentCount", resource: "policies" }],
  group: [
    { field: "groupName, policies", resource: "groups" },
    { field: "members", resource: "users" },
  ],
  instance_profile: [{ field: "instanceProfileName, roleName", resource: "instance_profiles" }],
  oidc: [{ field: "name, clientIds, thumbprints, tags", resource: "oidc_providers" }],
  saml: [{ field: "name, validUntil", resource: "saml_providers" }],
  permission_set: [{ field: "name, assignments", resource: "permission_sets" }],
  roles_anywhere: [{ field: "name, enabled, roleArns, lastSeenAt", resource: "roles_anywhere" }],
  account: [
    { field: "alias", resource: "account_alias" },
    { field: "passwordPolicy", resource: "password_policy" },
    { field: "quotas", resource: "account_summary" },
    { field: "root", resource: "credential_report" },
  ],
} as const satisfies Record<string, readonly SourceRule[]>;

type Told = { source: ValueSource["source"]; observedAt: Date | null };
type Freshness = Partial<Record<ResourceKind, Told>>;

const USUAL_SOURCE: Partial<Record<ResourceKind, ValueSource["source"]>> = {
  credential_report: "credential_report",
  service_last_accessed: "last_accessed",
};
const usualSource = (resource: ResourceKind): ValueSource["source"] => USUAL_SOURCE[resource] ?? "live_api";

/** What each account's last scan that read a kind of resource noted of it. */
async function freshnessNow(tx: TenantTx, accountIds: string[]): Promise<Map<string, Freshness>> {
  const rows = await tx.$queryRaw<
    {
      accountId: string;
      freshness: Partial<Record<ResourceKind, { source: Told["source"]; observedAt: string | null }>>;
    }[]
  >`SELECT id AS "accountId", freshness FROM aws_account WHERE id = ANY(${accountIds}::uuid[])`;
  return new Map(
    rows.map(({ accountId, freshness }) => [
      accountId,
      Object.fromEntries(
        Object.entries(freshness).map(([resource, { source, observedAt }]) => [
          resource,
          { source, observedAt: observedAt === null ? null : new Date(observedAt) },
        ]),
      ),
    ]),
  );
}

/** A kind that no scan in so many could read counts as not read: the older its value, the less it says. */
const SCANS_BACK = 10;

/** The same from what the last scans of each kind before `asOf` could read. */
async function freshnessThen(tx: TenantTx, accountIds: string[], asOf: Date): Promise<Map<string, Freshness>> {
  const scans = await tx.$queryRaw<{ accountId: string; kind: ScanKind; coverage: ResourceCoverage[] }[]>`
    SELECT a.id AS "accountId", s.kind, s.coverage
    FROM aws_account a CROSS JOIN unnest(ARRAY['slow_lane', 'upload', 'inventory']) kinds (kind)
    CROSS JOIN LATERAL (
      SELECT s.kind, s.coverage, s.started_at FROM scan s
      WHERE s.account_id = a.id AND s.kind = kinds.kind AND s.status IN ('complete', 'partial')
        AND s.requested_at <= ${asOf.toISOString()}::timestamptz AND s.started_at <= ${asOf.toISOString()}::timestamptz
      ORDER BY s.requested_at DESC LIMIT ${SCANS_BACK}
    ) s
    WHERE a.id = ANY(${accountIds}::uuid[]) ORDER BY s.started_at`;
  const found = new Map<string, Freshness>();
  for (const { accountId, kind, coverage } of scans) {
    const read = coverage.filter(({ state }) => state === "read");
    const told = read.map(({ resource, observedAt }): [ResourceKind, Told] => [
      resource,
      {
        source: kind === "upload" ? "upload" : usualSource(resource),
        observedAt: observedAt ? new Date(observedAt) : null,
      },
    ]);
    found.set(accountId, { ...found.get(accountId), ...Object.fromEntries(told) });
  }
  return found;
}

/** When a user was last read by calls of its own: the user alone, and its access keys within a scan. */
export type OwnReads = { recheckedAt: Date | null; keysReadAt: Date | null };
const NO_READS: OwnReads = { recheckedAt: null, keysReadAt: null };

const isNewer = (at: Date | null, than: Date | null): at is Date => at !== null && (than === null || at > than);

/** Where the fields of a rule come from. Keys that were listed for one user are confirmed by each later report in which nothing of them changed. */
function sourcesOf({ field, resource }: SourceRule, freshness: Freshness, reads: OwnReads): ValueSource[] {
  const told = freshness[resource] ?? { source: usualSource(resource), observedAt: null };
  if (isNewer(reads.recheckedAt, told.observedAt)) {
    return [{ field, source: "live_api", observedAt: reads.recheckedAt }];
  }
  if (resource !== "access_keys" || reads.keysReadAt === null || told.source === "upload") return [{ field, ...told }];
  const report = freshness.credential_report;
  const isConfirmed = report?.source === "credential_report" && isNewer(report.observedAt, reads.keysReadAt);
  return [
    { field, source: "live_api", observedAt: reads.keysReadAt },
    ...(isConfirmed ? [{ field, source: report.source, observedAt: report.observedAt }] : []),
  ];
}

/**
 * Tells each row where its values came from and when: by its account's freshness, now or as it was, and by what was read of
 * the row alone.
 */
export async function withSources<T extends { accountId: string }>(
  tx: TenantTx,
  { asOf }: Slice,
  rows: readonly T[],
  rulesOf: (row: T) => readonly SourceRule[],
  readsOf: (row: T) => OwnReads = () => NO_READS,
): Promise<(Omit<T, "accountId"> & { sources: ValueSource[] })[]> {
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  if (accountIds.length === 0) return [];
  const freshness = asOf ? await freshnessThen(tx, accountIds, asOf) : await freshnessNow(tx, accountIds);
  return rows.map((row) => {
    const { accountId, ...shown } = row;
    const ofAccount = freshness.get(accountId) ?? {};
    return { ...shown, sources: rulesOf(row).flatMap((rule) => sourcesOf(rule, ofAccount, readsOf(row))) };
  });
}
