import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** What may have made a change: events by their names, that name the subject, within a time. */
export type ActorQuestion = {
  accountId: string;
  eventNames: string[];
  resourceNames: string[];
  after: Date | null;
  until: Date;
};

const ActorRow = z.object({
  index: z.int(),
  actorArn: z.string().nullable(),
  eventName: z.string(),
  at: z.date(),
  sourceIpAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type ActorRow = Omit<z.output<typeof ActorRow>, "index">;

/** The newest event that answers each question, in their order; null: none that was looked up does. */
export async function findActors(tx: TenantTx, questions: readonly ActorQuestion[]): Promise<(ActorRow | null)[]> {
  if (questions.length === 0) return [];
  const rows = await rowsOf(
    tx,
    ActorRow,
    Prisma.sql`
    SELECT q.index::int AS index, e.actor_arn AS "actorArn", e.event_name AS "eventName", e.at,
      e.source_ip_address AS "sourceIpAddress", e.user_agent AS "userAgent"
    FROM jsonb_to_recordset(${JSON.stringify(questions.map((question, index) => ({ ...question, index })))}::jsonb)
      AS q (index int, "accountId" uuid, "eventNames" text[], "resourceNames" text[], "after" timestamptz, "until" timestamptz)
    CROSS JOIN LATERAL (
      SELECT * FROM trail_event e
      WHERE e.account_id = q."accountId" AND e.at > coalesce(q."after", '-infinity') AND e.at <= q."until"
        AND e.event_name = ANY(q."eventNames") AND e.resource_names && q."resourceNames"
      ORDER BY e.at DESC LIMIT 1
    ) e`,
  );
  const found = new Map(rows.map(({ index, ...row }) => [index, row]));
  return questions.map((_, index) => found.get(index) ?? null);
}
