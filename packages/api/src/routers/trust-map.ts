import { getTrustMap } from "@rolecall/core";
import { TrustMap, TrustMapInput } from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

export const trustMapRouter = router({
  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/trust-map",
        tags: ["Inventory"],
        summary: "Who outside can enter which account, and the ways that go on from there",
        protect: true,
      },
    })
    .input(TrustMapInput)
    .output(TrustMap)
    .query(({ ctx, input }) => getTrustMap(ctx.uc, input)),
});
