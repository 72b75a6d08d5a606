import { getLatestTrailLookup, getTrailLookup, requestTrailLookup } from "@rolecall/core";
import { TrailLookup } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["CloudTrail"];
const ById = z.object({ id: z.uuid() });

export const trailRouter = router({
  get: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/trail-lookups/{id}", tags, summary: "One lookup in CloudTrail", protect: true },
    })
    .input(ById)
    .output(TrailLookup)
    .query(({ ctx, input }) => getTrailLookup(ctx.uc, input)),

  lookUpCredential: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/credentials/{id}/trail-lookups",
        tags,
        summary: "Look up in CloudTrail what an access key was used for",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ById)
    .output(TrailLookup)
    .mutation(({ ctx, input }) => requestTrailLookup(ctx.uc, { subject: "credential", id: input.id })),

  latestOfCredential: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/credentials/{id}/trail-lookup",
        tags,
        summary: "The newest lookup of an access key in CloudTrail; null: none was made",
        protect: true,
      },
    })
    .input(ById)
    .output(TrailLookup.nullable())
    .query(({ ctx, input }) => getLatestTrailLookup(ctx.uc, { subject: "credential", id: input.id })),

  lookUpUser: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/users/{id}/trail-lookups",
        tags,
        summary: "Look up in CloudTrail who changed a user",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ById)
    .output(TrailLookup)
    .mutation(({ ctx, input }) => requestTrailLookup(ctx.uc, { subject: "user", id: input.id })),

  lookUpRole: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/roles/{id}/trail-lookups",
        tags,
        summary: "Look up in CloudTrail who assumed a role",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ById)
    .output(TrailLookup)
    .mutation(({ ctx, input }) => requestTrailLookup(ctx.uc, { subject: "role", id: input.id })),

  latestOfRole: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles/{id}/trail-lookup",
        tags,
        summary: "The newest lookup of a role in CloudTrail; null: none was made",
        protect: true,
      },
    })
    .input(ById)
    .output(TrailLookup.nullable())
    .query(({ ctx, input }) => getLatestTrailLookup(ctx.uc, { subject: "role", id: input.id })),

  latestOfUser: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/users/{id}/trail-lookup",
        tags,
        summary: "The newest lookup of a user in CloudTrail; null: none was made",
        protect: true,
      },
    })
    .input(ById)
    .output(TrailLookup.nullable())
    .query(({ ctx, input }) => getLatestTrailLookup(ctx.uc, { subject: "user", id: input.id })),
});
