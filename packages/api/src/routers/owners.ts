import {
  assignOwner,
  createOwnerRule,
  endOwnerRule,
  listOwnerRules,
  listOwners,
  previewOwnerRule,
  updateOwnerRule,
} from "@rolecall/core";
import {
  AsOf,
  AssignedOwner,
  AssignOwnerInput,
  CreateOwnerRuleInput,
  ListOwnersInput,
  OwnerRulePreview,
  OwnerRuleView,
  OwnerStanding,
  PreviewOwnerRuleInput,
  pageOf,
  UpdateOwnerRuleInput,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Owners"];

export const ownersRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/owners",
        tags,
        summary: "List owners with how their users stand, spellings merged; nobody first",
        protect: true,
      },
    })
    .input(ListOwnersInput)
    .output(pageOf(OwnerStanding))
    .query(({ ctx, input }) => listOwners(ctx.uc, input)),

  assign: tenantProcedure
    .meta({
      openapi: {
        method: "PUT",
        path: "/owners/assignments",
        tags,
        summary: "Assign users to an owner by hand; it outweighs rules and tags",
        protect: true,
      },
    })
    .input(AssignOwnerInput)
    .output(AssignedOwner)
    .mutation(({ ctx, input }) => assignOwner(ctx.uc, input)),
});

export const ownerRulesRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/owner-rules",
        tags,
        summary: "List the rules that give users their owners, in their order",
        protect: true,
      },
    })
    .input(z.object({ asOf: AsOf }))
    .output(z.object({ items: z.array(OwnerRuleView) }))
    .query(({ ctx, input }) => listOwnerRules(ctx.uc, input)),

  create: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/owner-rules",
        tags,
        summary: "Set a rule; all users are judged again within a minute",
        protect: true,
      },
      successStatus: 201,
    })
    .input(CreateOwnerRuleInput)
    .output(OwnerRuleView)
    .mutation(({ ctx, input }) => createOwnerRule(ctx.uc, input)),

  preview: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/owner-rules/preview",
        tags,
        summary: "How many users a rule would take, and whose they are now; nothing is set",
        protect: true,
      },
    })
    .input(PreviewOwnerRuleInput)
    .output(OwnerRulePreview)
    .mutation(({ ctx, input }) => previewOwnerRule(ctx.uc, input)),

  update: tenantProcedure
    .meta({
      openapi: {
        method: "PATCH",
        path: "/owner-rules/{id}",
        tags,
        summary: "Change a rule, or move it",
        protect: true,
      },
    })
    .input(UpdateOwnerRuleInput)
    .output(OwnerRuleView)
    .mutation(({ ctx, input }) => updateOwnerRule(ctx.uc, input)),

  end: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/owner-rules/{id}",
        tags,
        summary: "End a rule; it stays on record",
        protect: true,
      },
    })
    .input(z.object({ id: z.uuid() }))
    .output(OwnerRuleView)
    .mutation(({ ctx, input }) => endOwnerRule(ctx.uc, input)),
});
