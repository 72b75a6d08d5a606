import { listNextSteps } from "@rolecall/core";
import { NextSteps, NextStepsInput } from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

export const nextStepsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/next-steps",
        tags: ["Overview"],
        summary: "What to do first: at most seven kinds of steps by their rank",
        protect: true,
      },
    })
    .input(NextStepsInput)
    .output(NextSteps)
    .query(({ ctx, input }) => listNextSteps(ctx.uc, input)),
});
