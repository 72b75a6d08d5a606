import {
  createReportSchedule,
  getMail,
  listReportSchedules,
  listReports,
  removeReportSchedule,
  requestReport,
} from "@rolecall/core";
import {
  CreateReportScheduleInput,
  ListReportsInput,
  OutboxMail,
  PageInput,
  pageOf,
  Report,
  ReportSchedule,
} from "@rolecall/domain";
import { z } from "zod";
import { router, tenantProcedure } from "../trpc.ts";

const tags = ["Reports"];
const ById = z.object({ id: z.uuid() });

export const reportSchedulesRouter = router({
  list: tenantProcedure
    .meta({
      openapi: { method: "GET", path: "/report-schedules", tags, summary: "List report schedules", protect: true },
    })
    .input(PageInput)
    .output(pageOf(ReportSchedule))
    .query(({ ctx, input }) => listReportSchedules(ctx.uc, input)),

  create: tenantProcedure
    .meta({
      openapi: { method: "POST", path: "/report-schedules", tags, summary: "Schedule a report", protect: true },
      successStatus: 201,
    })
    .input(CreateReportScheduleInput)
    .output(ReportSchedule)
    .mutation(({ ctx, input }) => createReportSchedule(ctx.uc, input)),

  remove: tenantProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/report-schedules/{id}",
        tags,
        summary: "Stop a report; what was sent stays readable",
        protect: true,
      },
    })
    .input(ById)
    .output(ReportSchedule)
    .mutation(({ ctx, input }) => removeReportSchedule(ctx.uc, input)),

  send: tenantProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/report-schedules/{id}/send",
        tags,
        summary: "Send the report now, besides its schedule",
        protect: true,
      },
      successStatus: 202,
    })
    .input(ById)
    .output(Report)
    .mutation(({ ctx, input }) => requestReport(ctx.uc, input)),
});

export const reportsRouter = router({
  list: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/reports",
        tags,
        summary: "Reports and their mails, newest first",
        protect: true,
      },
    })
    .input(ListReportsInput)
    .output(pageOf(Report))
    .query(({ ctx, input }) => listReports(ctx.uc, input)),

  mail: tenantProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/mails/{id}",
        tags,
        summary: "One mail of the outbox as it looks",
        protect: true,
      },
    })
    .input(ById)
    .output(OutboxMail)
    .query(({ ctx, input }) => getMail(ctx.uc, input)),
});
