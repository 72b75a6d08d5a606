import type {
  ConnectionCheck,
  ListOrganizationAccountsInput,
  MemberState,
  MemberStatus,
  OrganizationAccount,
  OrganizationalUnitFact,
  OrganizationCounts,
  OrganizationSelection,
  Page,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { all, containing, keyset, type SortKey, toPage } from "../sql/paging.ts";

/** What is known of an organisation; null: never read. */
export type OrganizationRow = {
  connectionId: string;
  organizationId: string | null;
  managementAccountId: string | null;
  awsAccountId: string | null;
  units: OrganizationalUnitFact[];
  delegatedAdministratorIds: string[] | null;
  features: string[] | null;
  selection: OrganizationSelection;
  discoveredAt: Date | null;
  discoverDueAt: Date | null;
  problem: string | null;
};

/**
 * A check as it is kept. `retryUntil`, an ISO 8601 instant on the first check of a member that was just chosen: until then a
 * refusal is taken for a role that is still on its way.
 */
export type MemberCheck = ConnectionCheck & { retryUntil?: string };

/** A member account as it is kept. */
export type MemberRow = {
  awsAccountId: string;
  name: string;
  state: MemberState;
  unitIds: string[];
  joinedAt: Date | null;
  firstSeenAt: Date;
  leftAt: Date | null;
  isChosen: boolean;
  status: MemberStatus;
  statusReason: string | null;
  checks: MemberCheck[];
  verifiedAt: Date | null;
  verifyDueAt: Date | null;
};

const instant = (at: Date): Prisma.Sql => Prisma.sql`${at.toISOString()}::timestamptz`;

/** Makes the row of an organisation, or wakes one whose discovery was stopped; its own account is chosen at first. */
export async function startDiscovery(
  tx: TenantTx,
  of: { tenantId: string; connectionId: string; awsAccountId: string },
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO organization (tenant_id, connection_id, aws_account_id, units, chosen_unit_ids, chosen_account_ids, left_out_account_ids, discover_due_at)
    VALUES (${of.tenantId}::uuid, ${of.connectionId}::uuid, ${of.awsAccountId}, '[]', '{}', ARRAY[${of.awsAccountId}], '{}', ${instant(now)})
    ON CONFLICT (tenant_id, connection_id) DO UPDATE SET aws_account_id = excluded.aws_account_id,
      discover_due_at = coalesce(organization.discover_due_at, excluded.discover_due_at)`;
}

/** One organisation; null if the connection has none yet. `lock`: held to the end of the transaction, before its members. */
export async function findOrganization(
  tx: TenantTx,
  connectionId: string,
  { lock }: { lock: boolean } = { lock: false },
): Promise<OrganizationRow | null> {
  const rows = await tx.$queryRaw<OrganizationRow[]>`
    SELECT connection_id AS "connectionId", organization_id AS "organizationId", management_account_id AS "managementAccountId",
      aws_account_id AS "awsAccountId", units, delegated_administrator_ids AS "delegatedAdministratorIds", features,
      jsonb_build_object('unitIds', chosen_unit_ids, 'accountIds', chosen_account_ids, 'leftOutAccountIds', left_out_account_ids)
        AS selection,
      discovered_at AS "discoveredAt", discover_due_at AS "discoverDueAt", problem
    FROM organization WHERE connection_id = ${connectionId}::uuid ${lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`;
  return rows[0] ?? null;
}

/** Takes a discovery that is due for this run, by the database's clock; false if none is, or it is in other hands. */
export async function claimDiscovery(
  tx: TenantTx,
  connectionId: string,
  now: Date,
  leaseSeconds: number,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE organization SET discover_lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE connection_id = ${connectionId}::uuid AND discover_due_at <= ${instant(now)}
      AND (discover_lease_until IS NULL OR discover_lease_until < now())`;
  return count === 1;
}

/** Keeps a discovery's lease while it reads; null gives it back. */
export async function setDiscoveryLease(
  tx: TenantTx,
  connectionId: string,
  leaseSeconds: number | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE organization SET discover_lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE connection_id = ${connectionId}::uuid`;
}

/** What a discovery found. `delegatedAdministratorIds` and `features` of null leave what is known. */
export type DiscoveryRow = Pick<
  OrganizationRow,
  "organizationId" | "managementAccountId" | "awsAccountId" | "units" | "delegatedAdministratorIds" | "features"
> & { discoveredAt: Date; discoverDueAt: Date; problem: string | null };

export async function writeDiscovery(tx: TenantTx, connectionId: string, row: DiscoveryRow): Promise<void> {
  await tx.$executeRaw`
    UPDATE organization SET organization_id = ${row.organizationId}, management_account_id = ${row.managementAccountId},
      aws_account_id = ${row.awsAccountId}, units = ${JSON.stringify(row.units)}::jsonb,
      delegated_administrator_ids = coalesce(${row.delegatedAdministratorIds}::text[], delegated_administrator_ids),
      features = coalesce(${row.features && JSON.stringify(row.features)}::jsonb, features),
      discovered_at = ${instant(row.discoveredAt)}, discover_due_at = ${instant(row.discoverDueAt)}, discover_lease_until = NULL,
      problem = ${row.problem}
    WHERE connection_id = ${connectionId}::uuid`;
}

const MEMBER_COLUMNS = Prisma.sql`m.aws_account_id AS "awsAccountId", m.name, m.state, m.unit_ids AS "unitIds", m.joined_at AS "joinedAt",
  m.first_seen_at AS "firstSeenAt", m.left_at AS "leftAt", m.is_chosen AS "isChosen", m.status, m.status_reason AS "statusReason",
  m.checks, m.verified_at AS "verifiedAt", m.verify_due_at AS "verifyDueAt"`;

/** All accounts of an organisation, also those that left. */
export const readMembers = (tx: TenantTx, connectionId: string): Promise<MemberRow[]> =>
  tx.$queryRaw`SELECT ${MEMBER_COLUMNS} FROM organization_account m WHERE m.connection_id = ${connectionId}::uuid`;

export async function findMember(tx: TenantTx, connectionId: string, awsAccountId: string): Promise<MemberRow | null> {
  const rows = await tx.$queryRaw<MemberRow[]>`SELECT ${MEMBER_COLUMNS} FROM organization_account m
    WHERE m.connection_id = ${connectionId}::uuid AND m.aws_account_id = ${awsAccountId}`;
  return rows[0] ?? null;
}

/** Writes members, all at once; a verification that runs loses its lease only where the row says that none is due. */
export async function writeMembers(
  tx: TenantTx,
  of: { tenantId: string; connectionId: string },
  rows: readonly MemberRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO organization_account AS m (tenant_id, connection_id, aws_account_id, name, state, unit_ids, joined_at, first_seen_at,
      left_at, is_chosen, status, status_reason, checks, verified_at, verify_due_at)
    SELECT ${of.tenantId}::uuid, ${of.connectionId}::uuid, r."awsAccountId", r.name, r.state, r."unitIds", r."joinedAt", r."firstSeenAt",
      r."leftAt", r."isChosen", r.status, r."statusReason", r.checks, r."verifiedAt", r."verifyDueAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r ("awsAccountId" text, name text, state text, "unitIds" text[],
      "joinedAt" timestamptz, "firstSeenAt" timestamptz, "leftAt" timestamptz, "isChosen" boolean, status text, "statusReason" text,
      checks jsonb, "verifiedAt" timestamptz, "verifyDueAt" timestamptz)
    ON CONFLICT (tenant_id, connection_id, aws_account_id) DO UPDATE SET name = excluded.name, state = excluded.state,
      unit_ids = excluded.unit_ids, joined_at = excluded.joined_at, left_at = excluded.left_at, is_chosen = excluded.is_chosen,
      status = excluded.status, status_reason = excluded.status_reason, checks = excluded.checks,
      verified_at = excluded.verified_at, verify_due_at = excluded.verify_due_at,
      verify_lease_until = CASE WHEN excluded.verify_due_at IS NULL THEN NULL ELSE m.verify_lease_until END`;
}

/** Notes when the earliest verification of a member is due. Call it in each transaction that moves one. */
export async function noteVerifyDue(tx: TenantTx, connectionId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE organization SET verify_due_at = (SELECT min(m.verify_due_at) FROM organization_account m
      WHERE m.connection_id = ${connectionId}::uuid)
    WHERE connection_id = ${connectionId}::uuid`;
}

/** Takes one member whose verification is due, by a lease on the database's clock; null if there is none left. */
export async function claimMember(
  tx: TenantTx,
  connectionId: string,
  now: Date,
  leaseSeconds: number,
): Promise<MemberRow | null> {
  const rows = await tx.$queryRaw<MemberRow[]>`
    UPDATE organization_account m SET verify_lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE m.connection_id = ${connectionId}::uuid AND m.aws_account_id = (
      SELECT d.aws_account_id FROM organization_account d
      WHERE d.connection_id = ${connectionId}::uuid AND d.verify_due_at <= ${instant(now)}
        AND d.is_chosen AND d.left_at IS NULL AND d.state = 'ACTIVE'
        AND (d.verify_lease_until IS NULL OR d.verify_lease_until < now())
      ORDER BY d.verify_due_at, d.aws_account_id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING ${MEMBER_COLUMNS}`;
  return rows[0] ?? null;
}

/** Shows how far a member's checks are, while its verification is due. */
export async function showMemberChecks(
  tx: TenantTx,
  connectionId: string,
  awsAccountId: string,
  checks: readonly MemberCheck[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE organization_account SET checks = ${JSON.stringify(checks)}::jsonb
    WHERE connection_id = ${connectionId}::uuid AND aws_account_id = ${awsAccountId} AND verify_due_at IS NOT NULL`;
}

/** Gives a member's verification back, for another run to take. */
export async function releaseMember(tx: TenantTx, connectionId: string, awsAccountId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE organization_account SET verify_lease_until = NULL
    WHERE connection_id = ${connectionId}::uuid AND aws_account_id = ${awsAccountId}`;
}

/** Makes verifications due now, of one account, of those that failed, or of all that may be verified. @returns how many */
export async function makeVerificationsDue(
  tx: TenantTx,
  connectionId: string,
  which: { only: "failed" | "all" } | { awsAccountId: string },
  due: { now: Date; checks: readonly ConnectionCheck[] },
): Promise<number> {
  const wanted =
    "awsAccountId" in which
      ? Prisma.sql`aws_account_id = ${which.awsAccountId}`
      : which.only === "failed"
        ? Prisma.sql`status IN ('failed', 'unsafe')`
        : Prisma.sql`TRUE`;
  return tx.$executeRaw`
    UPDATE organization_account SET verify_due_at = ${instant(due.now)},
      checks = CASE WHEN status = 'verifying' THEN checks ELSE ${JSON.stringify(due.checks)}::jsonb END,
      status_reason = NULL, status = CASE WHEN status = 'active' THEN 'active' ELSE 'verifying' END
    WHERE connection_id = ${connectionId}::uuid AND is_chosen AND left_at IS NULL AND state = 'ACTIVE' AND ${wanted}`;
}

/** Stops discovery and verification of a connection that is disconnected; what was found stays. */
export async function stopOrganization(tx: TenantTx, connectionId: string, reason: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE organization SET discover_due_at = NULL, discover_lease_until = NULL, verify_due_at = NULL
    WHERE connection_id = ${connectionId}::uuid`;
  await tx.$executeRaw`
    UPDATE organization_account SET verify_due_at = NULL, verify_lease_until = NULL, status = 'not_verified', checks = '[]',
      status_reason = CASE WHEN status = 'not_verified' AND status_reason IS NOT NULL THEN status_reason ELSE ${reason} END
    WHERE connection_id = ${connectionId}::uuid`;
}

/** Whether an account is in the way of a connection: another one has it, and it has not left that one's organisation. */
export async function isHeldByAnother(tx: TenantTx, awsAccountId: string, connectionId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM aws_account a
    WHERE a.aws_account_id = ${awsAccountId} AND a.connection_id IS DISTINCT FROM ${connectionId}::uuid AND a.connection_id IS NOT NULL
      AND a.status <> 'disconnected' AND NOT EXISTS (SELECT 1 FROM organization_account m
        WHERE m.connection_id = a.connection_id AND m.aws_account_id = a.aws_account_id AND m.left_at IS NOT NULL)`;
  return rows.length > 0;
}

/** Counts by the units in which the accounts are. */
export const countMembers = (
  tx: TenantTx,
  connectionId: string,
): Promise<{ unitIds: string[]; counts: OrganizationCounts }[]> => tx.$queryRaw`
  SELECT m.unit_ids AS "unitIds", jsonb_build_object(
    'accounts', count(*) FILTER (WHERE m.left_at IS NULL),
    'notActive', count(*) FILTER (WHERE m.left_at IS NULL AND m.state <> 'ACTIVE'),
    'chosen', count(*) FILTER (WHERE m.left_at IS NULL AND m.state = 'ACTIVE' AND m.is_chosen),
    'verifying', count(*) FILTER (WHERE m.status = 'verifying'),
    'active', count(*) FILTER (WHERE m.status = 'active'),
    'unsafe', count(*) FILTER (WHERE m.status = 'unsafe'),
    'failed', count(*) FILTER (WHERE m.status = 'failed'),
    'left', count(*) FILTER (WHERE m.left_at IS NOT NULL)) AS counts
  FROM organization_account m WHERE m.connection_id = ${connectionId}::uuid GROUP BY m.unit_ids`;

const MEMBER_SORTS: Record<string, SortKey> = {
  name: { expression: Prisma.sql`m.name`, type: "text", required: true },
};
/** The twelve digits as what pages take for an id. */
const MEMBER_ID = Prisma.sql`('00000000-0000-4000-8000-' || m.aws_account_id)::uuid`;

type ListedMember = Omit<OrganizationAccount, "unitPath" | "state"> & { state: MemberState };
type ListedRow = ListedMember & { id: string; sortValue: string | null };

function memberFilter(input: Omit<ListOrganizationAccountsInput, "cursor" | "limit">): Prisma.Sql {
  const pattern = input.q ? containing(input.q) : null;
  const ofState =
    input.state === "LEFT"
      ? Prisma.sql`m.left_at IS NOT NULL`
      : Prisma.sql`m.left_at IS NULL AND m.state = ${input.state}`;
  return all([
    Prisma.sql`m.connection_id = ${input.connectionId}::uuid`,
    input.status ? Prisma.sql`m.status = ${input.status}` : null,
    input.state ? ofState : null,
    input.unitId ? Prisma.sql`${input.unitId} = ANY (m.unit_ids)` : null,
    pattern ? Prisma.sql`(m.name ILIKE ${pattern} OR m.aws_account_id LIKE ${pattern})` : null,
  ]);
}

/** One page of an organisation's accounts by name. */
export async function listMemberRows(
  tx: TenantTx,
  input: Omit<ListOrganizationAccountsInput, "limit"> & { limit: number; awsAccountId?: string },
): Promise<Page<ListedMember>> {
  const order = keyset(MEMBER_SORTS, "name", MEMBER_ID, input.cursor);
  const one = input.awsAccountId ? Prisma.sql`m.aws_account_id = ${input.awsAccountId}` : null;
  const rows = await tx.$queryRaw<ListedRow[]>`
    SELECT ${MEMBER_ID} AS id, ${MEMBER_COLUMNS}, m.verify_due_at AS "nextVerificationAt", a.id AS "accountId",
      a.status AS "accountStatus", a.last_scan_at AS "lastScanAt", ${order.sortValue}
    FROM organization_account m
    LEFT JOIN aws_account a ON a.tenant_id = m.tenant_id AND a.aws_account_id = m.aws_account_id
    WHERE ${all([memberFilter(input), one])} AND ${order.after} ${order.orderBy} LIMIT ${input.limit + 1}`;
  return toPage(rows, input.limit);
}
