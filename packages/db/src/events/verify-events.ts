import { type EventType, Subject } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const UnequalFinding = z.object({ findingId: z.uuid(), at: z.date(), kept: z.int(), again: z.int() });
/** Whether a finding was opened (1), resolved (-1) or neither (0) at an instant: by its events (kept), and by its periods (again). */
export type UnequalFinding = z.output<typeof UnequalFinding>;

/** Where the events of an account's findings are not those of their periods. What was opened and resolved at one instant is neither. */
export const unequalFindingEvents = (tx: TenantTx, accountId: string): Promise<UnequalFinding[]> =>
  rowsOf(
    tx,
    UnequalFinding,
    Prisma.sql`
    WITH course AS (
      SELECT p.finding_id, p.opened_at, p.resolved_at, p.resolution,
        coalesce(lag(p.resolved_at) OVER course = p.opened_at AND lag(p.resolution) OVER course IS NULL, FALSE) AS goes_on
      FROM finding_period p WHERE p.account_id = ${accountId}::uuid
      WINDOW course AS (PARTITION BY p.finding_id ORDER BY p.opened_at)
    ), turn (finding_id, at, kept, again) AS (
      SELECT finding_id, opened_at, 0, 1 FROM course WHERE NOT goes_on
      UNION ALL SELECT finding_id, resolved_at, 0, -1 FROM course WHERE resolution IS NOT NULL
      UNION ALL SELECT (e.facts->>'findingId')::uuid, e.at, CASE e.type WHEN 'finding.opened' THEN 1 ELSE -1 END, 0
      FROM event e WHERE e.account_id = ${accountId}::uuid AND e.type IN ('finding.opened', 'finding.resolved')
    )
    SELECT finding_id AS "findingId", at, sum(kept)::int AS kept, sum(again)::int AS again FROM turn
    GROUP BY finding_id, at HAVING sum(kept) <> sum(again) ORDER BY at, finding_id`,
  );

const UnequalVersion = z.object({
  subject: Subject,
  subjectId: z.uuid(),
  at: z.date(),
  /** Of the event; null: there is none. */
  type: z.string().nullable(),
  /** Of the version; null: there is none. */
  change: z.string().nullable(),
});
export type UnequalVersion = z.output<typeof UnequalVersion>;

/** Versions of an account that are changes and have no event, and events of such types that have no version. */
export const unequalVersionEvents = (
  tx: TenantTx,
  accountId: string,
  types: readonly EventType[],
): Promise<UnequalVersion[]> =>
  rowsOf(
    tx,
    UnequalVersion,
    Prisma.sql`
    SELECT coalesce(e.subject, v.subject) AS subject, coalesce(e.subject_id, v.subject_id) AS "subjectId", coalesce(e.at, v.valid_from) AS at,
      e.type, v.change
    FROM (SELECT * FROM event WHERE account_id = ${accountId}::uuid AND type = ANY(${[...types]}::text[])) e
    FULL JOIN (SELECT * FROM entity_version WHERE account_id = ${accountId}::uuid AND change <> 'learned') v
      ON v.subject = e.subject AND v.subject_id = e.subject_id AND v.valid_from = e.at
    WHERE e.id IS NULL OR v.subject_id IS NULL ORDER BY 3, 2`,
  );
