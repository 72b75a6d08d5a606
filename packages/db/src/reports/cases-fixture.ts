import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as reports from "./index.ts";

export const CASES: CasesOf<typeof reports> = {
  findMail: (tx, { mailId }) => reports.findMail(tx, mailId),
  findReport: (tx, { reportId }) => reports.findReport(tx, reportId),
  findScheduleName: (tx, { scheduleId }) => reports.findScheduleName(tx, scheduleId),
  listReportRows: (tx) => reports.listReportRows(tx, { limit: 10 }),
  removeRecipient: (tx, { scheduleId, email }) => reports.removeRecipient(tx, { scheduleId, recipient: email }, NOW),
};
