import { completeUpload, createUpload, getUpload } from "@rolecall/core";
import { CompleteUploadInput, CreateUploadInput, Scan, Upload } from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Uploads"];

/** The files themselves go to `PUT /uploads/{id}/files/authorization-details` and `.../credential-report`, which take a stream. */
export const uploadsRouter = router({
  create: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/uploads",
        tags,
        summary: "Begin an upload of an account without a connection",
        description:
          "Then PUT the output of `aws iam get-account-authorization-details` to /uploads/{id}/files/authorization-details, and, if there is one, the credential report to /uploads/{id}/files/credential-report, as the body of the request. Then complete the upload.",
        protect: true,
      },
      successStatus: 201,
    })
    .input(CreateUploadInput)
    .output(Upload)
    .mutation(({ ctx, input }) => createUpload(ctx.uc, input)),

  get: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/uploads/{id}", tags, summary: "One upload", protect: true } })
    .input(z.object({ id: z.uuid() }))
    .output(Upload)
    .query(({ ctx, input }) => getUpload(ctx.uc, input)),

  complete: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/uploads/{id}/complete",
        tags,
        summary: "Land the files as the account's inventory",
        protect: true,
      },
      successStatus: 202,
    })
    .input(CompleteUploadInput)
    .output(Scan)
    .mutation(({ ctx, input }) => completeUpload(ctx.uc, input)),
});
