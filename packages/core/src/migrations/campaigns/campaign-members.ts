import { judgement, landing, migrations, type TenantTx } from "@rolecall/db";
import {
  type AddCampaignMembersInput,
  AppError,
  type Campaign,
  type CampaignMember,
  type ListCampaignMembersInput,
  type Page,
  type PlaceCampaignMembersInput,
  type RemoveCampaignMembersInput,
  type SetCampaignMembersInput,
} from "@rolecall/domain";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { campaignOf, holdOpenCampaign } from "./campaigns.ts";

type Placement = migrations.Placement;
/** Who stands where from now on, and who in no campaign any more. */
type Moves = { placed: readonly Placement[]; leaving: readonly Placement[] };

/** Brings the periods of an account's users to the campaigns that they stand in. */
async function writeCampaigns(
  tx: TenantTx,
  { accountId, now }: { accountId: string; now: Date },
  campaigns: ReadonlyMap<string, string | null>,
): Promise<void> {
  const judgedAt = await judgement.lastJudgedAt(tx, accountId);
  const at = judgedAt && judgedAt > now ? judgedAt : now;
  const standings = await migrations.readStandings(tx, [...campaigns.keys()], at);
  const changed = [...standings.values()].flatMap(({ current }): migrations.ChangedPeriod[] => {
    const campaignId = campaigns.get(current.userId) ?? null;
    const { validFrom: _, ...period } = current;
    return current.campaignId === campaignId ? [] : [{ current, after: { ...period, campaignId } }];
  });
  await migrations.writePeriods(tx, { accountId, at, scanId: null }, changed);
}

/** Has users stand where they are placed from now on, and their migrations with them. Campaigns must be held. */
export async function moveMembers(ctx: Ctx, tx: TenantTx, { placed, leaving }: Moves): Promise<void> {
  const all = [...placed, ...leaving];
  if (all.length === 0) return;
  const byAccount = [...Map.groupBy(all, ({ accountId }) => accountId)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [accountId] of byAccount) await landing.lockLanding(tx, accountId);
  const now = ctx.now();
  await migrations.endPlacements(
    tx,
    all.map(({ userId }) => userId),
    now,
  );
  await migrations.insertPlacements(tx, placed, { at: now, setBy: ctx.actor.label });
  const campaigns = new Map(placed.map(({ userId, campaignId }) => [userId, campaignId]));
  for (const [accountId, of] of byAccount) {
    const ofAccount = new Map(of.map(({ userId }) => [userId, campaigns.get(userId) ?? null]));
    await writeCampaigns(tx, { accountId, now }, ofAccount);
  }
}

/** Those who join a campaign, with no wave yet. @throws AppError NOT_FOUND naming who has no migration */
export async function joining(tx: TenantTx, campaignId: string, userIds: readonly string[]): Promise<Placement[]> {
  const known = await migrations.readMigrating(tx, userIds);
  const ids = new Set(known.map(({ userId }) => userId));
  const unknown = userIds.filter((id) => !ids.has(id));
  if (unknown.length > 0)
    throw new AppError("NOT_FOUND", `No such migration: ${unknown.slice(0, 5).join(", ")}`, {
      details: { field: "userIds", count: unknown.length },
    });
  return known.map(({ userId, accountId }) => ({ userId, accountId, campaignId, wave: null, dueOn: null }));
}

/** One page of the users of a campaign. @throws AppError NOT_FOUND; INVALID for a cursor of another list */
export const listCampaignMembers = (ctx: Ctx, input: ListCampaignMembersInput): Promise<Page<CampaignMember>> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await campaignOf(ctx, tx, input.id);
    return migrations.listMemberRows(tx, input);
  });

/**
 * Sets who is in a campaign. Who joins leaves the campaign that it was in; who stays keeps its wave and its day. Users need no plan.
 *
 * @throws AppError NOT_FOUND for a campaign or a migration that there is not; CONFLICT if the campaign has ended
 */
export const setCampaignMembers = (ctx: Ctx, { id, userIds }: SetCampaignMembersInput): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name } = await holdOpenCampaign(ctx, tx, id);
    const before = await migrations.readPlacements(tx, { campaignId: id });
    const [had, wanted] = [new Set(before.map(({ userId }) => userId)), new Set(userIds)];
    const added = userIds.filter((userId) => !had.has(userId));
    const leaving = before.filter(({ userId }) => !wanted.has(userId));
    await moveMembers(ctx, tx, { placed: await joining(tx, id, added), leaving });
    const removed = leaving.map(({ userId }) => userId);
    if (added.length + removed.length > 0) await audit(ctx, tx, "campaign.members_set", id, { name, added, removed });
    return campaignOf(ctx, tx, id);
  });

/**
 * Takes users into a campaign, in no wave yet. Who joins leaves the campaign that it was in; who is in it already stays where it stands.
 *
 * @throws AppError NOT_FOUND for a campaign or a migration that there is not; CONFLICT if the campaign has ended
 */
export const addCampaignMembers = (ctx: Ctx, { id, userIds }: AddCampaignMembersInput): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name } = await holdOpenCampaign(ctx, tx, id);
    const standing = await migrations.readPlacements(tx, { userIds });
    const members = new Set(standing.flatMap(({ userId, campaignId }) => (campaignId === id ? [userId] : [])));
    const added = userIds.filter((userId) => !members.has(userId));
    await moveMembers(ctx, tx, { placed: await joining(tx, id, added), leaving: [] });
    if (added.length > 0) await audit(ctx, tx, "campaign.members_added", id, { name, added });
    return campaignOf(ctx, tx, id);
  });

/** Has users leave a campaign; their plans stay. @throws AppError NOT_FOUND for a campaign that there is not; CONFLICT if it has ended */
export const removeCampaignMembers = (ctx: Ctx, { id, userIds }: RemoveCampaignMembersInput): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { name } = await holdOpenCampaign(ctx, tx, id);
    const standing = await migrations.readPlacements(tx, { userIds });
    const leaving = standing.filter(({ campaignId }) => campaignId === id);
    await moveMembers(ctx, tx, { placed: [], leaving });
    const removed = leaving.map(({ userId }) => userId);
    if (removed.length > 0) await audit(ctx, tx, "campaign.members_removed", id, { name, removed });
    return campaignOf(ctx, tx, id);
  });

/**
 * Puts users of a campaign into a wave, or gives them a day.
 *
 * @throws AppError NOT_FOUND for a campaign that there is not; CONFLICT if it has ended, or a user is not in it
 */
export const placeCampaignMembers = (ctx: Ctx, input: PlaceCampaignMembersInput): Promise<Campaign> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { id, userIds, wave, dueOn } = input;
    const { name } = await holdOpenCampaign(ctx, tx, id);
    const members = new Map((await migrations.readPlacements(tx, { campaignId: id })).map((one) => [one.userId, one]));
    const others = userIds.filter((userId) => !members.has(userId));
    if (others.length > 0)
      throw new AppError("CONFLICT", `userIds: not in ${name}: ${others.slice(0, 5).join(", ")}; add them first`, {
        details: { field: "userIds", count: others.length },
      });
    const placed = userIds.flatMap((userId): Placement[] => {
      const member = members.get(userId);
      if (!member) return [];
      const after = { ...member, wave: wave === undefined ? member.wave : wave };
      return [{ ...after, dueOn: dueOn === undefined ? member.dueOn : dueOn }];
    });
    await moveMembers(ctx, tx, { placed, leaving: [] });
    await audit(ctx, tx, "campaign.members_placed", id, { name, userIds, wave, dueOn });
    return campaignOf(ctx, tx, id);
  });
