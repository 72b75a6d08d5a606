import { listChanges } from "@rolecall/core";
import { Change, ListChangesInput, pageOf } from "@rolecall/domain";
import { router, tenantProcedure } from "../trpc.ts";

export const changesRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/changes",
        tags: ["Changes"],
        summary: "Who appeared, vanished, rotated, gained or lost what, newest first",
        protect: true,
      },
    })
    .input(ListChangesInput)
    .output(pageOf(Change))
    .query(({ ctx, input }) => listChanges(ctx.uc, input)),
});
