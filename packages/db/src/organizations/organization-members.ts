import {
  type ConnectionCheck,
  type ListOrganizationAccountsInput,
  type MemberCheck,
  OrganizationAccount,
  OrganizationCounts,
  OrganizationMember,
  type Page,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { all, containing, type List, pageOf } from "../sql/paging.ts";
import { execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A member account as it is kept. */
export type MemberRow = OrganizationMember;

const MEMBER_COLUMNS = columnsOf(OrganizationMember, "m");

/** All accounts of an organisation, also those that left. */
export const readMembers = (tx: TenantTx, connectionId: string): Promise<OrganizationMember[]> =>
  rowsOf(
    tx,
    OrganizationMember,
    Prisma.sql`SELECT ${MEMBER_COLUMNS} FROM organization_account m WHERE m.connection_id = ${connectionId}::uuid`,
  );

export const findMember = (
  tx: TenantTx,
  connectionId: string,
  awsAccountId: string,
): Promise<OrganizationMember | null> =>
  firstRowOf(
    tx,
    OrganizationMember,
    Prisma.sql`
    SELECT ${MEMBER_COLUMNS} FROM organization_account m
    WHERE m.connection_id = ${connectionId}::uuid AND m.aws_account_id = ${awsAccountId}`,
  );

/** Writes members, all at once. */
export async function writeMembers(
  tx: TenantTx,
  of: { tenantId: string; connectionId: string },
  rows: readonly OrganizationMember[],
): Promise<void> {
  if (rows.length === 0) return;
  await execute(
    tx,
    Prisma.sql`
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
      verified_at = excluded.verified_at, verify_due_at = excluded.verify_due_at`,
  );
}

/** Notes when the earliest verification of a member is due. Call it in each transaction that moves one. */
export async function noteVerifyDue(tx: TenantTx, connectionId: string): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE organization SET verify_due_at = (SELECT min(m.verify_due_at) FROM organization_account m
      WHERE m.connection_id = ${connectionId}::uuid)
    WHERE connection_id = ${connectionId}::uuid`,
  );
}

const isToBeRead = Prisma.sql`m.is_chosen AND m.left_at IS NULL AND m.state = 'ACTIVE'`;

/** The members whose verification is due, the longest due first. */
export const listDueMembers = (
  tx: TenantTx,
  { connectionId, now }: { connectionId: string; now: Date },
): Promise<OrganizationMember[]> =>
  rowsOf(
    tx,
    OrganizationMember,
    Prisma.sql`
    SELECT ${MEMBER_COLUMNS} FROM organization_account m
    WHERE m.connection_id = ${connectionId}::uuid AND m.verify_due_at <= ${instantSql(now)} AND ${isToBeRead}
    ORDER BY m.verify_due_at, m.aws_account_id`,
  );

/** How many accounts of an organisation are to be read. */
export async function countMembersToBeRead(tx: TenantTx, connectionId: string): Promise<number> {
  const counted = await firstRowOf(
    tx,
    z.object({ count: z.int() }),
    Prisma.sql`
    SELECT count(*)::int AS count FROM organization_account m WHERE m.connection_id = ${connectionId}::uuid AND ${isToBeRead}`,
  );
  return counted?.count ?? 0;
}

/** Shows how far a member's checks are, while its verification is due. */
export async function showMemberChecks(
  tx: TenantTx,
  connectionId: string,
  awsAccountId: string,
  checks: readonly MemberCheck[],
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE organization_account SET checks = ${JSON.stringify(checks)}::jsonb
    WHERE connection_id = ${connectionId}::uuid AND aws_account_id = ${awsAccountId} AND verify_due_at IS NOT NULL`,
  );
}

