import { z } from "zod";
import { AwsAccountId, Instant } from "../primitives.ts";
import { ResourceCoverage } from "./coverage.ts";

/**
 * `inventory`: the whole account by its bulk calls. `slow_lane`: what has no bulk call, about once a week. `recheck`: one user,
 * by calls of its own. `upload`: files that a person gave, without a connection.
 */
export const ScanKind = z.enum(["inventory", "slow_lane", "recheck", "upload"]);
export type ScanKind = z.infer<typeof ScanKind>;

export const ApiCallsSchema = z.object({
  total: z.number().int(),
  throttled: z.number().int(),
  byAction: z.record(z.string(), z.number().int()),
});

/** `partial`: landed, but at least one kind of resource could not be read. */
export const ScanStatus = z.enum(["queued", "running", "complete", "partial", "failed"]);
export type ScanStatus = z.infer<typeof ScanStatus>;

/** Rows that a landing wrote, per kind of subject. */
export const ScanChanges = z.object({
  created: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
});
export type ScanChanges = z.infer<typeof ScanChanges>;

/** What exists after a landing. Null: nothing is known of the kind, as it has never been read. */
export const ScanCounts = z.object({
  users: z.number().int().nullable(),
  roles: z.number().int().nullable(),
  credentials: z.number().int().nullable(),
  policies: z.number().int().nullable().default(null),
  groups: z.number().int().nullable().default(null),
  instanceProfiles: z.number().int().nullable().default(null),
  identityProviders: z.number().int().nullable().default(null),
});
export type ScanCounts = z.infer<typeof ScanCounts>;

/** One scan of one account: the record of what was asked of AWS, what could be read, and what changed. */
export const Scan = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  awsAccountId: AwsAccountId,
  kind: ScanKind,
  userRecordId: z.uuid().nullable().describe("Of a recheck: the user"),
  status: ScanStatus,
  trigger: z.enum(["connected", "scheduled", "requested"]),
  requestedAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  firstLookAt: Instant.nullable().describe(
    "Of the first inventory of an account: when what the bulk calls told was shown, before users were asked for one by one; null: it was not shown by itself",
  ),
  attempt: z.number().int().describe("1 for the first run; a scan cut off by a dying worker is run again"),
  progress: z.object({ step: z.string(), done: z.number().int(), total: z.number().int().nullable() }).nullable(),
  estimatedSecondsLeft: z
    .number()
    .int()
    .nullable()
    .describe("Of a scan that runs: by the pace of its step, or by how long the last one took; null: cannot be told"),
  cancelledBy: z
    .string()
    .nullable()
    .describe("Who cancelled it; its status is failed then, and the account keeps its own"),
  error: z.string().nullable().describe("What happened, to which resource, and what to do next"),
  apiCalls: ApiCallsSchema,
  coverage: z.array(ResourceCoverage),
  problems: z.array(z.object({ resource: z.string(), message: z.string() })),
  counts: ScanCounts.nullable(),
  changes: ScanChanges.nullable(),
});
export type Scan = z.infer<typeof Scan>;
