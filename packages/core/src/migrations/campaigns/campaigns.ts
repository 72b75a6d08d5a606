import { migrations, type TenantTx } from "@rolecall/db";
import {
  type AddCampaignCommentInput,
  AppError,
  type Campaign,
  type CampaignComment,
  type CampaignWave,
  type CreateCampaignInput,
  type ListCampaignCommentsInput,
  type ListCampaignsInput,
  type Page,
  type UpdateCampaignInput,
} from "@rolecall/domain";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { found } from "../../found.ts";
import { dayOf } from "../../metrics/series-range.ts";

/** A campaign as it stands today. @throws AppError NOT_FOUND */
export const campaignOf = async (ctx: Ctx, tx: TenantTx, id: string): Promise<Campaign> =>
  found(await migrations.findCampaign(tx, id, dayOf(ctx.now())), "campaign");

/** A campaign that goes on, whose turn it is. @throws AppError NOT_FOUND; CONFLICT if it has ended */
export async function holdOpenCampaign(ctx: Ctx, tx: TenantTx, id: string): Promise<Campaign> {
  await migrations.lockCampaigns(tx);
  const campaign = await campaignOf(ctx, tx, id);
  if (!campaign.endedAt) return campaign;
  const message = `${campaign.name} ended on ${campaign.endedAt.toISOString()}: choose or create one that goes on`;
  throw new AppError("CONFLICT", message, { details: { campaignId: id } });
}

/** @throws AppError CONFLICT if another campaign of this name goes on */
async function checkName(tx: TenantTx, name: string, id?: string): Promise<void> {
  const [other] = (await migrations.findOpenCampaigns(tx, name)).filter((campaign) => campaign.id !== id);
  if (!other) return;
  const message = `name: there is a campaign ${name} already; choose another name, or end it first`;
  throw new AppError("CONFLICT", message, { details: { field: "name", campaignId: other.id } });
}

/** One page of campaigns. @throws AppError INVALID for a cursor of another list */
export const listCampaigns = (ctx: Ctx, input: ListCampaignsInput): Promise<Page<Campaign>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => migrations.listCampaignRows(tx, input, dayOf(ctx.now())));

/** @throws AppError NOT_FOUND */
export const getCampaign = (ctx: Ctx, { id }: { id: string }): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => campaignOf(ctx, tx, id));

/** The waves of a campaign, and how far each has come. @throws AppError NOT_FOUND */
export const listCampaignWaves = (ctx: Ctx, { id }: { id: string }): Promise<CampaignWave[]> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await campaignOf(ctx, tx, id);
    return migrations.readWaves(tx, id, dayOf(ctx.now()));
  });

/** Begins a campaign, without members. @throws AppError CONFLICT if one of this name goes on */
export const createCampaign = (ctx: Ctx, input: CreateCampaignInput): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name, notes, targetDate = null } = input;
    await migrations.lockCampaigns(tx);
    await checkName(tx, name);
    const id = ctx.newId();
    const made = { createdAt: ctx.now(), createdBy: ctx.actor.label };
    await migrations.insertCampaign(tx, { id, name, notes, targetDate, ...made });
    await audit(ctx, tx, "campaign.created", id, { name, notes, targetDate });
    return campaignOf(ctx, tx, id);
  });

/** Changes name, notes or target date. @throws AppError NOT_FOUND; CONFLICT if it has ended, or another one has the name */
export const updateCampaign = (ctx: Ctx, input: UpdateCampaignInput): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const campaign = await holdOpenCampaign(ctx, tx, input.id);
    const { name = campaign.name, notes = campaign.notes, targetDate = campaign.targetDate } = input;
    await checkName(tx, name, campaign.id);
    await migrations.updateCampaign(tx, { id: campaign.id, name, notes, targetDate });
    const before = { name: campaign.name, notes: campaign.notes, targetDate: campaign.targetDate };
    await audit(ctx, tx, "campaign.updated", campaign.id, { name, notes, targetDate, before });
    return campaignOf(ctx, tx, campaign.id);
  });

/** Ends a campaign: its members and what they reached stay on record. One that has ended stays as it ended. @throws AppError NOT_FOUND */
export const endCampaign = (ctx: Ctx, { id }: { id: string }): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await migrations.lockCampaigns(tx);
    const campaign = await campaignOf(ctx, tx, id);
    if (campaign.endedAt) return campaign;
    await migrations.endCampaign(tx, id, ctx.now());
    await audit(ctx, tx, "campaign.ended", id, { name: campaign.name, members: campaign.members });
    return campaignOf(ctx, tx, id);
  });

/** One page of what was said of a campaign, the newest first. @throws AppError NOT_FOUND; INVALID for a cursor of another list */
export const listCampaignComments = (ctx: Ctx, input: ListCampaignCommentsInput): Promise<Page<CampaignComment>> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await campaignOf(ctx, tx, input.id);
    return migrations.listCommentRows(tx, input);
  });

/** Says something of a campaign, also of one that has ended. It cannot be changed later. @throws AppError NOT_FOUND */
export const addCampaignComment = (ctx: Ctx, { id, text }: AddCampaignCommentInput): Promise<CampaignComment> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name } = await campaignOf(ctx, tx, id);
    const comment = { id: ctx.newId(), at: ctx.now(), author: ctx.actor.label, text };
    await migrations.insertComment(tx, id, comment);
    await audit(ctx, tx, "campaign.commented", id, { name, commentId: comment.id });
    return comment;
  });
