import { due, reports, type TenantTx } from "@rolecall/db";
import {
  AppError,
  type CreateReportScheduleInput,
  MS_PER_DAY,
  type Page,
  type PageInput,
  type Report,
  type ReportSchedule,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { assertWithinQuota } from "../quotas.ts";
import type { Routine } from "../work/routine.ts";
import { composeReport } from "./compose-report.ts";
import { nextDueAt } from "./next-due.ts";
import { findReport } from "./outbox.ts";
import { askRecipients, mailAsked, standingsOf } from "./recipients.ts";

/** How many reports an organisation may ask for within a day, besides those of its schedules. */
const REQUESTS_PER_DAY = 20;

/** Schedules with those of their recipients who have not agreed to receive reports. */
async function withUnconfirmed(
  ctx: Ctx,
  tx: TenantTx,
  rows: readonly reports.ScheduleRow[],
): Promise<ReportSchedule[]> {
  const standings = await standingsOf(ctx, tx, [...new Set(rows.flatMap(({ recipients }) => recipients))]);
  return rows.map((row) => ({
    ...row,
    unconfirmedRecipients: row.recipients.filter((email) => standings.get(email) !== "agreed"),
  }));
}

/**
 * Schedules a report; the first one is due at the next such weekday and hour. Recipients who are no members are asked first whether they
 * want it.
 *
 * @throws AppError CONFLICT where there are as many schedules as there can be; TOO_MANY where too many strangers would be asked
 */
export async function createReportSchedule(ctx: Ctx, input: CreateReportScheduleInput): Promise<ReportSchedule> {
  const createdAt = ctx.now();
  const { schedule, asked } = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    assertWithinQuota("reportSchedules", await reports.countSchedules(tx));
    const asked = await askRecipients(ctx, tx, input.recipients);
    const schedule = { id: ctx.newId(), ...input, nextDueAt: nextDueAt(input, createdAt), createdAt };
    await reports.insertSchedule(tx, ctx.tenantId, schedule);
    const { id, name, recipients } = schedule;
    await audit(ctx, tx, "report_schedule.created", id, { name, recipients: recipients.length });
    return { schedule: await shownSchedule(ctx, tx, id), asked };
  });
  await mailAsked(ctx, asked);
  return schedule;
}

/** One page of the schedules that run, newest first. */
export const listReportSchedules = (ctx: Ctx, input: PageInput): Promise<Page<ReportSchedule>> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const page = await reports.listScheduleRows(tx, input);
    return { ...page, items: await withUnconfirmed(ctx, tx, page.items) };
  });

const runningSchedule = async (tx: TenantTx, id: string): Promise<reports.ScheduleRow> =>
  found(await reports.findRunningSchedule(tx, id), "report schedule");

async function shownSchedule(ctx: Ctx, tx: TenantTx, id: string): Promise<ReportSchedule> {
  const [shown] = await withUnconfirmed(ctx, tx, [await runningSchedule(tx, id)]);
  return found(shown ?? null, "report schedule");
}

/** Stops a schedule. What it sent stays readable. @throws AppError NOT_FOUND */
export function removeReportSchedule(ctx: Ctx, input: { id: string }): Promise<ReportSchedule> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const schedule = await shownSchedule(ctx, tx, input.id);
    await audit(ctx, tx, "report_schedule.stopped", schedule.id, { name: schedule.name });
    await reports.setSchedule(tx, schedule.id, { stoppedAt: ctx.now() });
    return schedule;
  });
}

/** Queues one report of a schedule, unless the period has one already. @returns its id, or null. */
async function insertReport(
  ctx: Ctx,
  tx: TenantTx,
  input: { scheduleId: string; period: string; asOf: Date },
): Promise<string | null> {
  const id = ctx.newId();
  return (await reports.insertReport(tx, { id, ...input, createdAt: ctx.now() })) ? id : null;
}

/** @throws AppError TOO_MANY */
async function assertMayRequest(ctx: Ctx, tx: TenantTx): Promise<void> {
  const requested = await reports.countRequestedReports(tx, new Date(ctx.now().getTime() - MS_PER_DAY));
  if (requested < REQUESTS_PER_DAY) return;
  throw new AppError(
    "TOO_MANY",
    `Your organisation has sent ${requested} reports by hand within a day, the most there can be. Try again tomorrow, or wait for the schedule.`,
  );
}

/** Sends a report now, besides its schedule. @throws AppError NOT_FOUND; TOO_MANY */
export async function requestReport(ctx: Ctx, input: { id: string }): Promise<Report> {
  const report = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { id: scheduleId, name } = await runningSchedule(tx, input.id);
    await assertMayRequest(ctx, tx);
    const period = `requested ${ctx.newId()}`;
    const reportId = found(await insertReport(ctx, tx, { scheduleId, period, asOf: ctx.now() }), "report");
    await audit(ctx, tx, "report.requested", reportId, { schedule: name });
    return findReport(tx, reportId);
  });
  await composeReport.enqueue(ctx, { tenantId: ctx.tenantId, reportId: report.id });
  return report;
}

/** Queues the report of a schedule whose moment has come, and moves the schedule on. Both or neither. @returns its id, or null */
export async function startDueReport(ctx: Ctx, tx: TenantTx, scheduleId: string): Promise<string | null> {
  const now = ctx.now();
  const schedule = await reports.findRunningSchedule(tx, scheduleId);
  if (!schedule || schedule.nextDueAt > now) return null;
  // After an outage one report is sent, not one for each period missed.
  await reports.setSchedule(tx, scheduleId, { nextDueAt: nextDueAt(schedule, now) });
  return insertReport(ctx, tx, { scheduleId, period: `due ${schedule.nextDueAt.toISOString()}`, asOf: now });
}

/** Begins the reports of schedules whose moment has come. */
export const dueReports: Routine = {
  name: "due reports",
  due: due.dueSchedules,
  perform: ({ ctx, tx, id }) => startDueReport(ctx, tx, id),
};
