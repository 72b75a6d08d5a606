import type { CredentialKind, FindingSubject, IdentityProvider, SourcedFact } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import {
  CREDENTIAL_SOURCES,
  ENTITY_SOURCES,
  type OwnReads,
  type SourceRule,
  withSources,
} from "../inventory/inventory-sources.ts";
import type { FindingRow } from "./findings.ts";

/** What tells of a subject, itself first: verdicts look beyond it, as at the policies of a role or the users of an account. */
const RULES_OF: Readonly<Record<Exclude<FindingSubject, "credential" | "identity_provider">, readonly SourceRule[]>> = {
  user: [...ENTITY_SOURCES.user, ...CREDENTIAL_SOURCES.access_key, ...ENTITY_SOURCES.group, ...ENTITY_SOURCES.policy],
  role: [...ENTITY_SOURCES.role, ...ENTITY_SOURCES.policy],
  policy: ENTITY_SOURCES.policy,
  group: [...ENTITY_SOURCES.group, ...ENTITY_SOURCES.policy],
  account: [
    ...ENTITY_SOURCES.account,
    ...CREDENTIAL_SOURCES.root_password,
    ...ENTITY_SOURCES.user,
    ...ENTITY_SOURCES.role,
    ...ENTITY_SOURCES.saml,
    ...ENTITY_SOURCES.oidc,
  ],
};

async function rulesOf(tx: TenantTx, { subject, subjectId }: FindingRow): Promise<readonly SourceRule[]> {
  if (subject === "credential") {
    const [row] = await tx.$queryRaw<{ kind: CredentialKind }[]>`
      SELECT kind FROM credential WHERE id = ${subjectId}::uuid`;
    return row ? [...CREDENTIAL_SOURCES[row.kind], ...RULES_OF.user] : [];
  }
  if (subject === "identity_provider") {
    const [row] = await tx.$queryRaw<{ kind: IdentityProvider["kind"] }[]>`
      SELECT kind FROM identity_provider WHERE id = ${subjectId}::uuid`;
    return row ? ENTITY_SOURCES[row.kind] : [];
  }
  return RULES_OF[subject];
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
export type FieldSource = { field: string } & Pick<SourcedFact, "source" | "observedAt">;

/** What the organisation of the account tells; nothing, if it is in none that is connected. */
function organizationSources(
  tx: TenantTx,
  { awsAccountId }: FindingRow,
  asOf: Date | undefined,
): Promise<FieldSource[]> {
  const until = asOf?.toISOString() ?? "infinity";
  return tx.$queryRaw<FieldSource[]>`
    SELECT 'isRootCentrallyManaged' AS field, 'organization' AS source,
      CASE WHEN o.discovered_at <= ${until}::timestamptz THEN o.discovered_at END AS "observedAt"
    FROM organization_account m JOIN organization o ON o.tenant_id = m.tenant_id AND o.connection_id = m.connection_id
    WHERE m.aws_account_id = ${awsAccountId} ORDER BY m.left_at NULLS FIRST LIMIT 1`;
}

/** Where what is known of the subject of a finding, or was known at `asOf`, comes from: what tells of the subject itself first. */
export async function readFindingSources(tx: TenantTx, finding: FindingRow, asOf?: Date): Promise<FieldSource[]> {
  const rules = await rulesOf(tx, finding);
  const reads = await readsOf(tx, finding, asOf);
  const [row] = await withSources(
    tx,
    { asOf },
    [{ accountId: finding.accountId }],
    () => rules,
    () => reads,
  );
  return [...(row?.sources ?? []), ...(await organizationSources(tx, finding, asOf))];
}
