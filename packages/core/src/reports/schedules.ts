import { keyset, Prisma, type TenantTx, toPage } from "@rolecall/db";
import {
  AppError,
  type CreateReportScheduleInput,
  type Page,
  type PageInput,
  type Report,
  type ReportSchedule,
} from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { nextDueAt } from "./next-due.ts";
import { findReport } from "./outbox.ts";

const shown = {
  id: true,
  name: true,
  kind: true,
  frequency: true,
  dayOfWeek: true,
  hour: true,
  timeZone: true,
  recipients: true,
  nextDueAt: true,
  createdAt: true,
} as const;

/** Schedules a report; the first one is due at the next such weekday and hour. */
export function createReportSchedule(ctx: Ctx, input: CreateReportScheduleInput): Promise<ReportSchedule> {
  const createdAt = ctx.now();
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await tx.reportSchedule.create({
      data: { tenantId: ctx.tenantId, id: ctx.newId(), ...input, nextDueAt: nextDueAt(input, createdAt), createdAt },
      select: shown,
    });
    await audit(ctx, tx, "report_schedule.created", row.id, { name: row.name, recipients: row.recipients.length });
    return row as ReportSchedule;
  });
}

/** One page of the schedules that run, newest first. */
export function listReportSchedules(ctx: Ctx, input: PageInput): Promise<Page<ReportSchedule>> {
  const order = keyset(
    { at: { expression: Prisma.sql`s.created_at`, type: "timestamptz" } },
    "-at",
    Prisma.sql`s.id`,
    input.cursor,
  );
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const rows = await tx.$queryRaw<(ReportSchedule & { sortValue: string | null })[]>`
      SELECT s.id, s.name, s.kind, s.frequency, s.day_of_week AS "dayOfWeek", s.hour, s.time_zone AS "timeZone", s.recipients,
        s.next_due_at AS "nextDueAt", s.created_at AS "createdAt", ${order.sortValue}
      FROM report_schedule s WHERE s.stopped_at IS NULL AND ${order.after} ${order.orderBy} LIMIT ${input.limit + 1}`;
    return toPage(rows, input.limit);
  });
}

async function runningSchedule(ctx: Ctx, tx: TenantTx, id: string): Promise<ReportSchedule> {
  const row = await tx.reportSchedule.findFirst({
    where: { tenantId: ctx.tenantId, id, stoppedAt: null },
    select: shown,
  });
  if (!row) throw new AppError("NOT_FOUND", "No such report schedule");
  return row as ReportSchedule;
}

/** Stops a schedule. What it sent stays readable. @throws AppError NOT_FOUND */
export function removeReportSchedule(ctx: Ctx, input: { id: string }): Promise<ReportSchedule> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const schedule = await runningSchedule(ctx, tx, input.id);
    await audit(ctx, tx, "report_schedule.stopped", schedule.id, { name: schedule.name });
    await tx.reportSchedule.update({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: schedule.id } },
      data: { stoppedAt: ctx.now() },
    });
    return schedule;
  });
}

/** Queues one report of a schedule, unless the period has one already. @returns its id, or null. */
export async function insertReport(
  ctx: Ctx,
  tx: TenantTx,
  input: { scheduleId: string; period: string; asOf: Date },
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO report (tenant_id, id, schedule_id, period, as_of, status, created_at)
    VALUES (${ctx.tenantId}::uuid, ${ctx.newId()}::uuid, ${input.scheduleId}::uuid, ${input.period}, ${input.asOf.toISOString()}::timestamptz, 'queued', ${ctx.now().toISOString()}::timestamptz)
    ON CONFLICT (tenant_id, schedule_id, period) DO NOTHING RETURNING id`;
  return rows[0]?.id ?? null;
}

/** Sends a report now, besides its schedule. @throws AppError NOT_FOUND */
export async function requestReport(ctx: Ctx, input: { id: string }): Promise<Report> {
  const report = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const schedule = await runningSchedule(ctx, tx, input.id);
    const reportId = await insertReport(ctx, tx, {
      scheduleId: schedule.id,
      period: `requested ${ctx.newId()}`,
      asOf: ctx.now(),
    });
    await audit(ctx, tx, "report.requested", reportId!, { schedule: schedule.name });
    return findReport(tx, reportId!);
  });
  await ctx.jobs.enqueue(jobs.composeReport, { tenantId: ctx.tenantId, reportId: report.id }, { key: report.id });
  return report;
}

/** Queues the report of a schedule whose moment has come, and moves the schedule on. Both or neither. */
export function startDueReport(ctx: Ctx, scheduleId: string): Promise<string | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const now = ctx.now();
    const schedule = await tx.reportSchedule.findFirst({
      where: { id: scheduleId, stoppedAt: null, nextDueAt: { lte: now } },
    });
    if (!schedule) return null;
    const rhythm = schedule as unknown as ReportSchedule;
    const period = `due ${schedule.nextDueAt.toISOString()}`;
    await tx.reportSchedule.update({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: scheduleId } },
      // After an outage one report is sent, not one for each period missed.
      data: { nextDueAt: nextDueAt(rhythm, now) },
    });
    return insertReport(ctx, tx, { scheduleId, period, asOf: now });
  });
}
