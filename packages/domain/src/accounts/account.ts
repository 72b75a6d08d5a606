import { z } from "zod";
import { AwsAccountId, Instant, PageInput, Partition, TypedText } from "../primitives.ts";

/** `never_scanned` is not `ok`: nothing is known of the account yet. */
export const AccountStatus = z.enum(["never_scanned", "ok", "partial", "failing", "disconnected"]);
export type AccountStatus = z.infer<typeof AccountStatus>;

/** A connected AWS account. `id` is Rolecall's, `awsAccountId` is AWS's. */
export const AwsAccount = z.object({
  id: z.uuid(),
  awsAccountId: AwsAccountId,
  partition: Partition,
  name: z.string(),
  alias: z.string().nullable(),
  connectionId: z.uuid(),
  status: AccountStatus,
  statusReason: z.string().nullable(),
  lastScanAt: Instant.nullable().describe("When the inventory shown was read"),
  lastScanId: z.uuid().nullable(),
  nextScanAt: Instant.nullable(),
  users: z.number().int().nullable(),
  roles: z.number().int().nullable(),
  credentials: z.number().int().nullable(),
});
export type AwsAccount = z.infer<typeof AwsAccount>;

export const ListAccountsInput = PageInput.extend({ q: TypedText.max(200).optional() });
export type ListAccountsInput = z.infer<typeof ListAccountsInput>;
