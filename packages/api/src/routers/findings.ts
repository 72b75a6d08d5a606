import { getFinding, getFindingSummary, listFindings, updateFinding } from "@rolecall/core";
import {
  FindInput,
  Finding,
  FindingDetail,
  FindingSummary,
  FindingSummaryInput,
  ListFindingsInput,
  pageOf,
  UpdateFindingInput,
} from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Findings"];

export const findingsRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/findings", tags, summary: "List findings", protect: true } })
    .input(ListFindingsInput)
    .output(pageOf(Finding))
    .query(({ ctx, input }) => listFindings(ctx.uc, input)),

  summary: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/findings/summary",
        tags,
        summary: "Open findings by severity and by check",
        protect: true,
      },
    })
    .input(FindingSummaryInput)
    .output(FindingSummary)
    .query(({ ctx, input }) => getFindingSummary(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/findings/{id}",
        tags,
        summary: "One finding with its course and where its facts come from",
        protect: true,
      },
    })
    .input(FindInput)
    .output(FindingDetail)
    .query(({ ctx, input }) => getFinding(ctx.uc, input)),

  update: tenantProcedure
    .meta({
      openapi: {
        method: "PATCH",
        path: "/findings/{id}",
        tags,
        summary: "Say who works on a finding, what is known of it, and how grave it is here",
        protect: true,
      },
    })
    .input(UpdateFindingInput)
    .output(FindingDetail)
    .mutation(({ ctx, input }) => updateFinding(ctx.uc, input)),
});
