import {
  getOrganization,
  listOrganizationAccounts,
  requestDiscovery,
  requestMemberVerification,
  requestMemberVerifications,
  selectOrganizationAccounts,
} from "@rolecall/core";
import {
  AwsAccountId,
  ListOrganizationAccountsInput,
  Organization,
  OrganizationAccount,
  pageOf,
  SelectOrganizationInput,
  VerifyOrganizationInput,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Organizations"];
const ByConnectionId = z.object({ connectionId: z.uuid() });

export const organizationsRouter = router({
  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/organizations/{connectionId}",
        tags,
        summary: "A connected organisation with its tree of units",
        protect: true,
      },
    })
    .input(ByConnectionId)
    .output(Organization)
    .query(({ ctx, input }) => getOrganization(ctx.uc, input)),

  accounts: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/organizations/{connectionId}/accounts",
        tags,
        summary: "Accounts of an organisation, departed ones too",
        protect: true,
      },
    })
    .input(ListOrganizationAccountsInput)
    .output(pageOf(OrganizationAccount))
    .query(({ ctx, input }) => listOrganizationAccounts(ctx.uc, input)),

  select: tenantProcedure
    .meta({
      openapi: {
        method: "PUT",
        path: "/organizations/{connectionId}/selection",
        tags,
        summary: "Choose the units and accounts to scan",
        protect: true,
      },
    })
    .input(SelectOrganizationInput)
    .output(Organization)
    .mutation(({ ctx, input }) => selectOrganizationAccounts(ctx.uc, input)),

  discover: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/organizations/{connectionId}/discover",
        tags,
        summary: "Read the organisation now",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ByConnectionId)
    .output(Organization)
    .mutation(({ ctx, input }) => requestDiscovery(ctx.uc, input)),

  verify: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/organizations/{connectionId}/verify",
        tags,
        summary: "Check the roles of the chosen accounts again",
        protect: true,
      },
      successStatus: 202,
    })
    .input(VerifyOrganizationInput)
    .output(z.object({ accounts: z.number().int().describe("How many are checked again") }))
    .mutation(({ ctx, input }) => requestMemberVerifications(ctx.uc, input)),

  verifyAccount: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/organizations/{connectionId}/accounts/{awsAccountId}/verify",
        tags,
        summary: "Check the role of one account again",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ByConnectionId.extend({ awsAccountId: AwsAccountId }))
    .output(OrganizationAccount)
    .mutation(({ ctx, input }) => requestMemberVerification(ctx.uc, input)),
});
