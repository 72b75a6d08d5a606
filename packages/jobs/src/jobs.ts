import { z } from "zod";
import { defineJob } from "./define-job.ts";

/**
 * Every job there is. All of them are safe to run twice and to overlap: each reads its row first and stops when the work
 * is done already. The rows are the truth; the sweep enqueues whatever is due, so a queue that lost everything fills up again.
 *
 * A new payload field must be optional until no job without it can be waiting any more.
 */
export const jobs = {
  /**
   * Finds rows whose work is due (scans, reports, mails, verifications) and enqueues it. Idempotent: enqueueing
   * a key that already waits or runs does nothing. One attempt, because the next sweep is the retry.
   */
  sweep: defineJob({
    name: "sweep",
    payload: z.object({}),
    lane: "quick",
    attempts: 1,
    backoffMs: 1_000,
    priority: 1,
  }),

  /**
   * Probes a connection: the right External ID must work, none and a wrong one must fail, and the permissions must be there.
   * Idempotent on `verificationId`: a verification that has a verdict is left alone.
   */
  verifyConnection: defineJob({
    name: "verify-connection",
    payload: z.object({ tenantId: z.uuid(), connectionId: z.uuid(), verificationId: z.uuid() }),
    lane: "quick",
    attempts: 4,
    backoffMs: 2_000,
    priority: 1,
  }),

  /**
   * Reads one AWS account, or takes an upload's facts, and lands the result in one transaction. Idempotent on `scanId`: a scan
   * that has ended is left alone, and one that was cut off starts over.
   */
  scanAccount: defineJob({
    name: "scan-account",
    payload: z.object({ tenantId: z.uuid(), accountId: z.uuid(), scanId: z.uuid() }),
    lane: "long",
    attempts: 5,
    backoffMs: 30_000,
    priority: 10,
  }),

  /**
   * Reads one user anew, because somebody waits for it: in the quick lane, ahead of everything. Idempotent on `scanId`, as a
   * scan of an account is.
   */
  recheckUser: defineJob({
    name: "recheck-user",
    payload: z.object({ tenantId: z.uuid(), accountId: z.uuid(), scanId: z.uuid() }),
    lane: "quick",
    attempts: 3,
    backoffMs: 2_000,
    priority: 1,
  }),

  /** Reads the accounts and units of a connected organisation and takes up new ones. Idempotent: it reads what is there now. */
  discoverOrganization: defineJob({
    name: "discover-organization",
    payload: z.object({ tenantId: z.uuid(), connectionId: z.uuid() }),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 3,
  }),

  /** Verifies the roles of an organisation's member accounts that are due. Idempotent: each member is claimed with a lease. */
  verifyMembers: defineJob({
    name: "verify-members",
    payload: z.object({ tenantId: z.uuid(), connectionId: z.uuid() }),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 3,
  }),

  /**
   * Judges an account again without a scan: deadlines pass, and policies change. Idempotent: an account that is not due is left
   * alone. After the scans that wait, as a scan judges too.
   */
  judgeAccount: defineJob({
    name: "judge-account",
    payload: z.object({ tenantId: z.uuid(), accountId: z.uuid() }),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 12,
  }),

  /**
   * Draws a report and writes the mails that carry it. Idempotent on `reportId`: a composed report is left alone.
   * Goes before the scans that wait in the same lane, because a report has an hour at which it is expected.
   */
  composeReport: defineJob({
    name: "compose-report",
    payload: z.object({ tenantId: z.uuid(), reportId: z.uuid() }),
    lane: "long",
    attempts: 5,
    backoffMs: 30_000,
    priority: 5,
  }),

  /**
   * Hands one mail to the mail server. Idempotent on `mailId`: a mail marked as sent is not sent again.
   * Eight attempts span about an hour, which outlasts a mail server's restart and its greylisting.
   */
  deliverMail: defineJob({
    name: "deliver-mail",
    payload: z.object({ tenantId: z.uuid(), mailId: z.uuid() }),
    lane: "quick",
    attempts: 8,
    backoffMs: 30_000,
    priority: 5,
  }),
} as const;
