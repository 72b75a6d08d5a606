import type { RotationPolicies } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { clientOf, execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

export type RotationPoliciesRow = { policies: RotationPolicies; setAt: Date; setBy: string };

/** The rotation policies that hold, or held at `at`; null: nobody had set any. */
export async function findRotationPolicies(tx: TenantTx, at?: Date): Promise<RotationPoliciesRow | null> {
  const row = await clientOf(tx).rotationPolicySetting.findFirst({
    where: at ? { setAt: { lte: at } } : {},
    orderBy: { setAt: "desc" },
    select: { policies: true, setAt: true, setBy: true },
  });
  return row && { ...row, policies: row.policies as RotationPolicies };
}

/** Holds off others who set the tenant's policies until this transaction ends. */
export async function lockRotationPolicies(tx: TenantTx): Promise<void> {
  await execute(
    tx,
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('rotation_policy ' || current_tenant()::text, 0))`,
  );
}

/** Adds to the history of the policies; those before stay. */
export async function insertRotationPolicies(
  tx: TenantTx,
  tenantId: string,
  { policies, setAt, setBy }: RotationPoliciesRow,
): Promise<void> {
  await clientOf(tx).rotationPolicySetting.create({ data: { tenantId, setAt, setBy, policies } });
}

const Named = z.object({ id: z.string() });

/** Which of these account and unit ids the tenant does not know. */
export async function unknownPlaces(
  tx: TenantTx,
  { awsAccountIds, unitIds }: { awsAccountIds: readonly string[]; unitIds: readonly string[] },
): Promise<{ awsAccountIds: string[]; unitIds: string[] }> {
  const accounts = await rowsOf(
    tx,
    Named,
    Prisma.sql`
    SELECT named AS id FROM unnest(${[...awsAccountIds]}::text[]) named
    WHERE NOT EXISTS (SELECT FROM aws_account a WHERE a.aws_account_id = named)`,
  );
  const units = await rowsOf(
    tx,
    Named,
    Prisma.sql`
    SELECT named AS id FROM unnest(${[...unitIds]}::text[]) named
    WHERE NOT EXISTS (SELECT FROM organization o CROSS JOIN LATERAL jsonb_array_elements(o.units) unit WHERE unit->>'unitId' = named)`,
  );
  return { awsAccountIds: accounts.map(({ id }) => id), unitIds: units.map(({ id }) => id) };
}
