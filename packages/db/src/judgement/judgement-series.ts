import { Day } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { readMigrationDaysAgain, readTenantMigrationDaysAgain } from "../migrations/migration-series.ts";
import { readAccountDayAgain } from "../roll-ups/roll-up.ts";
import { readCredentialDayAgain } from "../roll-ups/roll-up-credentials.ts";
import { readFindingCountsAgain } from "../roll-ups/roll-up-findings.ts";
import { readRotationDayAgain, readStepsAgain } from "../roll-ups/roll-up-rotation.ts";
import { readKeyRotationsAgain } from "../rotation/rotation-lineage.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A day of an account whose numbers do not follow from the history. */
export type SeriesDifference = { series: string; day: string; kept: unknown; again: unknown };

const SERIES = {
  account_day: readAccountDayAgain,
  account_credential_day: readCredentialDayAgain,
  rotation_day: readRotationDayAgain,
} as const;

const JudgedDay = z.object({ day: Day, at: z.date() });
export type JudgedDay = z.output<typeof JudgedDay>;

/** The days of an account that are kept, with the last judgement of each. */
export const listJudgedDays = (tx: TenantTx, accountId: string): Promise<JudgedDay[]> =>
  rowsOf(
    tx,
    JudgedDay,
    Prisma.sql`
  SELECT d.day::text AS day, max(j.judged_at) AS at FROM account_day d
  JOIN judgement j ON j.tenant_id = d.tenant_id AND j.account_id = d.account_id AND (j.judged_at AT TIME ZONE 'UTC')::date = d.day
  WHERE d.account_id = ${accountId}::uuid GROUP BY d.day ORDER BY d.day`,
  );

/** Counts a day of an account again, by the inventory that was known at the day's last judgement, and tells which numbers differ. */
export async function readSeriesDifferences(
  tx: TenantTx,
  { accountId, awsAccountId, day, at }: { accountId: string; awsAccountId: string } & JudgedDay,
): Promise<SeriesDifference[]> {
  const differences: SeriesDifference[] = [];
  for (const [series, readAgain] of Object.entries(SERIES)) {
    const { kept, again } = await readAgain(tx, { accountId, awsAccountId, day, at });
    if (JSON.stringify(kept) !== JSON.stringify(again)) differences.push({ series, day, kept, again });
  }
  return differences;
}

/** Roll-ups of now, and what each has to be by the rows that it sums up; the last one is of the whole tenant. */
const OF_NOW = {
  finding_count: readFindingCountsAgain,
  key_rotation: readKeyRotationsAgain,
  migration_day: readMigrationDaysAgain,
  tenant_migration_day: readTenantMigrationDaysAgain,
  tenant_rotation_day: readStepsAgain,
} as const;

/** Counts again what is rolled up of an account and its tenant as they are now, and tells which numbers differ. */
export async function readRollUpDifferences(
  tx: TenantTx,
  account: { accountId: string; awsAccountId: string },
): Promise<Omit<SeriesDifference, "day">[]> {
  const differences: Omit<SeriesDifference, "day">[] = [];
  for (const [series, readAgain] of Object.entries(OF_NOW)) {
    const { kept, again } = await readAgain(tx, account);
    if (JSON.stringify(kept) !== JSON.stringify(again)) differences.push({ series, kept, again });
  }
  return differences;
}
