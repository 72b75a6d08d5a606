import { z } from "zod";
import { RoleArnInput } from "../arn.ts";
import { PERMISSION_PACKS } from "../permissions/permissions.ts";
import { AwsAccountId, Instant, PageInput, Partition, TypedText } from "../primitives.ts";
import { DEFAULT_SCAN_EVERY_HOURS, ScanEveryHours } from "./account.ts";

export const ConnectionStatus = z.enum(["pending", "verifying", "active", "unsafe", "failed", "disconnected"]);
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/**
 * `warning`: an optional permission is missing. `unproven`: AWS gave no answer that would tell, such as when it throttles.
 * `skipped`: an earlier check failed, so this one would prove nothing.
 */
export const CheckStatus = z.enum(["pending", "running", "passed", "warning", "failed", "unproven", "skipped"]);
export type CheckStatus = z.infer<typeof CheckStatus>;

/** One step of the proof that a connection is safe and sufficient. */
export const ConnectionCheck = z.object({
  name: z.string().describe("Stable name, such as right_external_id or permission:iam:ListAccessKeys"),
  title: z.string(),
  status: CheckStatus,
  message: z.string().nullable().describe("What was found, and what to do next"),
});
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

/** Calls per second and API that one account is asked at the most. */
export const CallCeiling = z.coerce.number().int().min(1).max(100);
export const DEFAULT_CALL_CEILING_PER_SECOND = 100;

/** What a connection may read beyond the core. */
export const OptionalPack = z.enum(["cloudtrail", "roles_anywhere"]);

export const Connection = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["account", "organization"]),
  partition: Partition,
  externalId: z.string().describe("Minted by Rolecall, unique to this connection, never changes"),
  principalArn: z.string().describe("The principal that the role must trust"),
  roleArn: z.string().nullable(),
  awsAccountId: AwsAccountId.nullable(),
  status: ConnectionStatus,
  statusReason: z.string().nullable(),
  checks: z.array(ConnectionCheck),
  launchUrl: z.string().describe("Opens CloudFormation in the customer's console"),
  scanPausedReason: z.string().nullable(),
  packs: z.array(z.enum(PERMISSION_PACKS)).describe("What its role is asked to grant"),
  scanEveryHours: z.number().int(),
  callCeilingPerSecond: z.number().int(),
  createdAt: Instant,
  verifiedAt: Instant.nullable(),
});
export type Connection = z.infer<typeof Connection>;

export const CreateConnectionInput = z.object({
  name: TypedText.min(1, "Give the connection a name").max(100),
  kind: z.enum(["account", "organization"]).default("account"),
  partition: Partition.default("aws"),
  packs: z.array(OptionalPack).max(2).default([]).describe("What to read beyond the core"),
  scanEveryHours: ScanEveryHours.default(DEFAULT_SCAN_EVERY_HOURS),
  callCeilingPerSecond: CallCeiling.default(DEFAULT_CALL_CEILING_PER_SECOND),
});
export const UpdateConnectionInput = z
  .object({
    id: z.uuid(),
    roleArn: RoleArnInput.optional(),
    scanEveryHours: ScanEveryHours.optional(),
    callCeilingPerSecond: CallCeiling.optional(),
  })
  .refine((input) => Object.keys(input).length > 1, "Name at least one thing to change");
export const ListConnectionsInput = PageInput;
export const TemplateFormat = z.enum(["cloudformation", "stackset", "terraform", "cli"]);
export type TemplateFormat = z.infer<typeof TemplateFormat>;
