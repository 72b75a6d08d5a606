import { createException, listExceptions, revokeException } from "@rolecall/core";
import { CreateExceptionInput, FindingException, ListExceptionsInput, pageOf } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Findings"];

export const exceptionsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/exceptions", tags, summary: "List exceptions, newest first", protect: true },
    })
    .input(ListExceptionsInput)
    .output(pageOf(FindingException))
    .query(({ ctx, input }) => listExceptions(ctx.uc, input)),

  create: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/exceptions",
        tags,
        summary: "Answer for a check's failing on one subject until a day",
        protect: true,
      },
      successStatus: 201,
    })
    .input(CreateExceptionInput)
    .output(FindingException)
    .mutation(({ ctx, input }) => createException(ctx.uc, input)),

  revoke: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/exceptions/{id}",
        tags,
        summary: "Take an exception back; it stays on record",
        protect: true,
      },
    })
    .input(z.object({ id: z.uuid() }))
    .output(FindingException)
    .mutation(({ ctx, input }) => revokeException(ctx.uc, input)),
});
