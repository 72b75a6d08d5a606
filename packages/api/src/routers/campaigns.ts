import {
  addCampaignComment,
  addCampaignMembers,
  createCampaign,
  endCampaign,
  exportCampaignMembers,
  getCampaign,
  importCampaignMembers,
  listCampaignComments,
  listCampaignMembers,
  listCampaigns,
  listCampaignWaves,
  placeCampaignMembers,
  removeCampaignMembers,
  setCampaignMembers,
  updateCampaign,
  writeCampaignEvidence,
} from "@rolecall/core";
import {
  AddCampaignCommentInput,
  AddCampaignMembersInput,
  Campaign,
  CampaignComment,
  CampaignImport,
  CampaignMember,
  CampaignWave,
  CreateCampaignInput,
  EvidenceFormat,
  ImportCampaignMembersInput,
  ListCampaignCommentsInput,
  ListCampaignMembersInput,
  ListCampaignsInput,
  PlaceCampaignMembersInput,
  pageOf,
  RemoveCampaignMembersInput,
  SetCampaignMembersInput,
  UpdateCampaignInput,
  WrittenFile,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Campaigns"];
const ById = z.object({ id: z.uuid() });

export const campaignsRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/campaigns", tags, summary: "List campaigns", protect: true } })
    .input(ListCampaignsInput)
    .output(pageOf(Campaign))
    .query(({ ctx, input }) => listCampaigns(ctx.uc, input)),

  create: tenantProcedure
    .meta({
      openapi: { method: "POST", path: "/campaigns", tags, summary: "Begin a campaign", protect: true },
      successStatus: 201,
    })
    .input(CreateCampaignInput)
    .output(Campaign)
    .mutation(({ ctx, input }) => createCampaign(ctx.uc, input)),

  get: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/campaigns/{id}", tags, summary: "One campaign", protect: true } })
    .input(ById)
    .output(Campaign)
    .query(({ ctx, input }) => getCampaign(ctx.uc, input)),

  update: tenantProcedure
    .meta({
      openapi: {
        method: "PATCH",
        path: "/campaigns/{id}",
        tags,
        summary: "Change name, notes or target date",
        protect: true,
      },
    })
    .input(UpdateCampaignInput)
    .output(Campaign)
    .mutation(({ ctx, input }) => updateCampaign(ctx.uc, input)),

  end: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/campaigns/{id}",
        tags,
        summary: "End a campaign; its members stay on record",
        protect: true,
      },
    })
    .input(ById)
    .output(Campaign)
    .mutation(({ ctx, input }) => endCampaign(ctx.uc, input)),

  members: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/campaigns/{id}/members",
        tags,
        summary: "List the users of a campaign",
        protect: true,
      },
    })
    .input(ListCampaignMembersInput)
    .output(pageOf(CampaignMember))
    .query(({ ctx, input }) => listCampaignMembers(ctx.uc, input)),

  setMembers: tenantProcedure
    .meta({
      openapi: {
        method: "PUT",
        path: "/campaigns/{id}/members",
        tags,
        summary: "Set who is in a campaign",
        protect: true,
      },
    })
    .input(SetCampaignMembersInput)
    .output(Campaign)
    .mutation(({ ctx, input }) => setCampaignMembers(ctx.uc, input)),

  waves: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/campaigns/{id}/waves",
        tags,
        summary: "The waves of a campaign, and how far each has come",
        protect: true,
      },
    })
    .input(ById)
    .output(z.array(CampaignWave))
    .query(({ ctx, input }) => listCampaignWaves(ctx.uc, input)),

  addMembers: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/campaigns/{id}/members",
        tags,
        summary: "Take users into a campaign",
        protect: true,
      },
    })
    .input(AddCampaignMembersInput)
    .output(Campaign)
    .mutation(({ ctx, input }) => addCampaignMembers(ctx.uc, input)),

  removeMembers: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/campaigns/{id}/members/remove",
        tags,
        summary: "Have users leave a campaign; their plans stay",
        protect: true,
      },
    })
    .input(RemoveCampaignMembersInput)
    .output(Campaign)
    .mutation(({ ctx, input }) => removeCampaignMembers(ctx.uc, input)),

  placeMembers: tenantProcedure
    .meta({
      openapi: {
        method: "PATCH",
        path: "/campaigns/{id}/members",
        tags,
        summary: "Put users of a campaign into a wave, or give them a day",
        protect: true,
      },
    })
    .input(PlaceCampaignMembersInput)
    .output(Campaign)
    .mutation(({ ctx, input }) => placeCampaignMembers(ctx.uc, input)),

  exportMembers: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/campaigns/{id}/members.csv",
        tags,
        summary: "The users of a campaign as CSV",
        protect: true,
      },
      fileTypes: ["text/csv"],
    })
    .input(ById)
    .output(WrittenFile)
    .query(({ ctx, input }) => exportCampaignMembers(ctx.uc, input)),

  importMembers: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/campaigns/{id}/members/import",
        tags,
        summary: "Take users into a campaign by CSV, with waves and days; who is not named stays",
        protect: true,
      },
    })
    .input(ImportCampaignMembersInput)
    .output(CampaignImport)
    .mutation(({ ctx, input }) => importCampaignMembers(ctx.uc, input)),

  comments: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/campaigns/{id}/comments",
        tags,
        summary: "What was said of a campaign, the newest first",
        protect: true,
      },
    })
    .input(ListCampaignCommentsInput)
    .output(pageOf(CampaignComment))
    .query(({ ctx, input }) => listCampaignComments(ctx.uc, input)),

  comment: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/campaigns/{id}/comments",
        tags,
        summary: "Say something of a campaign",
        protect: true,
      },
      successStatus: 201,
    })
    .input(AddCampaignCommentInput)
    .output(CampaignComment)
    .mutation(({ ctx, input }) => addCampaignComment(ctx.uc, input)),

  evidence: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/campaigns/{id}/evidence",
        tags,
        summary: "All that is on record of the migrations of a campaign, as JSON or PDF",
        protect: true,
      },
      fileTypes: ["application/json", "application/pdf"],
    })
    .input(ById.extend({ format: EvidenceFormat.default("json") }))
    .output(WrittenFile)
    .query(({ ctx, input }) => writeCampaignEvidence(ctx.uc, input)),
});
