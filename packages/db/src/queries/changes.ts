import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";

export type ChangeRow = {
  at: Date;
  awsAccountId: string;
  subject: "user" | "credential" | "role";
  subjectId: string;
  change: "created" | "changed" | "removed";
  content: Record<string, unknown>;
};

const LIMIT_LINES = 200;

/**
 * What changed in (since, until]. The versions of an account's first scan are no changes: they were there before it was
 * looked at.
 */
export async function readChanges(
  tx: TenantTx,
  since: Date,
  until: Date,
): Promise<{ counts: Record<string, number>; rows: ChangeRow[] }> {
  const changed = Prisma.sql`
    FROM entity_version v
    JOIN (
      SELECT a.tenant_id, a.id, a.aws_account_id, (SELECT min(f.valid_from) FROM entity_version f WHERE f.account_id = a.id) AS first_at
      FROM aws_account a
    ) a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
    WHERE v.valid_from > ${since.toISOString()}::timestamptz AND v.valid_from <= ${until.toISOString()}::timestamptz
      AND v.valid_from > a.first_at`;
  const counts = await tx.$queryRaw<{ change: string; count: number }[]>`
    SELECT v.change, count(*)::int AS count ${changed} GROUP BY v.change`;
  const rows = await tx.$queryRaw<ChangeRow[]>`
    SELECT v.valid_from AS at, a.aws_account_id AS "awsAccountId", v.subject, v.subject_id AS "subjectId", v.change, v.content
    ${changed} ORDER BY v.valid_from DESC, v.subject_id LIMIT ${LIMIT_LINES}`;
  return { counts: Object.fromEntries(counts.map((row) => [row.change, row.count])), rows };
}
