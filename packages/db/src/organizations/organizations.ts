import { Organization, OrganizationUnit } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const OrganizationRow = Organization.pick({
  connectionId: true,
  organizationId: true,
  managementAccountId: true,
  awsAccountId: true,
  delegatedAdministratorIds: true,
  features: true,
  selection: true,
  problem: true,
  discoveredAt: true,
}).extend({
  units: z.array(OrganizationUnit.pick({ unitId: true, parentId: true, name: true })),
  discoverDueAt: z.date().nullable(),
});
/** What is known of an organisation; null: never read. */
export type OrganizationRow = z.output<typeof OrganizationRow>;

const COLUMNS = columnsOf(OrganizationRow, "o", {
  selection: Prisma.sql`jsonb_build_object(
    'unitIds', o.chosen_unit_ids, 'accountIds', o.chosen_account_ids, 'leftOutAccountIds', o.left_out_account_ids)`,
});

/** Makes the row of an organisation, or wakes one whose discovery was stopped; its own account is chosen at first. */
export async function startDiscovery(
  tx: TenantTx,
  of: { tenantId: string; connectionId: string; awsAccountId: string },
  now: Date,
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO organization (tenant_id, connection_id, aws_account_id, units, chosen_unit_ids, chosen_account_ids, left_out_account_ids, discover_due_at)
    VALUES (${of.tenantId}::uuid, ${of.connectionId}::uuid, ${of.awsAccountId}, '[]', '{}', ARRAY[${of.awsAccountId}], '{}', ${instantSql(now)})
    ON CONFLICT (tenant_id, connection_id) DO UPDATE SET aws_account_id = excluded.aws_account_id,
      discover_due_at = coalesce(organization.discover_due_at, excluded.discover_due_at)`,
  );
}

/** One organisation; null if the connection has none yet. `lock`: held to the end of the transaction, before its members. */
export function findOrganization(
  tx: TenantTx,
  connectionId: string,
  { lock }: { lock: boolean } = { lock: false },
): Promise<OrganizationRow | null> {
  return firstRowOf(
    tx,
    OrganizationRow,
    Prisma.sql`
    SELECT ${COLUMNS} FROM organization o WHERE o.connection_id = ${connectionId}::uuid ${lock ? Prisma.sql`FOR UPDATE` : Prisma.empty}`,
  );
}

/** What a discovery found. `delegatedAdministratorIds` and `features` of null leave what is known. */
export type DiscoveryRow = Pick<
  OrganizationRow,
  "organizationId" | "managementAccountId" | "awsAccountId" | "units" | "delegatedAdministratorIds" | "features"
> & { discoveredAt: Date; discoverDueAt: Date; problem: string | null };

export async function writeDiscovery(tx: TenantTx, connectionId: string, row: DiscoveryRow): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE organization SET organization_id = ${row.organizationId}, management_account_id = ${row.managementAccountId},
      aws_account_id = ${row.awsAccountId}, units = ${JSON.stringify(row.units)}::jsonb,
      delegated_administrator_ids = coalesce(${row.delegatedAdministratorIds}::text[], delegated_administrator_ids),
      features = coalesce(${row.features && JSON.stringify(row.features)}::jsonb, features),
      discovered_at = ${instantSql(row.discoveredAt)}, discover_due_at = ${instantSql(row.discoverDueAt)},
      problem = ${row.problem}
    WHERE connection_id = ${connectionId}::uuid`,
  );
}

/** Shows what went wrong with an organisation, and when it is tried again; what is known of it stays. */
export async function showProblem(
  tx: TenantTx,
  connectionId: string,
  shown: { problem: string } & ({ discoverDueAt: Date } | { verifyDueAt: Date }),
): Promise<void> {
  await clientOf(tx).organization.updateMany({ where: { connectionId }, data: shown });
}

/** Stops discovery and verification of a connection that is disconnected; what was found stays. */
export async function stopOrganization(tx: TenantTx, connectionId: string, reason: string): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE organization SET discover_due_at = NULL, verify_due_at = NULL
    WHERE connection_id = ${connectionId}::uuid`,
  );
  await execute(
    tx,
    Prisma.sql`
    UPDATE organization_account SET verify_due_at = NULL, status = 'not_verified', checks = '[]',
      status_reason = CASE WHEN status = 'not_verified' AND status_reason IS NOT NULL THEN status_reason ELSE ${reason} END
    WHERE connection_id = ${connectionId}::uuid`,
  );
}
