import {
  createConnection,
  getConnection,
  getConnectionTemplate,
  listConnections,
  removeConnection,
  requestVerification,
  updateConnection,
} from "@rolecall/core";
import {
  Connection,
  CreateConnectionInput,
  ListConnectionsInput,
  pageOf,
  TemplateFormat,
  UpdateConnectionInput,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Connections"];
const ById = z.object({ id: z.uuid() });

export const connectionsRouter = router({
  create: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/connections",
        tags,
        summary: "Mint a connection and its External ID",
        protect: true,
      },
      successStatus: 201,
    })
    .input(CreateConnectionInput)
    .output(Connection)
    .mutation(({ ctx, input }) => createConnection(ctx.uc, input)),

  list: tenantProcedure
    .meta({ openapi: { method: "GET", path: "/connections", tags, summary: "List connections", protect: true } })
    .input(ListConnectionsInput)
    .output(pageOf(Connection))
    .query(({ ctx, input }) => listConnections(ctx.uc, input)),

  get: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/connections/{id}",
        tags,
        summary: "One connection with its checks",
        protect: true,
      },
    })
    .input(ById)
    .output(Connection)
    .query(({ ctx, input }) => getConnection(ctx.uc, input)),

  update: tenantProcedure
    .meta({
      openapi: {
        method: "PATCH",
        path: "/connections/{id}",
        tags,
        summary: "Tell the role's ARN, the interval of its scans or the most calls per second",
        protect: true,
      },
    })
    .input(UpdateConnectionInput)
    .output(Connection)
    .mutation(({ ctx, input }) => updateConnection(ctx.uc, input)),

  verify: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/connections/{id}/verify",
        tags,
        summary: "Run the checks again",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ById)
    .output(Connection)
    .mutation(({ ctx, input }) => requestVerification(ctx.uc, input)),

  remove: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/connections/{id}",
        tags,
        summary: "Disconnect; the inventory and its history stay",
        protect: true,
      },
    })
    .input(ById)
    .output(Connection)
    .mutation(({ ctx, input }) => removeConnection(ctx.uc, input)),

  template: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/connections/{id}/template",
        tags,
        summary: "The role as CloudFormation, StackSet for member accounts, Terraform or AWS CLI",
        protect: true,
      },
    })
    .input(ById.extend({ format: TemplateFormat }))
    .output(z.object({ fileName: z.string(), contentType: z.string(), body: z.string() }))
    .query(({ ctx, input }) => getConnectionTemplate(ctx.uc, input)),
});
