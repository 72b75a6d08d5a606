import { listRotationStandings } from "@rolecall/core";
import { RotationStanding, RotationStandingsInput } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

export const rotationRouter = router({
  standings: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/metrics/rotation/standings",
        tags: ["Metrics"],
        summary: "How accounts, organisational units or owners stand today, the worst first",
        protect: true,
      },
    })
    .input(RotationStandingsInput)
    .output(z.array(RotationStanding))
    .query(({ ctx, input }) => listRotationStandings(ctx.uc, input)),
});
