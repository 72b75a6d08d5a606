import { listChecks } from "@rolecall/core";
import { ChecksInput, ChecksView } from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

export const checksRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/checks",
        tags: ["Findings"],
        summary: "How the connected accounts stand by the checks of a benchmark",
        protect: true,
      },
    })
    .input(ChecksInput)
    .output(ChecksView)
    .query(({ ctx, input }) => listChecks(ctx.uc, input)),
});
