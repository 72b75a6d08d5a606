import { getRotationPolicies, setRotationPolicies } from "@rolecall/core";
import { RotationPolicies, RotationPoliciesView } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Rotation"];

export const rotationPoliciesRouter = router({
  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/rotation-policies",
        tags,
        summary: "When credentials have to be rotated or count as unused",
        protect: true,
      },
    })
    .input(z.object({}).optional())
    .output(RotationPoliciesView)
    .query(({ ctx }) => getRotationPolicies(ctx.uc)),

  set: tenantProcedure
    .meta({
      openapi: {
        method: "PUT",
        path: "/rotation-policies",
        tags,
        summary: "Set the rotation policies as a whole",
        protect: true,
      },
    })
    .input(RotationPolicies)
    .output(RotationPoliciesView)
    .mutation(({ ctx, input }) => setRotationPolicies(ctx.uc, input)),
});
