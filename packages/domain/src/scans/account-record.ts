import { z } from "zod";
import { AwsAccountId, Day, Instant } from "../primitives.ts";
import { CoverageState, DeniedBy, ResourceCoverage, ResourceKind } from "./coverage.ts";
import { ScanKind, ScanStatus } from "./scan.ts";
import { ScanBudgetLine } from "./scan-budget.ts";

/** What Rolecall has asked of AWS on one account, as its scans kept it. */
export const AccountApiCalls = z.object({
  awsAccountId: AwsAccountId,
  days: z
    .array(z.object({ day: Day, total: z.number().int(), throttled: z.number().int() }))
    .describe("The last 30 days that had calls, oldest first, in UTC"),
  byAction: z
    .array(z.object({ action: z.string(), calls: z.number().int() }))
    .describe("Calls of the same 30 days by action, most first"),
  lastScans: z
    .array(
      z.object({
        scanId: z.uuid(),
        kind: ScanKind,
        finishedAt: Instant,
        total: z.number().int(),
        throttled: z.number().int(),
        byAction: z.record(z.string(), z.number().int()),
      }),
    )
    .describe("The last landed scan of each kind"),
  budget: z.array(ScanBudgetLine).describe("What scans are published to cost, by kind and action"),
});
export type AccountApiCalls = z.infer<typeof AccountApiCalls>;

/** What is known of one kind of resource of an account, and since when. */
export const KnownResource = z.object({
  resource: ResourceKind,
  state: CoverageState.nullable().describe("As the newest landed scan has it; null: no scan has asked yet"),
  reason: z.string().nullable(),
  action: z.string().nullable(),
  deniedBy: DeniedBy.nullable(),
  pending: ResourceCoverage.shape.pending,
  scanId: z.uuid().nullable().describe("The scan that tells the state"),
  scanKind: ScanKind.nullable(),
  known: z
    .object({ source: z.string(), observedAt: Instant })
    .nullable()
    .describe("Where and when what is shown was last read; null: it never was, and nothing is known"),
});
export type KnownResource = z.infer<typeof KnownResource>;

export const AccountCoverage = z.object({
  awsAccountId: AwsAccountId,
  resources: z.array(KnownResource),
  lastScans: z
    .array(
      z.object({
        scanId: z.uuid(),
        kind: ScanKind,
        status: ScanStatus,
        finishedAt: Instant,
        error: z.string().nullable(),
      }),
    )
    .describe("The last ended scan of each kind but rechecks, failed ones too"),
});
export type AccountCoverage = z.infer<typeof AccountCoverage>;
