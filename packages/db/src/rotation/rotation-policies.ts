import type { RotationPolicies } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";

export type RotationPoliciesRow = { policies: RotationPolicies; setAt: Date; setBy: string };

/** The rotation policies that hold, or held at `at`; null: nobody had set any. */
export async function findRotationPolicies(tx: TenantTx, at?: Date): Promise<RotationPoliciesRow | null> {
  const row = await tx.rotationPolicySetting.findFirst({
    where: at ? { setAt: { lte: at } } : {},
    orderBy: { setAt: "desc" },
    select: { policies: true, setAt: true, setBy: true },
  });
  return row && { ...row, policies: row.policies as RotationPolicies };
}

/** Holds off others who set the tenant's policies until this transaction ends. */
export async function lockRotationPolicies(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('rotation_policy ' || current_tenant()::text, 0))`;
}

/** Adds to the history of the policies; those before stay. */
export async function insertRotationPolicies(
  tx: TenantTx,
  tenantId: string,
  { policies, setAt, setBy }: RotationPoliciesRow,
): Promise<void> {
  await tx.rotationPolicySetting.create({ data: { tenantId, setAt, setBy, policies } });
}

/** Which of these account and unit ids the tenant does not know. */
export async function unknownPlaces(
  tx: TenantTx,
  { awsAccountIds, unitIds }: { awsAccountIds: readonly string[]; unitIds: readonly string[] },
): Promise<{ awsAccountIds: string[]; unitIds: string[] }> {
  const accounts = await tx.$queryRaw<{ id: string }[]>`
    SELECT named AS id FROM unnest(${[...awsAccountIds]}::text[]) named
    WHERE NOT EXISTS (SELECT FROM aws_account a WHERE a.aws_account_id = named)`;
  const units = await tx.$queryRaw<{ id: string }[]>`
    SELECT named AS id FROM unnest(${[...unitIds]}::text[]) named
    WHERE NOT EXISTS (SELECT FROM organization o CROSS JOIN LATERAL jsonb_array_elements(o.units) unit WHERE unit->>'unitId' = named)`;
  return { awsAccountIds: accounts.map(({ id }) => id), unitIds: units.map(({ id }) => id) };
}
