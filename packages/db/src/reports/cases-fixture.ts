import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as reports from "./index.ts";

const SCHEDULE = {
  name: "Weekly",
  kind: "summary",
  frequency: "weekly",
  dayOfWeek: "monday",
  hour: 8,
  timeZone: "UTC",
} as const;

export const CASES: CasesOf<typeof reports> = {
  beginAttempt: (tx, { waitingMailId }) => reports.beginAttempt(tx, waitingMailId),
  countMailsSince: (tx) => reports.countMailsSince(tx, AT),
  countRequestedReports: async (tx, { scheduleId }) => {
    await reports.insertReport(tx, { id: uuidv7(), scheduleId, period: "requested now", asOf: NOW, createdAt: NOW });
    return reports.countRequestedReports(tx, AT);
  },
  countSchedules: (tx) => reports.countSchedules(tx),
  findQueuedReport: (tx, { queuedReportId }) => reports.findQueuedReport(tx, queuedReportId),
  findRunningSchedule: (tx, { scheduleId }) => reports.findRunningSchedule(tx, scheduleId),
  insertMails: (tx, { tenantId, reportId }) => {
    const text = { messageId: uuidv7(), subject: "Weekly", html: "<p>None</p>", text: "None", inlineImages: [] };
    return reports.insertMails(tx, tenantId, [
      { id: uuidv7(), reportId, recipient: "third@rolecall.test", ...text, createdAt: NOW, state: { kind: "due" } },
    ]);
  },
  insertReport: (tx, { scheduleId }) =>
    reports.insertReport(tx, { id: uuidv7(), scheduleId, period: uuidv7(), asOf: NOW, createdAt: NOW }),
  insertSchedule: (tx, { tenantId, email }) =>
    reports.insertSchedule(tx, tenantId, {
      ...SCHEDULE,
      ...{ id: uuidv7(), recipients: [email], nextDueAt: NOW, createdAt: NOW },
    }),
  listScheduleRows: (tx) => reports.listScheduleRows(tx, { limit: 10 }),
  setMailRefused: (tx, { waitingMailId }) =>
    reports.setMailRefused(tx, waitingMailId, { lastError: "No such mailbox", pauseSeconds: null }),
  setMailSent: (tx, { waitingMailId }) => reports.setMailSent(tx, waitingMailId, NOW),
  setReport: (tx, { queuedReportId }) => reports.setReport(tx, queuedReportId, { status: "composed" }),
  setSchedule: (tx, { scheduleId }) => reports.setSchedule(tx, scheduleId, { nextDueAt: NOW }),
  findMail: (tx, { mailId }) => reports.findMail(tx, mailId),
  findReport: (tx, { reportId }) => reports.findReport(tx, reportId),
  findScheduleName: (tx, { scheduleId }) => reports.findScheduleName(tx, scheduleId),
  listReportRows: (tx) => reports.listReportRows(tx, { limit: 10 }),
  releaseHeldMails: (tx, { email }) => reports.releaseHeldMails(tx, email, AT),
  removeRecipient: (tx, { scheduleId, email }) => reports.removeRecipient(tx, { scheduleId, recipient: email }, NOW),
};
