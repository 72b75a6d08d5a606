import { ActivityDay, type ActivityRow, MS_PER_DAY, type Subject } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const ROWS_PER_STATEMENT = 5_000;

/** Keeps samples of use. A day that is known keeps who first told of it, and takes a later time; what is known already is not written. */
export async function appendActivity(tx: TenantTx, samples: readonly ActivityRow[]): Promise<void> {
  for (let from = 0; from < samples.length; from += ROWS_PER_STATEMENT) {
    const json = JSON.stringify(samples.slice(from, from + ROWS_PER_STATEMENT));
    await execute(
      tx,
      Prisma.sql`
      INSERT INTO activity_day AS known (tenant_id, subject, subject_id, day, service, region, account_id, source, last_at, first_observed_at)
      SELECT DISTINCT ON (r.subject, r.subject_id, r.day, r.service, r.region) current_tenant(), r.subject, r.subject_id, r.day, r.service,
        r.region, r.account_id, r.source, r.last_at, r.first_observed_at
      FROM jsonb_populate_recordset(NULL::activity_day, ${json}::jsonb) r
      ORDER BY r.subject, r.subject_id, r.day, r.service, r.region, r.last_at DESC
      ON CONFLICT (tenant_id, subject, subject_id, day, service, region) DO UPDATE SET last_at = excluded.last_at
      WHERE known.last_at < excluded.last_at`,
    );
  }
}

/** As far back as AWS tells of use. */
const LOOK_BACK_DAYS = 400;

/** On which of the last 400 days a subject was used, as sampled, the newest first; of a service and Region a line each. */
export function readActivity(
  tx: TenantTx,
  subject: Extract<Subject, "user" | "credential" | "role">,
  subjectId: string,
  now: Date,
): Promise<ActivityDay[]> {
  const from = new Date(now.getTime() - LOOK_BACK_DAYS * MS_PER_DAY).toISOString();
  return rowsOf(
    tx,
    ActivityDay,
    Prisma.sql`
    SELECT day::text AS day, nullif(service, '') AS service, nullif(region, '') AS region, last_at AS "lastAt", source
    FROM activity_day
    WHERE subject = ${subject} AND subject_id = ${subjectId}::uuid AND day >= (${from}::timestamptz AT TIME ZONE 'UTC')::date
    ORDER BY day DESC, last_at DESC, service, region`,
  );
}
