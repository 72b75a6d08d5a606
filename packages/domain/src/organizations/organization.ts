import { z } from "zod";
import { AccountStatus } from "../accounts/account.ts";
import { ConnectionCheck } from "../accounts/connection.ts";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";

/** AWS's own states of a member account, and `LEFT` for one that the organisation no longer lists. */
export const OrganizationAccountState = z.enum([
  "PENDING_ACTIVATION",
  "ACTIVE",
  "SUSPENDED",
  "PENDING_CLOSURE",
  "CLOSED",
  "LEFT",
]);
export type OrganizationAccountState = z.infer<typeof OrganizationAccountState>;

/** Of a member's role. `not_verified`: it is not asked, because the account is not chosen or not active. */
export const MemberStatus = z.enum(["not_verified", "verifying", "active", "unsafe", "failed"]);
export type MemberStatus = z.infer<typeof MemberStatus>;

/** `r-` and `ou-` ids as AWS makes them. @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const UnitId = z
  .string()
  .regex(/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/, "Not the id of a root (r-...) or unit (ou-...)");

/** How many accounts there are, and how far they are. All but `left` count accounts that the organisation lists. */
export const OrganizationCounts = z.object({
  accounts: z.number().int(),
  notActive: z.number().int().describe("Suspended, closed, about to be, or not yet active: never read"),
  chosen: z.number().int().describe("Chosen and ACTIVE"),
  verifying: z.number().int(),
  active: z.number().int().describe("Chosen, and its role passed the checks"),
  unsafe: z.number().int(),
  failed: z.number().int(),
  left: z.number().int().describe("No longer listed by the organisation"),
});
export type OrganizationCounts = z.infer<typeof OrganizationCounts>;

export const OrganizationSelection = z.object({
  unitIds: z.array(UnitId).max(2_000).describe("Units, or the root: every account below, also those that join later"),
  accountIds: z.array(AwsAccountId).max(10_000).describe("Accounts chosen one by one"),
  leftOutAccountIds: z.array(AwsAccountId).max(10_000).describe("Accounts left out, whatever unit they are in"),
});
export type OrganizationSelection = z.infer<typeof OrganizationSelection>;

export const OrganizationUnit = z.object({
  unitId: z.string(),
  parentId: z.string().nullable().describe("Null: a root"),
  name: z.string(),
  depth: z.number().int().describe("0: a root"),
  isChosen: z.boolean().describe("By itself or by a unit above it"),
  counts: OrganizationCounts.describe("Of the unit and all below it"),
});
export type OrganizationUnit = z.infer<typeof OrganizationUnit>;

/** An organisation that is connected once. What was never read is null. */
export const Organization = z.object({
  connectionId: z.uuid(),
  organizationId: z.string().nullable(),
  managementAccountId: AwsAccountId.nullable(),
  awsAccountId: AwsAccountId.nullable().describe("The account whose role reads the organisation"),
  units: z.array(OrganizationUnit).nullable().describe("The tree in order: each unit follows its parent"),
  delegatedAdministratorIds: z.array(AwsAccountId).nullable(),
  features: z.array(z.string()).nullable().describe("Of central root access, such as RootCredentialsManagement"),
  selection: OrganizationSelection,
  counts: OrganizationCounts.nullable(),
  problem: z.string().nullable().describe("Why the last discovery failed or is incomplete"),
  discoveredAt: Instant.nullable(),
  nextDiscoveryAt: Instant.nullable(),
});
export type Organization = z.infer<typeof Organization>;

/** An account of the organisation, also one that left it. */
export const OrganizationAccount = z.object({
  awsAccountId: AwsAccountId,
  name: z.string(),
  state: OrganizationAccountState,
  unitIds: z.array(z.string()),
  unitPath: z.array(z.string()).describe("Names of its organisational units from the root down"),
  joinedAt: Instant.nullable(),
  firstSeenAt: Instant,
  leftAt: Instant.nullable(),
  isChosen: z.boolean(),
  status: MemberStatus,
  statusReason: z.string().nullable(),
  checks: z.array(ConnectionCheck),
  verifiedAt: Instant.nullable(),
  nextVerificationAt: Instant.nullable(),
  accountId: z.uuid().nullable().describe("Rolecall's id of the account; null: it was never connected"),
  accountStatus: AccountStatus.nullable(),
  lastScanAt: Instant.nullable(),
});
export type OrganizationAccount = z.infer<typeof OrganizationAccount>;

export const ListOrganizationAccountsInput = PageInput.extend({
  connectionId: z.uuid(),
  status: MemberStatus.optional(),
  state: OrganizationAccountState.optional(),
  unitId: UnitId.optional().describe("The unit or root, and all below it"),
  q: TypedText.max(200).optional().describe("Part of the name or of the account id"),
});
export type ListOrganizationAccountsInput = z.infer<typeof ListOrganizationAccountsInput>;

export const SelectOrganizationInput = OrganizationSelection.extend({ connectionId: z.uuid() });
export type SelectOrganizationInput = z.infer<typeof SelectOrganizationInput>;

export const VerifyOrganizationInput = z.object({
  connectionId: z.uuid(),
  only: z.enum(["failed", "all"]).describe("failed: those that failed or are unsafe"),
});
export type VerifyOrganizationInput = z.infer<typeof VerifyOrganizationInput>;
