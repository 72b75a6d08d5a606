import { type ActivityDay, MS_PER_DAY, type Subject } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";

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
  return tx.$queryRaw<ActivityDay[]>`
    SELECT day::text AS day, nullif(service, '') AS service, nullif(region, '') AS region, last_at AS "lastAt", source
    FROM activity_day
    WHERE subject = ${subject} AND subject_id = ${subjectId}::uuid AND day >= (${from}::timestamptz AT TIME ZONE 'UTC')::date
    ORDER BY day DESC, last_at DESC, service, region`;
}
