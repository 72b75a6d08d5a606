import { ListCampaignMembersInput, ListCampaignsInput } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { AT, NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as members from "./campaign-members.ts";
import * as campaigns from "./campaigns.ts";

type Tx = Parameters<typeof campaigns.findCampaign>[0];
const membersOf =
  (given: object) =>
  (tx: Tx, { campaignId: id }: QueriedTenant) =>
    members.listMemberRows(tx, ListCampaignMembersInput.parse({ id, ...given }));
const TODAY = "2026-06-01";
const listed = (given: object) => (tx: Tx) => campaigns.listCampaignRows(tx, ListCampaignsInput.parse(given), TODAY);

export const CAMPAIGN_CASES: CasesOf<typeof members & typeof campaigns> = {
  endCampaign: (tx, { campaignId }) => campaigns.endCampaign(tx, campaignId, NOW),
  endPlacements: (tx, { userId }) => members.endPlacements(tx, [userId], NOW),
  findCampaign: (tx, { campaignId }) => campaigns.findCampaign(tx, campaignId, TODAY),
  findMigratingByName: (tx, { awsAccountId }) =>
    members.findMigratingByName(tx, [{ awsAccountId, userName: "deploy" }]),
  findOpenCampaigns: (tx) => campaigns.findOpenCampaigns(tx, "Pipelines"),
  insertCampaign: (tx) =>
    campaigns.insertCampaign(tx, {
      ...{ id: uuidv7(), name: "Vendors", notes: "", targetDate: "2026-12-01", createdAt: NOW, createdBy: "ann" },
    }),
  insertComment: (tx, { campaignId }) =>
    campaigns.insertComment(tx, campaignId, { id: uuidv7(), at: NOW, author: "ann", text: "The vendor was asked." }),
  insertPlacements: async (tx, { accountId, userId, campaignId }) => {
    await members.endPlacements(tx, [userId], NOW);
    const placement = { userId, accountId, campaignId, wave: 2, dueOn: "2026-06-01" };
    await members.insertPlacements(tx, [placement], { at: NOW, setBy: "ann" });
  },
  listCampaignRows: [
    ...ListCampaignsInput.shape.sort.unwrap().options.map((sort) => listed({ sort })),
    listed({ state: "open" }),
  ],
  listCommentRows: (tx, { campaignId: id }) => campaigns.listCommentRows(tx, { id, limit: 50 }),
  listMemberRows: [
    ...ListCampaignMembersInput.shape.sort.unwrap().options.map((sort) => membersOf({ sort })),
    membersOf({ wave: 1 }),
    membersOf({ wave: "none" }),
  ],
  lockCampaigns: (tx) => campaigns.lockCampaigns(tx),
  readMemberships: (tx, of) => members.readMemberships(tx, of, AT),
  readMigrating: (tx, { userId }) => members.readMigrating(tx, [userId]),
  readPlacements: [
    (tx, { campaignId }) => members.readPlacements(tx, { campaignId }),
    (tx, { userId }) => members.readPlacements(tx, { userIds: [userId] }),
  ],
  readWaves: (tx, { campaignId }) => campaigns.readWaves(tx, campaignId, TODAY),
  updateCampaign: (tx, { campaignId: id }) =>
    campaigns.updateCampaign(tx, { id, name: "Pipelines", notes: "By hand.", targetDate: null }),
};
