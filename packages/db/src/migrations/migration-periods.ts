import { MigrationPeriod, StageEvidence } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { daySql } from "../roll-ups/roll-up-sql.ts";
import { takeTenantsTurn } from "../roll-ups/tenants-turn.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { recordsetOf } from "../sql/recordset.ts";
import { execute, jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const PeriodRow = MigrationPeriod.extend({ validFrom: z.date(), evidence: jsonOf(z.array(StageEvidence)) });
/** A period, and since when it has been so. */
export type KnownPeriod = MigrationPeriod & { validFrom: Date };

const COLUMNS = columnsOf(PeriodRow, "m", { dueOn: Prisma.sql`m.due_on::text` });
const evidenceOf = z.array(StageEvidence);
const parsed = (rows: z.output<typeof PeriodRow>[]): KnownPeriod[] =>
  rows.map((row) => ({ ...row, evidence: evidenceOf.parse(row.evidence) }));

/**
 * How a migration stands when it is judged at an instant. What was judged at the same instant before is no history: it is judged again,
 * from what was before it.
 */
export type Standing = {
  /** Null: it had none before. */
  before: KnownPeriod | null;
  /** What is kept now. */
  current: KnownPeriod;
};

/** Standings by user, of periods in their order that are open or ended at the instant. */
function standingsAt(periods: readonly KnownPeriod[], at: Date): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const period of periods) {
    const earlier = standings.get(period.userId)?.current ?? null;
    const isEarlier = period.validFrom < at;
    standings.set(period.userId, { current: period, before: isEarlier ? period : earlier });
  }
  return standings;
}

const selectStandings = async (tx: TenantTx, from: Prisma.Sql, at: Date): Promise<Map<string, Standing>> =>
  standingsAt(
    parsed(
      await rowsOf(
        tx,
        PeriodRow,
        Prisma.sql`
        SELECT ${COLUMNS} FROM ${from} AND (m.valid_to IS NULL OR m.valid_to = ${instantSql(at)}) ORDER BY m.user_id, m.valid_from`,
      ),
    ),
    at,
  );

/** How the migrations of these users stand when they are judged at an instant. */
export const readStandings = (tx: TenantTx, userIds: readonly string[], at: Date): Promise<Map<string, Standing>> =>
  userIds.length === 0
    ? Promise.resolve(new Map())
    : selectStandings(tx, Prisma.sql`migration_period m WHERE m.user_id = ANY(${[...userIds]}::uuid[])`, at);

/** How migrations of an account stand whose users are gone, and which were not at their end, or whose names have been given again since. */
export const readStandingsOfGone = (tx: TenantTx, accountId: string, at: Date): Promise<Map<string, Standing>> =>
  selectStandings(
    tx,
    Prisma.sql`migration_period m JOIN iam_user u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
      WHERE m.account_id = ${accountId}::uuid AND u.gone_at IS NOT NULL AND EXISTS (
        SELECT FROM migration_period open WHERE open.tenant_id = m.tenant_id AND open.user_id = m.user_id AND open.valid_to IS NULL
          AND (open.stage NOT IN ('verified', 'retired') OR open.valid_from = ${instantSql(at)} OR EXISTS (
            SELECT FROM iam_user n WHERE n.tenant_id = u.tenant_id AND n.account_id = u.account_id AND n.user_name = u.user_name
              AND n.id <> u.id AND n.first_seen_at > open.valid_from)))`,
    at,
  );

/** The history of migrations, of these users or of a whole account, the oldest of each first. */
export const readPeriodHistory = async (
  tx: TenantTx,
  of: { accountId: string } | { userIds: readonly string[] },
): Promise<(KnownPeriod & { validTo: Date | null })[]> => {
  const row = PeriodRow.extend({ validTo: z.date().nullable() });
  const where =
    "userIds" in of
      ? Prisma.sql`m.user_id = ANY(${[...of.userIds]}::uuid[])`
      : Prisma.sql`m.account_id = ${of.accountId}::uuid`;
  const rows = await rowsOf(
    tx,
    row,
    Prisma.sql`SELECT ${COLUMNS}, m.valid_to AS "validTo" FROM migration_period m WHERE ${where} ORDER BY m.user_id, m.valid_from`,
  );
  return rows.map((period) => ({ ...period, evidence: evidenceOf.parse(period.evidence) }));
};

