import {
  type CredentialKind,
  type IdentityProvider,
  type InventoryKind,
  type SourcedFact,
  tellingsAround,
} from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { type OwnReads, withSources } from "../inventory/inventory-sources.ts";
import type { FindingRow } from "./findings.ts";

/** Of credentials and identity providers the kind tells what they are; null: there is no such row. */
async function inventoryKind(tx: TenantTx, { subject, subjectId }: FindingRow): Promise<InventoryKind | null> {
  if (subject === "credential") {
    const [row] = await tx.$queryRaw<{ kind: CredentialKind }[]>`
      SELECT kind FROM credential WHERE id = ${subjectId}::uuid`;
    return row?.kind ?? null;
  }
  if (subject === "identity_provider") {
    const [row] = await tx.$queryRaw<{ kind: IdentityProvider["kind"] }[]>`
      SELECT kind FROM identity_provider WHERE id = ${subjectId}::uuid`;
    return row?.kind ?? null;
  }
  return subject;
}

async function readsOf(tx: TenantTx, { userRecordId }: FindingRow, asOf: Date | undefined): Promise<OwnReads> {
  const until = asOf?.toISOString() ?? "infinity";
  const [user] = await tx.$queryRaw<OwnReads[]>`
    SELECT CASE WHEN rechecked_at <= ${until}::timestamptz THEN rechecked_at END AS "recheckedAt",
      CASE WHEN keys_read_at <= ${until}::timestamptz THEN keys_read_at END AS "keysReadAt"
    FROM iam_user WHERE id = ${userRecordId}::uuid`;
  return user ?? { recheckedAt: null, keysReadAt: null };
}

/** Fields, and what told them when. */
export type FieldSource = { fields: readonly string[] } & Pick<SourcedFact, "source" | "observedAt">;

/** What the organisation of the account tells; nothing, if it is in none that is connected. */
function organizationSources(
  tx: TenantTx,
  { awsAccountId }: FindingRow,
  asOf: Date | undefined,
): Promise<FieldSource[]> {
  const until = asOf?.toISOString() ?? "infinity";
  return tx.$queryRaw<FieldSource[]>`
    SELECT ARRAY['isRootCentrallyManaged'] AS fields, 'organization' AS source,
      CASE WHEN o.discovered_at <= ${until}::timestamptz THEN o.discovered_at END AS "observedAt"
    FROM organization_account m JOIN organization o ON o.tenant_id = m.tenant_id AND o.connection_id = m.connection_id
    WHERE m.aws_account_id = ${awsAccountId} ORDER BY m.left_at NULLS FIRST LIMIT 1`;
}

/** Where what is known of the subject of a finding, or was known at `asOf`, comes from: what tells of the subject itself first. */
export async function readFindingSources(tx: TenantTx, finding: FindingRow, asOf?: Date): Promise<FieldSource[]> {
  const kind = await inventoryKind(tx, finding);
  const reads = await readsOf(tx, finding, asOf);
  const [row] = await withSources(
    tx,
    { asOf },
    [{ accountId: finding.accountId }],
    () => (kind ? tellingsAround(kind) : []),
    () => reads,
  );
  return [...(row?.sources ?? []), ...(await organizationSources(tx, finding, asOf))];
}
