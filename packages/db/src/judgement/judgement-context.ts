import { createHash } from "node:crypto";
import { type AwsAccount, DEFAULT_ROTATION_POLICIES, JudgementContext, RotationPolicies } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { readOwnerRules } from "../owners/owner-rules.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** The rotation policies that held at an instant: the newest that were set by then, or the defaults. */
async function readRotationPolicies(tx: TenantTx, at: Date): Promise<RotationPolicies> {
  const row = await firstRowOf(
    tx,
    z.object({ policies: RotationPolicies }),
    Prisma.sql`
    SELECT policies FROM rotation_policy WHERE set_at <= ${instantSql(at)} ORDER BY set_at DESC LIMIT 1`,
  );
  return row?.policies ?? DEFAULT_ROTATION_POLICIES;
}

const Surroundings = JudgementContext.pick({
  unitIds: true,
  organizationIds: true,
  ownAccountIds: true,
  isRootCentrallyManaged: true,
});
type Surroundings = z.output<typeof Surroundings>;

/** The organisations that are connected, the account's place in them, and all accounts that are the tenant's own. */
async function readSurroundings(tx: TenantTx, awsAccountId: string): Promise<Surroundings> {
  const row = await firstRowOf(
    tx,
    Surroundings,
    Prisma.sql`
    WITH connected AS (
      SELECT o.* FROM organization o JOIN connection c ON c.tenant_id = o.tenant_id AND c.id = o.connection_id
      WHERE c.status <> 'disconnected'
    ), member AS (
      SELECT m.*, o.organization_id, o.features FROM connected o
      JOIN organization_account m ON m.tenant_id = o.tenant_id AND m.connection_id = o.connection_id AND m.left_at IS NULL
    ), this AS (SELECT * FROM member WHERE aws_account_id = ${awsAccountId} ORDER BY organization_id LIMIT 1)
    SELECT coalesce((SELECT unit_ids FROM this), '{}') AS "unitIds",
      ARRAY(SELECT DISTINCT organization_id FROM connected WHERE organization_id IS NOT NULL ORDER BY 1) AS "organizationIds",
      ARRAY(SELECT aws_account_id::text FROM member
        UNION SELECT aws_account_id::text FROM aws_account WHERE status <> 'disconnected'
        UNION SELECT ${awsAccountId} ORDER BY 1) AS "ownAccountIds",
      (SELECT CASE WHEN jsonb_typeof(features) = 'array' THEN jsonb_exists(features, 'RootCredentialsManagement') END FROM this)
        AS "isRootCentrallyManaged"`,
  );
  if (!row) throw new Error("PostgreSQL has told nothing of the account's surroundings");
  return row;
}

/** Statements that let somebody in, of a trust policy as it is kept. Paths are silent: a malformed condition asks for nothing. */
const STATEMENTS = '$.document.Statement[*] ? (@.Effect == "Allow")';
const EXTERNAL_ID = '$.Condition.*.keyvalue() ? (@.key like_regex "^sts:externalid$" flag "i").value[*]';
/** A number by itself, or within an ARN. */
const ACCOUNT_NUMBER = "(?:^|:)([0-9]{12})(?::|$)";

const ExternalIdUse = z.object({ externalId: z.string(), roles: z.int(), trustedAccountIds: z.array(z.string()) });

/**
 * Of the External IDs that roles of an account ask for: by how many roles of the tenant they are asked for, and which accounts that
 * are not the tenant's own have been given them.
 */
async function readExternalIdUses(
  tx: TenantTx,
  accountId: string,
  ownAccountIds: readonly string[],
): Promise<JudgementContext["externalIdUses"]> {
  const rows = await rowsOf(
    tx,
    ExternalIdUse,
    Prisma.sql`
    WITH asked AS (
      SELECT r.id, r.account_id, e.value #>> '{}' AS external_id, s.statement
      FROM iam_role r JOIN aws_account a ON a.tenant_id = r.tenant_id AND a.id = r.account_id
      CROSS JOIN LATERAL jsonb_path_query(r.trust, ${STATEMENTS}::jsonpath, '{}', TRUE) AS s(statement)
      CROSS JOIN LATERAL jsonb_path_query(s.statement, ${EXTERNAL_ID}::jsonpath, '{}', TRUE) AS e(value)
      WHERE r.external_ids <> '[]' AND r.gone_at IS NULL AND (a.status <> 'disconnected' OR a.id = ${accountId}::uuid)
    )
    SELECT asked.external_id AS "externalId", count(DISTINCT asked.id)::int AS roles,
      coalesce(array_agg(DISTINCT number.value ORDER BY number.value)
        FILTER (WHERE number.value IS NOT NULL AND number.value <> ALL(${[...ownAccountIds]})), '{}') AS "trustedAccountIds"
    FROM asked
    LEFT JOIN LATERAL jsonb_path_query(asked.statement, '$.Principal.AWS[*]') AS principal(value) ON TRUE
    LEFT JOIN LATERAL (SELECT substring(principal.value #>> '{}' FROM ${ACCOUNT_NUMBER}::text) AS value) number ON TRUE
    WHERE asked.external_id IN (SELECT external_id FROM asked WHERE account_id = ${accountId}::uuid)
    GROUP BY asked.external_id ORDER BY asked.external_id`,
  );
  return Object.fromEntries(rows.map(({ externalId, ...use }) => [externalId, use]));
}

/** What a judgement of an account at an instant stands on besides the account's own inventory. */
export async function readContext(
  tx: TenantTx,
  { id, awsAccountId, partition }: Pick<AwsAccount, "id" | "awsAccountId" | "partition">,
  at: Date,
): Promise<JudgementContext> {
  const surroundings = await readSurroundings(tx, awsAccountId);
  const ownerRules = (await readOwnerRules(tx, at)).map(({ id: ruleId, match, owner }) => ({
    id: ruleId,
    match,
    owner,
  }));
  return {
    awsAccountId,
    partition,
    ...surroundings,
    rotationPolicies: await readRotationPolicies(tx, at),
    externalIdUses: await readExternalIdUses(tx, id, surroundings.ownAccountIds),
    ...(ownerRules.length > 0 ? { ownerRules } : {}),
  };
}

/** Keeps a context, once however often it is judged by. @returns the hash by which judgements name it */
export async function keepContext(tx: TenantTx, context: JudgementContext): Promise<string> {
  const content = JSON.stringify(context);
  const hash = createHash("sha256").update(content).digest("base64url");
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO judgement_context (tenant_id, hash, content) VALUES (current_tenant(), ${hash}, ${content}::jsonb)
    ON CONFLICT DO NOTHING`,
  );
  return hash;
}
