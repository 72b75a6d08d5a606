import type { TenantTx } from "../client.ts";

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
  const window = [since.toISOString(), until.toISOString()] as const;
  const counts = await tx.$queryRaw<{ change: string; count: number }[]>`
    SELECT v.change, count(*)::int AS count FROM entity_version v
    WHERE v.valid_from > ${window[0]}::timestamptz AND v.valid_from <= ${window[1]}::timestamptz
      AND v.valid_from > (SELECT min(f.valid_from) FROM entity_version f WHERE f.account_id = v.account_id)
    GROUP BY v.change`;
  const rows = await tx.$queryRaw<ChangeRow[]>`
    SELECT v.valid_from AS at, a.aws_account_id AS "awsAccountId", v.subject, v.subject_id AS "subjectId", v.change, v.content
    FROM entity_version v JOIN aws_account a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
    WHERE v.valid_from > ${window[0]}::timestamptz AND v.valid_from <= ${window[1]}::timestamptz
      AND v.valid_from > (SELECT min(f.valid_from) FROM entity_version f WHERE f.account_id = v.account_id)
    ORDER BY v.valid_from DESC, v.subject_id LIMIT ${LIMIT_LINES}`;
  return { counts: Object.fromEntries(counts.map((row) => [row.change, row.count])), rows };
}