/** Puts the verification of a member off, if one is due. */
export async function putOffMember(
  tx: TenantTx,
  { connectionId, awsAccountId, until }: { connectionId: string; awsAccountId: string; until: Date },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE organization_account SET verify_due_at = ${instantSql(until)}
    WHERE connection_id = ${connectionId}::uuid AND aws_account_id = ${awsAccountId} AND verify_due_at IS NOT NULL`,
  );
  await noteVerifyDue(tx, connectionId);
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
  return execute(
    tx,
    Prisma.sql`
    UPDATE organization_account SET verify_due_at = ${instantSql(due.now)},
      checks = CASE WHEN status = 'verifying' THEN checks ELSE ${JSON.stringify(due.checks)}::jsonb END,
      status_reason = NULL, status = CASE WHEN status = 'active' THEN 'active' ELSE 'verifying' END
    WHERE connection_id = ${connectionId}::uuid AND is_chosen AND left_at IS NULL AND state = 'ACTIVE' AND ${wanted}`,
  );
}

/** Whether an account is in the way of a connection: another one has it, and it has not left that one's organisation. */
export async function isHeldByAnother(tx: TenantTx, awsAccountId: string, connectionId: string): Promise<boolean> {
  const held = await firstRowOf(
    tx,
    z.object({ id: z.uuid() }),
    Prisma.sql`
    SELECT a.id FROM aws_account a
    WHERE a.aws_account_id = ${awsAccountId} AND a.connection_id IS DISTINCT FROM ${connectionId}::uuid AND a.connection_id IS NOT NULL
      AND a.status <> 'disconnected' AND NOT EXISTS (SELECT 1 FROM organization_account m
        WHERE m.connection_id = a.connection_id AND m.aws_account_id = a.aws_account_id AND m.left_at IS NOT NULL)`,
  );
  return held !== null;
}

const UnitCounts = z.object({ unitIds: z.array(z.string()), counts: OrganizationCounts });

/** Counts by the units in which the accounts are. */
export const countMembers = (tx: TenantTx, connectionId: string): Promise<z.output<typeof UnitCounts>[]> =>
  rowsOf(
    tx,
    UnitCounts,
    Prisma.sql`
  SELECT m.unit_ids AS "unitIds", jsonb_build_object(
    'accounts', count(*) FILTER (WHERE m.left_at IS NULL),
    'notActive', count(*) FILTER (WHERE m.left_at IS NULL AND m.state <> 'ACTIVE'),
    'chosen', count(*) FILTER (WHERE m.left_at IS NULL AND m.state = 'ACTIVE' AND m.is_chosen),
    'verifying', count(*) FILTER (WHERE m.status = 'verifying'),
    'active', count(*) FILTER (WHERE m.status = 'active'),
    'unsafe', count(*) FILTER (WHERE m.status = 'unsafe'),
    'failed', count(*) FILTER (WHERE m.status = 'failed'),
    'left', count(*) FILTER (WHERE m.left_at IS NOT NULL)) AS counts
  FROM organization_account m WHERE m.connection_id = ${connectionId}::uuid GROUP BY m.unit_ids`,
  );

/** A page of members: `id` is the twelve digits as what pages take for one. */
const ListedMember = OrganizationAccount.omit({ unitPath: true }).extend({
  id: z.uuid(),
  state: OrganizationMember.shape.state,
});
type ListedMember = z.output<typeof ListedMember>;
const MEMBER_ID = Prisma.sql`('00000000-0000-4000-8000-' || m.aws_account_id)::uuid`;

const MEMBERS: List<typeof ListedMember> = {
  row: ListedMember,
  select: columnsOf(ListedMember, "m", {
    id: MEMBER_ID,
    nextVerificationAt: Prisma.sql`m.verify_due_at`,
    accountId: Prisma.sql`a.id`,
    accountStatus: Prisma.sql`a.status`,
    lastScanAt: Prisma.sql`a.last_scan_at`,
  }),
  from: Prisma.sql`organization_account m
    LEFT JOIN aws_account a ON a.tenant_id = m.tenant_id AND a.aws_account_id = m.aws_account_id`,
  id: MEMBER_ID,
  sorts: { name: { expression: Prisma.sql`m.name`, type: "text", required: true } },
};

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
export function listMemberRows(
  tx: TenantTx,
  input: Omit<ListOrganizationAccountsInput, "limit"> & { limit: number; awsAccountId?: string },
): Promise<Page<ListedMember>> {
  const one = input.awsAccountId ? Prisma.sql`m.aws_account_id = ${input.awsAccountId}` : null;
  const { cursor, limit } = input;
  return pageOf(tx, MEMBERS, { where: [memberFilter(input), one], sort: "name", cursor, limit });
}
