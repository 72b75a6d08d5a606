import { evidence, migrations, type TenantTx } from "@rolecall/db";
import {
  AppError,
  attestationsOf,
  type Campaign,
  type EvidenceEntry,
  type EvidencePack,
  ListMigrationsInput,
  type Migration,
  type MigrationEvidence,
} from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { found } from "../../found.ts";
import { campaignOf } from "../campaigns/campaigns.ts";
import { stagesOf } from "../get-migration.ts";

/** More than that is no reading for an auditor, and no work for one request. */
const MOST_MIGRATIONS = 1000;

/** Everything on record of these migrations, by what is read at once for all of them. */
async function recordsOf(tx: TenantTx, rows: readonly Migration[], at: Date): Promise<MigrationEvidence[]> {
  const ids = rows.map(({ userId }) => userId);
  const periods = Map.groupBy(await migrations.readPeriodHistory(tx, { userIds: ids }), ({ userId }) => userId);
  const plans = Map.groupBy(await migrations.listPlans(tx, ids), ({ userId }) => userId);
  const entries = Map.groupBy(await evidence.readEntriesOf(tx, ids), ({ userId }) => userId);
  const held = Map.groupBy(await migrations.readHeldCredentials(tx, ids, at), ({ userRecordId }) => userRecordId);
  const proofsOf = (userId: string) => periods.get(userId)?.at(-1)?.evidence ?? [];
  const scanIds = ids.flatMap((id) => proofsOf(id).flatMap(({ scanId }) => scanId ?? []));
  const scans = await evidence.readEvidenceScans(tx, [...new Set(scanIds)]);
  return rows.map((migration) => {
    const { userId } = migration;
    const proofs = proofsOf(userId);
    const own: EvidenceEntry[] = entries.get(userId) ?? [];
    return {
      migration,
      history: stagesOf(periods.get(userId) ?? []),
      evidence: proofs,
      plans: plans.get(userId) ?? [],
      attestations: attestationsOf(own),
      removed: (held.get(userId) ?? []).flatMap(({ kind, accessKeyId, name, createdAt, goneAt }) =>
        goneAt ? [{ kind, name: accessKeyId ?? name, createdAt, goneAt }] : [],
      ),
      scans: scans.filter(({ id }) => proofs.some(({ scanId }) => scanId === id)),
      entries: own,
    };
  });
}

async function packOf(
  ctx: Ctx,
  tx: TenantTx,
  of: { title: string; campaign: Campaign | null; rows: readonly Migration[] },
): Promise<EvidencePack> {
  const { title, campaign, rows } = of;
  const records = await recordsOf(tx, rows, ctx.now());
  // Last, so that it covers all that was read.
  const { sequence, hash } = await evidence.readTail(tx);
  const now = ctx.now();
  return {
    ...{ title, campaign, migrations: records, generatedAt: now, generatedBy: ctx.actor.label },
    head: { tenantId: ctx.tenantId, sequence, hash, at: now },
  };
}

/** All that is on record of a user's migration. @throws AppError NOT_FOUND if the user has none */
export const readMigrationPack = (ctx: Ctx, userId: string): Promise<EvidencePack> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { accountId: _, ...row } = found(await migrations.findMigration(tx, userId), "migration");
    return packOf(ctx, tx, { title: `${row.userName} in ${row.accountName}`, campaign: null, rows: [row] });
  });

async function rowsOfCampaign(tx: TenantTx, { id, name }: Campaign): Promise<Migration[]> {
  const rows: Migration[] = [];
  let cursor: string | undefined;
  do {
    const input = ListMigrationsInput.parse({ campaignId: id, cursor, limit: 200 });
    const page = await migrations.listMigrationRows(tx, input);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    if (rows.length > MOST_MIGRATIONS) {
      const message = `${name} has more than ${MOST_MIGRATIONS} users: ask for the evidence of single migrations, or split the campaign`;
      throw new AppError("INVALID", message, { details: { field: "id" } });
    }
  } while (cursor);
  return rows;
}

/** All that is on record of the migrations of a campaign. @throws AppError NOT_FOUND; INVALID for more than 1,000 users */
export const readCampaignPack = (ctx: Ctx, id: string): Promise<EvidencePack> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const campaign = await campaignOf(ctx, tx, id);
    const rows = await rowsOfCampaign(tx, campaign);
    return packOf(ctx, tx, { title: `Campaign ${campaign.name}`, campaign, rows });
  });
