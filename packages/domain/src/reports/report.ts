import { z } from "zod";
import type { Credential } from "../inventory/credential.ts";
import type { Overview } from "../metrics/metrics.ts";
import type { MigrationProgress } from "../migration/progress/progress.ts";
import type { NextSteps } from "../next-steps/next-steps.ts";
import { Instant, PageInput, TypedText } from "../primitives.ts";

export const Weekday = z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
export type Weekday = z.infer<typeof Weekday>;

/** An IANA time zone that this runtime knows. */
export const TimeZone = z.string().refine(
  (zone) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  },
  { error: "Not an IANA time zone. Example: Europe/Berlin" },
);

/** `monthly` goes out on the first such weekday of the month. */
export const CreateReportScheduleInput = z.object({
  name: TypedText.min(1).max(100),
  kind: z.enum(["summary"]).default("summary"),
  frequency: z.enum(["weekly", "monthly"]).default("weekly"),
  dayOfWeek: Weekday.default("monday"),
  hour: z.number().int().min(0).max(23).default(8),
  timeZone: TimeZone.default("UTC"),
  recipients: z
    .array(z.email().max(254))
    .min(1, "Name at least one recipient")
    .max(50)
    .transform((list) => [...new Set(list.map((email) => email.toLowerCase()))]),
});
export type CreateReportScheduleInput = z.infer<typeof CreateReportScheduleInput>;

export const ReportSchedule = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["summary"]),
  frequency: z.enum(["weekly", "monthly"]),
  dayOfWeek: Weekday,
  hour: z.number().int(),
  timeZone: z.string(),
  recipients: z.array(z.string()),
  unconfirmedRecipients: z
    .array(z.string())
    .describe(
      "Those of the recipients who are no members and have not agreed to receive reports: nothing is mailed to them",
    ),
  nextDueAt: Instant,
  createdAt: Instant,
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;

/** `waiting`: no mail server is set, the mail stays readable in the outbox and goes out when there is one. */
export const MailStatus = z.enum(["waiting", "sending", "sent", "failed"]);
export type MailStatus = z.infer<typeof MailStatus>;

export const Report = z.object({
  id: z.uuid(),
  scheduleId: z.uuid().nullable(),
  scheduleName: z.string(),
  kind: z.enum(["summary"]),
  period: z.string().describe("The period it is the one report of, or the request that asked for it"),
  asOf: Instant,
  status: z.enum(["queued", "composed", "failed"]),
  error: z.string().nullable(),
  mails: z.array(
    z.object({
      id: z.uuid(),
      recipient: z.string(),
      status: MailStatus,
      sentAt: Instant.nullable(),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
    }),
  ),
  createdAt: Instant,
});
export type Report = z.infer<typeof Report>;
export const ListReportsInput = PageInput;

/** One line of "what changed", newest first. */
export const ChangeLine = z.object({
  at: Instant,
  awsAccountId: z.string(),
  accountName: z.string(),
  summary: z.string().describe("What happened to which subject, in one sentence"),
  href: z.string().describe("Path in the console"),
});
export type ChangeLine = z.infer<typeof ChangeLine>;

/** Everything the summary mail shows, read by the same use cases as the page and the API at one instant. */
export type SummaryReport = {
  tenantName: string;
  scheduleName: string;
  asOf: Date;
  /** Start of the period told of. */
  since: Date;
  timeZone: string;
  overview: Overview;
  migration: MigrationProgress;
  nextSteps: NextSteps;
  changes: { created: number; changed: number; removed: number; lines: ChangeLine[]; linesLeftOut: number };
  overdue: { total: number; rows: Credential[] };
  consoleUrl: string;
};

/** A mail as composed: `inlineImages` are referred to in `html` as `cid:<contentId>`. */
export type ComposedMail = {
  subject: string;
  html: string;
  text: string;
  inlineImages: { contentId: string; contentType: "image/png"; fileName: string; bytes: Uint8Array }[];
};

/** A mail to one recipient, ready for a mail server. */
export type OutgoingMail = ComposedMail & {
  /** Stable over retries, so that a receiver can tell a repetition. */
  messageId: string;
  to: string;
  /** RFC 8058 one-click address. */
  unsubscribeUrl: string;
};

/** One mail of the outbox, as its receiver sees it. Inline images are data URLs here. */
export const OutboxMail = z.object({
  id: z.uuid(),
  reportId: z.uuid(),
  recipient: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  status: MailStatus,
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
});
export type OutboxMail = z.infer<typeof OutboxMail>;
