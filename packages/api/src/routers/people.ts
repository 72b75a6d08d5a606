import { getPerson, listPeople, mergePeople, splitPerson } from "@rolecall/core";
import {
  IamPerson,
  IamPersonDetail,
  ListPeopleInput,
  MergePeopleInput,
  pageOf,
  SplitPersonInput,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["People"];

export const peopleRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/people",
        tags,
        summary: "List persons and workloads with their users over all accounts",
        protect: true,
      },
    })
    .input(ListPeopleInput)
    .output(pageOf(IamPerson))
    .query(({ ctx, input }) => listPeople(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/people/{id}",
        tags,
        summary: "One person or workload, why its users are one, and their migrations",
        protect: true,
      },
    })
    .input(z.object({ id: z.uuid() }))
    .output(IamPersonDetail)
    .query(({ ctx, input }) => getPerson(ctx.uc, input)),

  merge: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/people/merge",
        tags,
        summary: "Rule that these are one; it outweighs all evidence",
        protect: true,
      },
    })
    .input(MergePeopleInput)
    .output(IamPersonDetail)
    .mutation(({ ctx, input }) => mergePeople(ctx.uc, input)),

  split: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/people/{id}/split",
        tags,
        summary: "Rule that users are somebody else's; it outweighs all evidence",
        protect: true,
      },
    })
    .input(SplitPersonInput)
    .output(z.object({ people: z.array(IamPersonDetail).describe("Who is left, and whose the users are now") }))
    .mutation(({ ctx, input }) => splitPerson(ctx.uc, input)),
});
