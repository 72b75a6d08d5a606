import { z } from "zod";
import { AwsAccountId, Instant, PageInput, Partition, TypedText } from "../primitives.ts";

/**
 * `never_scanned` is not `ok`: nothing is known of the account yet. `suspended`: its organisation says that it is suspended or
 * closed; it is not scanned, and its history stays. `uploaded`: known by files alone, without a connection.
 */
export const AccountStatus = z.enum([
  "never_scanned",
  "ok",
  "partial",
  "failing",
  "suspended",
  "uploaded",
  "disconnected",
]);
export type AccountStatus = z.infer<typeof AccountStatus>;

/** Why an account is scanned no more. */
export type AccountStop = {
  status: Extract<AccountStatus, "disconnected" | "suspended" | "failing">;
  /** Shown on the account. */
  reason: string;
  /** Shown on its scans that had not ended. */
  scanError: string;
};

/** A connected AWS account. `id` is Rolecall's, `awsAccountId` is AWS's. */
export const AwsAccount = z.object({
  id: z.uuid(),
  awsAccountId: AwsAccountId,
  partition: Partition,
  name: z.string(),
  alias: z.string().nullable(),
  connectionId: z.uuid().nullable().describe("Null: the account is known by uploads alone"),
  roleArn: z.string().nullable().describe("The role that is assumed in it"),
  organizationalUnitPath: z
    .array(z.string())
    .nullable()
    .describe("Names of its organisational units from the root down"),
  status: AccountStatus,
  statusReason: z.string().nullable(),
  lastScanAt: Instant.nullable().describe("When the inventory shown was read"),
  lastScanId: z.uuid().nullable(),
  nextScanAt: Instant.nullable(),
  scanEveryHours: z.number().int().nullable().describe("Its own interval; null: the connection's"),
  lastSlowLaneAt: Instant.nullable().describe("When what has no bulk call was last read"),
  nextSlowLaneAt: Instant.nullable(),
  users: z.number().int().nullable(),
  roles: z.number().int().nullable(),
  credentials: z.number().int().nullable(),
});
export type AwsAccount = z.infer<typeof AwsAccount>;

/** Hours between two scans of an account. */
export const ScanEveryHours = z.coerce.number().int().min(1).max(168);
export const DEFAULT_SCAN_EVERY_HOURS = 6;

export const UpdateAccountInput = z.object({
  awsAccountId: AwsAccountId,
  scanEveryHours: ScanEveryHours.nullable().describe("Null: as the connection has it"),
});
export type UpdateAccountInput = z.infer<typeof UpdateAccountInput>;

export const ListAccountsInput = PageInput.extend({ q: TypedText.max(200).optional() });
export type ListAccountsInput = z.infer<typeof ListAccountsInput>;
