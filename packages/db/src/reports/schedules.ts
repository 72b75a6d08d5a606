import { type CreateReportScheduleInput, type Page, type PageInput, ReportSchedule } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** A schedule as it is kept. */
const ScheduleRow = ReportSchedule.omit({ unconfirmedRecipients: true });
export type ScheduleRow = z.output<typeof ScheduleRow>;

const SCHEDULES: List<typeof ScheduleRow> = {
  row: ScheduleRow,
  select: columnsOf(ScheduleRow, "s"),
  from: Prisma.sql`report_schedule s`,
  id: Prisma.sql`s.id`,
  sorts: { createdAt: { expression: Prisma.sql`s.created_at`, type: "timestamptz", required: true } },
};
const isRunning = Prisma.sql`s.stopped_at IS NULL`;

/** One page of the schedules that run, newest first. */
export const listScheduleRows = (tx: TenantTx, page: PageInput): Promise<Page<ScheduleRow>> =>
  pageOf(tx, SCHEDULES, { ...page, where: [isRunning], sort: "-createdAt" });

/** A schedule that runs. */
export const findRunningSchedule = (tx: TenantTx, id: string): Promise<ScheduleRow | null> =>
  oneOf(tx, SCHEDULES, Prisma.sql`s.id = ${id}::uuid AND ${isRunning}`);

type NewSchedule = CreateReportScheduleInput & Pick<ScheduleRow, "id" | "nextDueAt" | "createdAt">;

export async function insertSchedule(tx: TenantTx, tenantId: string, schedule: NewSchedule): Promise<void> {
  await clientOf(tx).reportSchedule.create({ data: { ...schedule, tenantId } });
}

/** Sets when the next report of a schedule is due, or that it runs no more. */
export async function setSchedule(
  tx: TenantTx,
  id: string,
  changes: { nextDueAt: Date } | { stoppedAt: Date },
): Promise<void> {
  await clientOf(tx).reportSchedule.updateMany({ where: { id }, data: changes });
}

/** How many schedules run. */
export const countSchedules = (tx: TenantTx): Promise<number> =>
  clientOf(tx).reportSchedule.count({ where: { stoppedAt: null } });
