import {
  getCredential,
  getPowerOfRole,
  getPowerOfUser,
  getRole,
  getRotationHistory,
  getTrustVerdict,
  getUsagePattern,
  getUser,
  listCredentialActivity,
  listCredentials,
  listRoleActivity,
  listRoles,
  listUserActivity,
  listUsers,
} from "@rolecall/core";
import {
  ActivityDay,
  Credential,
  FindInput,
  FindRoleTrustInput,
  IamRole,
  IamUser,
  ListCredentialsInput,
  ListRolesInput,
  ListUsersInput,
  PowerView,
  pageOf,
  RoleTrust,
  RotationHistory,
  UsagePattern,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Inventory"];
const ById = z.object({ id: z.uuid() });

export const usersRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/users", tags, summary: "List IAM users", protect: true } })
    .input(ListUsersInput)
    .output(pageOf(IamUser))
    .query(({ ctx, input }) => listUsers(ctx.uc, input)),

  get: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/users/{id}", tags, summary: "One IAM user", protect: true } })
    .input(FindInput)
    .output(IamUser)
    .query(({ ctx, input }) => getUser(ctx.uc, input)),

  activity: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/users/{id}/activity",
        tags,
        summary: "On which of the last 400 days it was used, as sampled",
        protect: true,
      },
    })
    .input(ById)
    .output(z.array(ActivityDay))
    .query(({ ctx, input }) => listUserActivity(ctx.uc, input)),

  power: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/users/{id}/power",
        tags,
        summary: "What a user may do in its account and why, and which roles of other accounts it may go on to",
        protect: true,
      },
    })
    .input(FindInput)
    .output(PowerView)
    .query(({ ctx, input }) => getPowerOfUser(ctx.uc, input)),

  rotations: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/users/{id}/rotations",
        tags,
        summary: "The rotations of a user's access keys",
        protect: true,
      },
    })
    .input(FindInput)
    .output(RotationHistory)
    .query(({ ctx, input }) => getRotationHistory(ctx.uc, input)),
});

export const credentialsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/credentials", tags, summary: "List long-lived credentials", protect: true },
    })
    .input(ListCredentialsInput)
    .output(pageOf(Credential))
    .query(({ ctx, input }) => listCredentials(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/credentials/{id}", tags, summary: "One long-lived credential", protect: true },
    })
    .input(FindInput)
    .output(Credential)
    .query(({ ctx, input }) => getCredential(ctx.uc, input)),

  activity: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/credentials/{id}/activity",
        tags,
        summary: "On which of the last 400 days it was used, as sampled",
        protect: true,
      },
    })
    .input(ById)
    .output(z.array(ActivityDay))
    .query(({ ctx, input }) => listCredentialActivity(ctx.uc, input)),

  usage: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/credentials/{id}/usage",
        tags,
        summary: "How often it is used, and from when it may be deactivated",
        protect: true,
      },
    })
    .input(FindInput)
    .output(UsagePattern)
    .query(({ ctx, input }) => getUsagePattern(ctx.uc, input)),
});

export const rolesRouter = router({
  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/roles", tags, summary: "List IAM roles", protect: true } })
    .input(ListRolesInput)
    .output(pageOf(IamRole))
    .query(({ ctx, input }) => listRoles(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles/{id}",
        tags,
        summary: "One IAM role with its trust policy",
        protect: true,
      },
    })
    .input(FindInput)
    .output(IamRole)
    .query(({ ctx, input }) => getRole(ctx.uc, input)),

  activity: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles/{id}/activity",
        tags,
        summary: "On which of the last 400 days it was used, as sampled",
        protect: true,
      },
    })
    .input(ById)
    .output(z.array(ActivityDay))
    .query(({ ctx, input }) => listRoleActivity(ctx.uc, input)),

  power: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles/{id}/power",
        tags,
        summary: "What a role may do in its account and why, and which roles of other accounts it may go on to",
        protect: true,
      },
    })
    .input(FindInput)
    .output(PowerView)
    .query(({ ctx, input }) => getPowerOfRole(ctx.uc, input)),

  trust: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/roles/{id}/trust",
        tags,
        summary: "Who its trust policy lets in, each graded, and the policy that would be right",
        protect: true,
      },
    })
    .input(FindRoleTrustInput)
    .output(RoleTrust)
    .query(({ ctx, input }) => getTrustVerdict(ctx.uc, input)),
});
