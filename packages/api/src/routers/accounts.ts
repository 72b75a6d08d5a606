import {
  cancelScan,
  getAccount,
  getAccountApiCalls,
  getAccountCoverage,
  getScan,
  listAccounts,
  listScans,
  recheckUser,
  requestScan,
  updateAccount,
} from "@rolecall/core";
import {
  AccountApiCalls,
  AccountCoverage,
  AwsAccount,
  AwsAccountId,
  ListAccountsInput,
  PageInput,
  pageOf,
  Scan,
  UpdateAccountInput,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const ByAwsAccountId = z.object({ awsAccountId: AwsAccountId });
const ById = z.object({ id: z.uuid() });

export const accountsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/accounts",
        tags: ["Accounts"],
        summary: "List connected AWS accounts",
        protect: true,
      },
    })
    .input(ListAccountsInput)
    .output(pageOf(AwsAccount))
    .query(({ ctx, input }) => listAccounts(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/accounts/{awsAccountId}",
        tags: ["Accounts"],
        summary: "One connected AWS account",
        protect: true,
      },
    })
    .input(ByAwsAccountId)
    .output(AwsAccount)
    .query(({ ctx, input }) => getAccount(ctx.uc, input)),

  update: tenantProcedure
    .meta({
      openapi: {
        method: "PATCH",
        path: "/accounts/{awsAccountId}",
        tags: ["Accounts"],
        summary: "Set how often an account is scanned",
        protect: true,
      },
    })
    .input(UpdateAccountInput)
    .output(AwsAccount)
    .mutation(({ ctx, input }) => updateAccount(ctx.uc, input)),

  coverage: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/accounts/{awsAccountId}/coverage",
        tags: ["Accounts"],
        summary: "What is known of an account, and since when",
        protect: true,
      },
    })
    .input(ByAwsAccountId)
    .output(AccountCoverage)
    .query(({ ctx, input }) => getAccountCoverage(ctx.uc, input)),

  apiCalls: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/accounts/{awsAccountId}/api-calls",
        tags: ["Accounts"],
        summary: "Calls that scans have made on an account, with their published budget",
        protect: true,
      },
    })
    .input(ByAwsAccountId)
    .output(AccountApiCalls)
    .query(({ ctx, input }) => getAccountApiCalls(ctx.uc, input)),
});

export const scansRouter = router({
  request: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/accounts/{awsAccountId}/scans",
        tags: ["Scans"],
        summary: "Scan now",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ByAwsAccountId)
    .output(Scan)
    .mutation(({ ctx, input }) => requestScan(ctx.uc, input)),

  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/accounts/{awsAccountId}/scans",
        tags: ["Scans"],
        summary: "Scans of an account, newest first",
        protect: true,
      },
    })
    .input(PageInput.extend(ByAwsAccountId.shape))
    .output(pageOf(Scan))
    .query(({ ctx, input }) => listScans(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/scans/{id}",
        tags: ["Scans"],
        summary: "One scan: progress, calls, coverage, changes",
        protect: true,
      },
    })
    .input(ById)
    .output(Scan)
    .query(({ ctx, input }) => getScan(ctx.uc, input)),

  cancel: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/scans/{id}/cancel",
        tags: ["Scans"],
        summary: "Cancel a scan that waits or runs",
        protect: true,
      },
    })
    .input(ById)
    .output(Scan)
    .mutation(({ ctx, input }) => cancelScan(ctx.uc, input)),

  recheckUser: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/users/{id}/recheck",
        tags: ["Scans"],
        summary: "Read one user anew, now",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ById)
    .output(Scan)
    .mutation(({ ctx, input }) => recheckUser(ctx.uc, input)),
});
