import { CheckId, FindingSubject } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const UnendedException = z.object({
  exceptionId: z.uuid(),
  checkId: CheckId,
  subject: FindingSubject,
  subjectId: z.uuid(),
  owner: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  types: z.array(z.string()).describe("Types of the events that there are of it"),
});
export type UnendedException = z.output<typeof UnendedException>;

/** The exceptions of an account that nobody ended before their day, without those that have an event of their expiry. */
export const unendedExceptions = (tx: TenantTx, accountId: string): Promise<UnendedException[]> =>
  rowsOf(
    tx,
    UnendedException,
    Prisma.sql`
    SELECT x.id AS "exceptionId", x.check_id AS "checkId", x.subject, x.subject_id AS "subjectId", x.owner, x.created_at AS "createdAt",
      x.expires_at AS "expiresAt", known.types
    FROM finding_exception x CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(e.type), '{}') AS types FROM event e
      WHERE e.subject_id = x.subject_id AND e.type LIKE 'exception.%' AND e.facts->>'exceptionId' = x.id::text
    ) known
    WHERE x.account_id = ${accountId}::uuid AND (x.ended_at IS NULL OR x.end_kind = 'expired')
      AND 'exception.expired' <> ALL (known.types)`,
  );
