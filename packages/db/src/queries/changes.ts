import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { FIRST_SEEN_SQL, JOIN_FIRST_FOUND, READ_BY_SQL } from "./changes-first-seen.ts";

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
 * What changed of users, credentials and roles in (since, until]. What an account's first reading of a kind found is no change:
 * it was there before it was looked at. Nor is what was only learned.
 */
export async function readChanges(
  tx: TenantTx,
  since: Date,
  until: Date,
): Promise<{ counts: Record<string, number>; rows: ChangeRow[] }> {
  const changed = Prisma.sql`
    FROM entity_version v JOIN aws_account a ON a.tenant_id = v.tenant_id AND a.id = v.account_id ${JOIN_FIRST_FOUND}
    WHERE v.valid_from > ${since.toISOString()}::timestamptz AND v.valid_from <= ${until.toISOString()}::timestamptz
      AND v.change <> 'learned' AND f.at IS NULL AND v.subject IN ('user', 'credential', 'role')`;
  const firstFound = Prisma.sql`WITH ${READ_BY_SQL}, ${FIRST_SEEN_SQL}`;
  const counts = await tx.$queryRaw<{ change: string; count: number }[]>`
    ${firstFound} SELECT v.change, count(*)::int AS count ${changed} GROUP BY v.change`;
  const rows = await tx.$queryRaw<ChangeRow[]>`
    ${firstFound} SELECT v.valid_from AS at, a.aws_account_id AS "awsAccountId", v.subject, v.subject_id AS "subjectId", v.change, v.content
    ${changed} ORDER BY v.valid_from DESC, v.subject_id LIMIT ${LIMIT_LINES}`;
  return { counts: Object.fromEntries(counts.map((row) => [row.change, row.count])), rows };
}
