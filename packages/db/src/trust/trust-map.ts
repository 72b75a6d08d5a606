import {
  type IamRole,
  JudgedProvider,
  JudgementContext,
  type Jump,
  RoleElsewhere,
  TrustMapContext,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { inventorySql } from "../history/as-of.ts";
import { knownPowerSql, letsInAccountSql } from "../inventory/inventory-power.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const ELSEWHERE_COLUMNS = columnsOf(RoleElsewhere, "r", {
  awsAccountId: Prisma.sql`a.aws_account_id`,
  accountName: Prisma.sql`a.name`,
  power: knownPowerSql("r"),
});

/** More are not named to anybody. */
const MOST_ELSEWHERE = 200;

/**
 * The roles of other connected accounts that may let in somebody of an account: of the accounts that are asked for by their numbers, and
 * those of the names that are asked for in any account. The mightiest first, and no more than can be told.
 */
export const listRolesElsewhere = (
  tx: TenantTx,
  { awsAccountId, jumps }: { awsAccountId: string; jumps: readonly Jump[] },
): Promise<RoleElsewhere[]> => {
  const accounts = jumps.flatMap((jump) => jump.awsAccountId ?? []);
  const names = jumps.flatMap((jump) => (jump.awsAccountId === null ? [jump.roleName] : []));
  return rowsOf(
    tx,
    RoleElsewhere,
    Prisma.sql`
    SELECT ${ELSEWHERE_COLUMNS} FROM iam_role r JOIN aws_account a ON a.tenant_id = r.tenant_id AND a.id = r.account_id
    WHERE r.gone_at IS NULL AND a.status <> 'disconnected' AND a.aws_account_id <> ${awsAccountId}
      AND (a.aws_account_id = ANY(${accounts}::text[]) OR r.role_name = ANY(${names}::text[]))
      AND ${letsInAccountSql(awsAccountId)}
    ORDER BY array_position(ARRAY['admin', 'escalation', 'unknown', 'write', 'read', 'none'], ${knownPowerSql("r")}), r.arn
    LIMIT ${MOST_ELSEWHERE}`,
  );
};

/** Which accounts and organisations are the tenant's own, as connected now. */
export async function readTrustMapContext(tx: TenantTx): Promise<TrustMapContext> {
  const row = await firstRowOf(
    tx,
    TrustMapContext,
    Prisma.sql`
    WITH connected AS (
      SELECT o.* FROM organization o JOIN connection c ON c.tenant_id = o.tenant_id AND c.id = o.connection_id
      WHERE c.status <> 'disconnected'
    )
    SELECT ARRAY(SELECT DISTINCT organization_id FROM connected WHERE organization_id IS NOT NULL ORDER BY 1) AS "organizationIds",
      ARRAY(SELECT m.aws_account_id::text FROM connected o
          JOIN organization_account m ON m.tenant_id = o.tenant_id AND m.connection_id = o.connection_id AND m.left_at IS NULL
        UNION SELECT aws_account_id::text FROM aws_account WHERE status <> 'disconnected' ORDER BY 1) AS "ownAccountIds"`,
  );
  return row ?? { organizationIds: [], ownAccountIds: [] };
}

const accountIdSql = (awsAccountId: string): Prisma.Sql =>
  Prisma.sql`(SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})`;

/** What a verdict on a trust policy stands on besides the role. */
export type TrustEvidence = {
  providers: JudgedProvider[];
  /** Of the account's last judgement until then; null: it had not been judged. */
  context: JudgementContext | null;
};

/** What was known at `asOf`, or is now, of what a role's verdict stands on. */
export async function readTrustEvidence(
  tx: TenantTx,
  { awsAccountId }: Pick<IamRole, "awsAccountId">,
  asOf: Date | undefined,
): Promise<TrustEvidence> {
  const providers = await rowsOf(
    tx,
    JudgedProvider,
    Prisma.sql`
    SELECT ${columnsOf(JudgedProvider, "i")}
    FROM ${inventorySql("identity_provider", "i", { asOf, awsAccountId }, false)}
    WHERE i.account_id = ${accountIdSql(awsAccountId)} AND i.gone_at IS NULL ORDER BY i.arn, i.id`,
  );
  const judgement = await firstRowOf(
    tx,
    z.object({ content: JudgementContext }),
    Prisma.sql`
    SELECT c.content FROM judgement j JOIN judgement_context c ON c.tenant_id = j.tenant_id AND c.hash = j.context_hash
    WHERE j.account_id = ${accountIdSql(awsAccountId)} AND ${asOf ? Prisma.sql`j.judged_at <= ${instantSql(asOf)}` : Prisma.sql`TRUE`}
    ORDER BY j.judged_at DESC LIMIT 1`,
  );
  return { providers, context: judgement?.content ?? null };
}
