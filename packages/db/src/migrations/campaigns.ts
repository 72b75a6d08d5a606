import {
  Campaign,
  CampaignComment,
  CampaignWave,
  type ListCampaignCommentsInput,
  type ListCampaignsInput,
  MigrationStage,
  type Page,
  type StageCounts,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { execute, jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { STILL_TO_DO } from "./still-to-do.ts";

/** Changes of a tenant's campaigns take turns from here to their commit: names, members, and whether one goes on. */
export async function lockCampaigns(tx: TenantTx): Promise<void> {
  await execute(
    tx,
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('campaigns ' || current_tenant()::text, 0))`,
  );
}

const Counts = z.partialRecord(MigrationStage, z.int());
const CampaignRow = Campaign.extend({ stages: jsonOf(Counts) });

/** Whether a migration is late on a day: by the day of its plan, else of its wave, else of its campaign. */
const isLateSql = (day: string): Prisma.Sql => Prisma.sql`
  ${STILL_TO_DO} AND coalesce(m.due_on, w.due_on, c.target_date) < ${day}::date`;

/** Campaigns as they stand on a day. */
const campaignsOn = (day: string): List<typeof CampaignRow> => ({
  row: CampaignRow,
  select: columnsOf(CampaignRow, "c", {
    targetDate: Prisma.sql`c.target_date::text`,
    members: Prisma.sql`(SELECT count(*)::int FROM campaign_member w
      WHERE w.tenant_id = c.tenant_id AND w.campaign_id = c.id AND w.valid_to IS NULL)`,
    overdue: Prisma.sql`(SELECT count(*)::int FROM campaign_member w
      JOIN migration_period m ON m.tenant_id = w.tenant_id AND m.user_id = w.user_id AND m.valid_to IS NULL
      WHERE w.tenant_id = c.tenant_id AND w.campaign_id = c.id AND w.valid_to IS NULL AND ${isLateSql(day)})`,
    stages: Prisma.sql`(SELECT coalesce(jsonb_object_agg(s.stage, s.count), '{}') FROM (
      SELECT m.stage, count(*)::int AS count FROM migration_period m
      WHERE m.tenant_id = c.tenant_id AND m.campaign_id = c.id AND m.valid_to IS NULL GROUP BY 1) s)`,
  }),
  from: Prisma.sql`campaign c`,
  id: Prisma.sql`c.id`,
  sorts: {
    name: { expression: Prisma.sql`c.name`, type: "text", required: true },
    createdAt: { expression: Prisma.sql`c.created_at`, type: "timestamptz", required: true },
    targetDate: { expression: Prisma.sql`c.target_date`, type: "date" },
  },
});

function shown<Row extends { stages: unknown }>({
  stages,
  ...row
}: Row): Omit<Row, "stages"> & { stages: StageCounts } {
  const counts = Counts.parse(stages);
  const all = MigrationStage.options.map((stage) => [stage, counts[stage] ?? 0]);
  return { ...row, stages: Object.fromEntries(all) as StageCounts };
}

/** One page of campaigns, as they stand on a day. */
export async function listCampaignRows(tx: TenantTx, input: ListCampaignsInput, day: string): Promise<Page<Campaign>> {
  const { state, sort, cursor, limit } = input;
  const where = [state ? Prisma.sql`(c.ended_at IS NULL) = ${state === "open"}` : null];
  const page = await pageOf(tx, campaignsOn(day), { where, sort, cursor, limit });
  return { ...page, items: page.items.map(shown) };
}

/** A campaign of the tenant as it stands on a day; null if it has none of this id. */
export async function findCampaign(tx: TenantTx, id: string, day: string): Promise<Campaign | null> {
  const row = await oneOf(tx, campaignsOn(day), Prisma.sql`c.id = ${id}::uuid`);
  return row && shown(row);
}

const WaveRow = CampaignWave.extend({ stages: jsonOf(Counts) });

/** The waves of a campaign as they stand on a day, those in none last. */
export async function readWaves(tx: TenantTx, campaignId: string, day: string): Promise<CampaignWave[]> {
  const rows = await rowsOf(
    tx,
    WaveRow,
    Prisma.sql`
    SELECT s.wave, sum(s.users)::int AS members, sum(s.late)::int AS overdue, min(s.first)::text AS "firstDueOn", max(s.last)::text AS "lastDueOn",
      jsonb_object_agg(s.stage, s.users) AS stages
    FROM (
      SELECT w.wave, m.stage, count(*)::int AS users, count(*) FILTER (WHERE ${isLateSql(day)})::int AS late,
        min(w.due_on) AS first, max(w.due_on) AS last
      FROM campaign_member w JOIN campaign c ON c.tenant_id = w.tenant_id AND c.id = w.campaign_id
      JOIN migration_period m ON m.tenant_id = w.tenant_id AND m.user_id = w.user_id AND m.valid_to IS NULL
      WHERE w.campaign_id = ${campaignId}::uuid AND w.valid_to IS NULL GROUP BY 1, 2) s
    GROUP BY 1 ORDER BY 1 NULLS LAST`,
  );
  return rows.map(shown);
}

/** The campaigns that go on and have one of these names. */
export const findOpenCampaigns = (tx: TenantTx, name: string): Promise<{ id: string }[]> =>
  rowsOf(
    tx,
    Campaign.pick({ id: true }),
    Prisma.sql`SELECT c.id FROM campaign c WHERE c.name = ${name} AND c.ended_at IS NULL`,
  );

/** Keeps a campaign. */
export async function insertCampaign(
  tx: TenantTx,
  campaign: Pick<Campaign, "id" | "name" | "notes" | "targetDate" | "createdAt" | "createdBy">,
): Promise<void> {
  const { id, name, notes, targetDate, createdAt, createdBy } = campaign;
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO campaign (tenant_id, id, name, notes, target_date, created_at, created_by)
    VALUES (current_tenant(), ${id}::uuid, ${name}, ${notes}, ${targetDate}::date, ${instantSql(createdAt)}, ${createdBy})`,
  );
}

/** What a campaign is called, what is noted of it, and by when it shall be done. */
export async function updateCampaign(
  tx: TenantTx,
  { id, name, notes, targetDate }: Pick<Campaign, "id" | "name" | "notes" | "targetDate">,
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`UPDATE campaign SET name = ${name}, notes = ${notes}, target_date = ${targetDate}::date WHERE id = ${id}::uuid`,
  );
}

