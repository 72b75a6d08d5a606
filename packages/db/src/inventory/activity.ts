import type { ActivityDay, Subject } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";

/** One sample of use: the last one of a day, as AWS told it. `service` and `region` are empty where AWS names none. */
export type ActivityRow = {
  subject: Subject;
  subject_id: string;
  day: string;
  service: string;
  region: string;
  account_id: string;
  source: ActivityDay["source"];
  last_at: string;
  first_observed_at: string;
};

const ROWS_PER_STATEMENT = 5_000;

/** Keeps samples of use. A day that is known keeps who first told of it, and takes a later time; what is known already is not written. */
export async function appendActivity(tx: TenantTx, samples: readonly ActivityRow[]): Promise<void> {
  for (let from = 0; from < samples.length; from += ROWS_PER_STATEMENT) {
    const json = JSON.stringify(samples.slice(from, from + ROWS_PER_STATEMENT));
    await tx.$executeRaw`
      INSERT INTO activity_day AS known (tenant_id, subject, subject_id, day, service, region, account_id, source, last_at, first_observed_at)
      SELECT DISTINCT ON (r.subject, r.subject_id, r.day, r.service, r.region) current_tenant(), r.subject, r.subject_id, r.day, r.service,
        r.region, r.account_id, r.source, r.last_at, r.first_observed_at
      FROM jsonb_populate_recordset(NULL::activity_day, ${json}::jsonb) r
      ORDER BY r.subject, r.subject_id, r.day, r.service, r.region, r.last_at DESC
      ON CONFLICT (tenant_id, subject, subject_id, day, service, region) DO UPDATE SET last_at = excluded.last_at
      WHERE known.last_at < excluded.last_at`;
  }
}
