import { z } from "zod";
import { AsOf } from "../inventory/credential.ts";
import { AwsAccountId } from "../primitives.ts";
import { CheckId, Severity } from "./check.ts";

/** How many findings of one check, severity and status are open. */
export const OpenFindings = z.object({
  checkId: CheckId,
  severity: Severity,
  isExcepted: z.boolean(),
  count: z.int(),
  provisional: z.int().describe("Of these, those that a credential report alone tells"),
});
export type OpenFindings = z.infer<typeof OpenFindings>;

/** What is open and what somebody answers for, of the tenant or of one account. */
export const FindingSummary = z.object({
  open: z.number().int(),
  excepted: z.number().int(),
  provisional: z
    .number()
    .int()
    .describe("Of the open ones, those that a credential report alone tells: the next reading decides"),
  bySeverity: z.record(Severity, z.number().int()).describe("Of the open ones"),
  byCheck: z
    .array(
      z.object({
        checkId: CheckId,
        title: z.string(),
        open: z.number().int(),
        excepted: z.number().int(),
        worst: Severity.nullable().describe("The gravest open one; null: none is open"),
      }),
    )
    .describe("Checks that fail anywhere, the gravest first"),
});
export type FindingSummary = z.infer<typeof FindingSummary>;

export const FindingSummaryInput = z.object({ awsAccountId: AwsAccountId.optional(), asOf: AsOf });
export type FindingSummaryInput = z.infer<typeof FindingSummaryInput>;
