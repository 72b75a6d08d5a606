import { getAccount, getScan, listAccounts, listScans, requestScan } from "@rolecall/core";
import { AwsAccount, AwsAccountId, ListAccountsInput, PageInput, pageOf, Scan } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const ByAwsAccountId = z.object({ awsAccountId: AwsAccountId });

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
    .input(z.object({ id: z.uuid() }))
    .output(Scan)
    .query(({ ctx, input }) => getScan(ctx.uc, input)),
});
