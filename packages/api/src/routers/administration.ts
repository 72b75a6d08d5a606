import { createApiToken, listApiTokens, listAuditEvents, revokeApiToken } from "@rolecall/core";
import { ApiToken, AuditEvent, CreateApiTokenInput, CreatedApiToken, PageInput, pageOf } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Administration"];

export const apiTokensRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/api-tokens", tags, summary: "List API tokens", protect: true } })
    .input(PageInput)
    .output(pageOf(ApiToken))
    .query(({ ctx, input }) => listApiTokens(ctx.uc, input)),

  create: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api-tokens",
        tags,
        summary: "Make an API token; its secret is shown this once",
        protect: true,
      },
      successStatus: 201,
    })
    .input(CreateApiTokenInput)
    .output(CreatedApiToken)
    .mutation(({ ctx, input }) => createApiToken(ctx.uc, input)),

  revoke: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/api-tokens/{id}",
        tags,
        summary: "Revoke an API token at once",
        protect: true,
      },
    })
    .input(z.object({ id: z.uuid() }))
    .output(ApiToken)
    .mutation(({ ctx, input }) => revokeApiToken(ctx.uc, input)),
});

export const auditEventsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/audit-events", tags, summary: "Who changed what, newest first", protect: true },
    })
    .input(PageInput)
    .output(pageOf(AuditEvent))
    .query(({ ctx, input }) => listAuditEvents(ctx.uc, input)),
});