/** The types of the columns that a judgement writes. */
const TYPES = {
  userId: "uuid",
  userName: "text",
  stage: "text",
  provedStage: "text",
  stageSince: "timestamptz",
  target: "text",
  proposedTarget: "text",
  confidence: "text",
  owner: "text",
  dueOn: "date",
  campaignId: "uuid",
  replacementRoleArn: "text",
  blockedReason: "text",
  adoptedAt: "timestamptz",
  credentialsAbsentSince: "timestamptz",
  userAbsentSince: "timestamptz",
  evidence: "jsonb",
} as const satisfies Record<keyof MigrationPeriod, string>;
const ROWS = recordsetOf(TYPES, "userId");

/** One migration that has changed: what is kept of it (null: nothing) and as it is from now on. */
export type ChangedPeriod = { current: KnownPeriod | null; after: MigrationPeriod };

/** Ends the periods of these migrations at an instant, and begins their new ones. One that began at this very instant is written over. */
export async function writePeriods(
  tx: TenantTx,
  { accountId, at, scanId }: { accountId: string; at: Date; scanId: string | null },
  changed: readonly ChangedPeriod[],
): Promise<void> {
  if (changed.length === 0) return;
  const ids = changed.map(({ after }) => after.userId);
  const instant = instantSql(at);
  await execute(
    tx,
    Prisma.sql`
    UPDATE migration_period SET valid_to = ${instant}
    WHERE user_id = ANY(${ids}::uuid[]) AND valid_to IS NULL AND valid_from < ${instant}`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO migration_period (tenant_id, account_id, valid_from, scan_id, ${ROWS.listed})
    SELECT current_tenant(), ${accountId}::uuid, ${instant}, ${scanId}::uuid, ${ROWS.values}
    FROM jsonb_to_recordset(${JSON.stringify(changed.map(({ after }) => after))}::jsonb) AS r (${ROWS.typed})
    ON CONFLICT (tenant_id, user_id, valid_from) DO UPDATE SET scan_id = excluded.scan_id, valid_to = NULL, ${ROWS.updated}`,
  );
  await addDays(tx, { accountId, at }, changed);
}

/** Stands for no campaign, as keys hold no null. */
export const NO_CAMPAIGN = "00000000-0000-0000-0000-000000000000";

type Step = { owner: string; campaignId: string; stage: string; target: string; more: number };

const stepOf = ({ owner, campaignId, stage, target }: MigrationPeriod, more: number): Step => ({
  ...{ owner: owner ?? "", campaignId: campaignId ?? NO_CAMPAIGN, stage, target, more },
});

/** By how many each stage and target became more, in the order in which rows are locked. */
function stepsOf(changed: readonly ChangedPeriod[]): Step[] {
  const sums = new Map<string, Step>();
  for (const { current, after } of changed) {
    for (const step of [...(current ? [stepOf(current, -1)] : []), stepOf(after, 1)]) {
      const key = JSON.stringify([step.stage, step.target, step.owner, step.campaignId]);
      sums.set(key, { ...step, more: (sums.get(key)?.more ?? 0) + step.more });
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, step]) => (step.more === 0 ? [] : [step]));
}

/** Adds to the days of the account and of the tenant. Landings of one tenant take turns from here to their commit. */
async function addDays(
  tx: TenantTx,
  { accountId, at }: { accountId: string; at: Date },
  changed: readonly ChangedPeriod[],
): Promise<void> {
  const steps = stepsOf(changed);
  if (steps.length === 0) return;
  await takeTenantsTurn(tx);
  const rows = Prisma.sql`
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) AS r (owner text, "campaignId" uuid, stage text, target text, more int)`;
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO migration_day AS known (tenant_id, account_id, owner, campaign_id, stage, day, more)
    SELECT current_tenant(), ${accountId}::uuid, owner, "campaignId", stage, ${daySql(at)}, sum(more)::int FROM (${rows}) steps
    GROUP BY owner, "campaignId", stage HAVING sum(more) <> 0
    ON CONFLICT (tenant_id, account_id, owner, campaign_id, stage, day) DO UPDATE SET more = known.more + excluded.more`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO tenant_migration_day AS known (tenant_id, stage, target, day, more)
    SELECT current_tenant(), stage, target, ${daySql(at)}, sum(more)::int FROM (${rows}) steps GROUP BY stage, target HAVING sum(more) <> 0
    ON CONFLICT (tenant_id, stage, target, day) DO UPDATE SET more = known.more + excluded.more`,
  );
}
