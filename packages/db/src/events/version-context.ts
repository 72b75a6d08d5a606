import { CredentialStatus, type ResourceKind } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const at = (when: Date): Prisma.Sql => Prisma.sql`${when.toISOString()}::timestamptz`;

const PreviousReading = z.object({ index: z.int(), startedAt: z.date() });

/**
 * When the last reading before `landing` began that looked for any of some kinds of resource, of the scans that landed.
 *
 * @param asked which kinds of resource; answered in the same order, null where there was none.
 */
export async function previousReadings(
  tx: TenantTx,
  landing: { accountId: string; scanId: string; at: Date },
  asked: readonly (readonly ResourceKind[])[],
): Promise<(Date | null)[]> {
  if (asked.length === 0) return [];
  const questions = JSON.stringify(asked.map((resources, index) => ({ index, resources })));
  const rows = await rowsOf(
    tx,
    PreviousReading,
    Prisma.sql`
    SELECT q.index, previous.started_at AS "startedAt"
    FROM jsonb_to_recordset(${questions}::jsonb) AS q (index int, resources text[])
    CROSS JOIN LATERAL (
      SELECT s.started_at FROM scan s
      WHERE s.account_id = ${landing.accountId}::uuid AND s.status IN ('complete', 'partial') AND s.id <> ${landing.scanId}::uuid
        AND s.started_at < ${at(landing.at)} AND s.requested_at < ${at(landing.at)}
        AND EXISTS (
          SELECT FROM jsonb_array_elements(s.coverage) entry
          WHERE entry->>'state' = 'read' AND entry->>'resource' = ANY(q.resources))
      ORDER BY s.requested_at DESC LIMIT 1
    ) previous`,
  );
  const found = new Map(rows.map(({ index, startedAt }) => [index, startedAt]));
  return asked.map((_, index) => found.get(index) ?? null);
}

/** Tables whose rows have names that another one may have had before. */
const NAMED = [
  ["iam_user", "user_name"],
  ["iam_role", "role_name"],
  ["iam_policy", "policy_name"],
  ["iam_group", "group_name"],
  ["instance_profile", "instance_profile_name"],
  ["identity_provider", "arn"],
] as const;

/** Those of these rows, first seen at an instant, of which another one of the same name had been in the account, and is gone. */
export async function recreatedSince(tx: TenantTx, ids: readonly string[], firstSeenAt: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const ofTables = NAMED.map(([table, column]) => {
    const [from, name] = [Prisma.raw(table), Prisma.raw(column)];
    return Prisma.sql`
      SELECT n.id FROM ${from} n WHERE n.id = ANY(${[...ids]}::uuid[]) AND n.first_seen_at = ${at(firstSeenAt)} AND EXISTS (
        SELECT FROM ${from} o WHERE o.account_id = n.account_id AND o.${name} = n.${name} AND o.id <> n.id
          AND o.gone_at <= n.first_seen_at AND o.first_seen_at < n.first_seen_at)`;
  });
  const rows = await rowsOf(tx, z.object({ id: z.uuid() }), Prisma.join(ofTables, " UNION ALL "));
  return new Set(rows.map(({ id }) => id));
}

const KeyAt = z.object({
  id: z.uuid(),
  userRecordId: z.uuid(),
  accessKeyId: z.string().nullable(),
  createdAt: z.date().nullable(),
  firstSeenAt: z.date(),
  status: CredentialStatus.nullable(),
});
/** An access key of a user as it was at an instant; status null: it was gone. */
export type KeyAt = z.output<typeof KeyAt>;

/** The access keys that users had, or had had, at an instant. */
export function keysOfUsers(tx: TenantTx, userRecordIds: readonly string[], when: Date): Promise<KeyAt[]> {
  return rowsOf(
    tx,
    KeyAt,
    Prisma.sql`
    SELECT c.id, c.user_record_id AS "userRecordId", c.access_key_id AS "accessKeyId", c.created_at AS "createdAt",
      c.first_seen_at AS "firstSeenAt", CASE WHEN v.change <> 'removed' THEN v.content->>'status' END AS status
    FROM credential c
    CROSS JOIN LATERAL (
      SELECT v.change, v.content FROM entity_version v
      WHERE v.subject = 'credential' AND v.subject_id = c.id AND v.valid_from <= ${at(when)} ORDER BY v.valid_from DESC LIMIT 1
    ) v
    WHERE c.user_record_id = ANY(${[...userRecordIds]}::uuid[]) AND c.kind = 'access_key'`,
  );
}
