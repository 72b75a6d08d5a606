import {
  Credential,
  FieldSource,
  IdentityProvider,
  type InventoryKind,
  NO_READS,
  tellingsAround,
} from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { readsOfUsers, withSources } from "../inventory/inventory-sources.ts";
import { untilSql } from "../sql/instants.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import type { FindingRow } from "./findings.ts";

/** Of credentials and identity providers the kind tells what they are; null: there is no such row. */
async function inventoryKind(tx: TenantTx, { subject, subjectId }: FindingRow): Promise<InventoryKind | null> {
  if (subject === "credential") {
    const row = await firstRowOf(
      tx,
      Credential.pick({ kind: true }),
      Prisma.sql`SELECT kind FROM credential WHERE id = ${subjectId}::uuid`,
    );
    return row?.kind ?? null;
  }
  if (subject === "identity_provider") {
    const row = await firstRowOf(
      tx,
      IdentityProvider.pick({ kind: true }),
      Prisma.sql`SELECT kind FROM identity_provider WHERE id = ${subjectId}::uuid`,
    );
    return row?.kind ?? null;
  }
  return subject;
}

/** What the organisation of the account tells; nothing, if it is in none that is connected. */
function organizationSources(
  tx: TenantTx,
  { awsAccountId }: FindingRow,
  asOf: Date | undefined,
): Promise<FieldSource[]> {
  const until = untilSql(asOf);
  return rowsOf(
    tx,
    FieldSource,
    Prisma.sql`
    SELECT ARRAY['isRootCentrallyManaged'] AS fields, 'organization' AS source,
      CASE WHEN o.discovered_at <= ${until} THEN o.discovered_at END AS "observedAt"
    FROM organization_account m JOIN organization o ON o.tenant_id = m.tenant_id AND o.connection_id = m.connection_id
    WHERE m.aws_account_id = ${awsAccountId} ORDER BY m.left_at NULLS FIRST LIMIT 1`,
  );
}

/** Where what is known of the subject of a finding, or was known at `asOf`, comes from: what tells of the subject itself first. */
export async function readFindingSources(tx: TenantTx, finding: FindingRow, asOf?: Date): Promise<FieldSource[]> {
  const kind = await inventoryKind(tx, finding);
  const { userRecordId } = finding;
  const reads = await readsOfUsers(tx, userRecordId ? [userRecordId] : [], asOf);
  const [row] = await withSources(
    tx,
    { asOf },
    [{ accountId: finding.accountId }],
    () => (kind ? tellingsAround(kind) : []),
    () => reads.get(userRecordId ?? "") ?? NO_READS,
  );
  return [...(row?.sources ?? []), ...(await organizationSources(tx, finding, asOf))];
}
