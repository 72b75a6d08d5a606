import { getEvidenceProgress, requestEvidence } from "@rolecall/core";
import { EvidenceProgress, GetEvidenceProgressInput, RequestEvidenceInput, RequestedEvidence } from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Migrations"];
const path = "/migrations/evidence-lookups";

export const evidenceLookupsRouter = router({
  request: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path,
        tags,
        summary: "Look up what CloudTrail and IAM tell of the use of many users; each is told what is asked of it",
        protect: true,
      },
      successStatus: 202,
    })
    .input(RequestEvidenceInput)
    .output(RequestedEvidence)
    .mutation(({ ctx, input }) => requestEvidence(ctx.uc, input)),

  progress: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path,
        tags,
        summary: "How far the lookups are that are under way, or were asked for last, of all users or of one",
        protect: true,
      },
    })
    .input(GetEvidenceProgressInput)
    .output(EvidenceProgress)
    .query(({ ctx, input }) => getEvidenceProgress(ctx.uc, input)),
});