/** Ends a campaign. Its members stay on record. */
export async function endCampaign(tx: TenantTx, id: string, at: Date): Promise<void> {
  await execute(
    tx,
    Prisma.sql`UPDATE campaign SET ended_at = ${instantSql(at)} WHERE id = ${id}::uuid AND ended_at IS NULL`,
  );
}

const COMMENTS: List<typeof CampaignComment> = {
  row: CampaignComment,
  select: columnsOf(CampaignComment, "k"),
  from: Prisma.sql`campaign_comment k`,
  id: Prisma.sql`k.id`,
  sorts: { at: { expression: Prisma.sql`k.at`, type: "timestamptz", required: true } },
};

/** One page of what was said of a campaign, the newest first. */
export const listCommentRows = (
  tx: TenantTx,
  { id, cursor, limit }: ListCampaignCommentsInput,
): Promise<Page<CampaignComment>> =>
  pageOf(tx, COMMENTS, { where: [Prisma.sql`k.campaign_id = ${id}::uuid`], sort: "-at", cursor, limit });

/** Keeps what somebody said of a campaign. */
export async function insertComment(tx: TenantTx, campaignId: string, comment: CampaignComment): Promise<void> {
  const { id, at, author, text } = comment;
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO campaign_comment (tenant_id, id, campaign_id, at, author, text)
    VALUES (current_tenant(), ${id}::uuid, ${campaignId}::uuid, ${instantSql(at)}, ${author}, ${text})`,
  );
}
