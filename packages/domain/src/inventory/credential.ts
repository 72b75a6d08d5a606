import { z } from "zod";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";
import { Holder } from "./holder.ts";

/** Every long-lived secret is one model, so that age and deadline mean the same everywhere. */
export const CredentialKind = z.enum([
  "access_key",
  "console_password",
  "ssh_public_key",
  "signing_certificate",
  "service_specific_credential",
  "api_key",
  "server_certificate",
  "root_access_key",
  "root_password",
  "root_signing_certificate",
]);
export type CredentialKind = z.infer<typeof CredentialKind>;

/** `expired` is AWS's own third state of an access key. A console password that exists is active. */
export const CredentialStatus = z.enum(["active", "inactive", "expired"]);
export type CredentialStatus = z.infer<typeof CredentialStatus>;

/**
 * How a credential stands by its age at an instant. `unknown`: its age could not be read, which is never compliant. `ended`: it is not
 * active, or deleted, so that nothing is due.
 */
export const CredentialState = z.enum(["ok", "due_soon", "overdue", "excepted", "unknown", "ended"]);
export type CredentialState = z.infer<typeof CredentialState>;

/** How it stands by its use, whatever its age. `ok`: used of late, or new, or no limit of disuse holds for it. */
export const CredentialUse = z.enum(["ok", "unused", "excepted", "unknown", "ended"]);
export type CredentialUse = z.infer<typeof CredentialUse>;

/**
 * `before_record`: not since AWS began to record use without a gap, to which it is as old; before that nobody knows. `unknown` is not
 * `never`: there was no permission, or AWS does not record it.
 */
export const LastUseKind = z.enum(["at", "never", "before_record", "unknown"]);

export const ValueSource = z.object({
  fields: z.array(z.string()).describe("The fields that this source tells, such as lastUsedAt"),
  source: z.enum(["live_api", "credential_report", "last_accessed", "upload"]),
  observedAt: Instant.nullable().describe(
    "When AWS made the value: a credential report may be 4 hours old. Null: it has not been read yet",
  ),
});
export type ValueSource = z.infer<typeof ValueSource>;

/** Stands for the accounts that are in no organisational unit. */
export const NO_UNIT = "none";

/** An instant of the past: what the inventory was then, as far as it had been read. Without it: what it is now. */
export const AsOf = Instant.optional().describe("Answers from the inventory as it was known at this instant");

export const Credential = z.object({
  id: z.uuid(),
  kind: CredentialKind,
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  userRecordId: z.uuid().nullable().describe("Rolecall's id of the user; null for the root user"),
  userName: z
    .string()
    .describe("`<root_account>` for the root user, as in the credential report; empty for a server certificate"),
  userId: z.string().nullable(),
  accessKeyId: z.string().nullable().describe("Of access keys; null where an uploaded report alone tells of the key"),
  credentialId: z.string().describe("AWS's id of it (AKIA, APKA, ACCA, ASCA ...), or what stands for one"),
  name: z
    .string()
    .nullable()
    .describe("Alias of an API key, user name of a service password, name of a server certificate"),
  serviceName: z.string().nullable().describe("The service that it is for, such as codecommit.amazonaws.com"),
  expiresAt: Instant.nullable().describe("Of kinds that can expire; null: never, or the kind does not"),
  status: CredentialStatus.describe("Of a deleted one (goneAt), the last one known"),
  createdAt: Instant.nullable().describe("Null where AWS does not tell it"),
  ageDays: z
    .number()
    .int()
    .nullable()
    .describe("Whole days since it was made or last changed, of a deleted one to its end; null if unknown"),
  lastUse: LastUseKind,
  lastUsedAt: Instant.nullable(),
  lastUsedBefore: Instant.nullable().describe(
    "Of a last use `before_record`: it was last used before this instant, if ever. An upper bound, as AWS recorded no use until then",
  ),
  lastUsedService: z.string().nullable(),
  lastUsedRegion: z.string().nullable(),
  deadlineAt: Instant.nullable().describe(
    "When it must have been rotated; null if its age is unknown, or it is not active or deleted",
  ),
  dueInDays: z.number().int().nullable().describe("Whole days to the deadline; negative: past it; null: no deadline"),
  warningDays: z
    .number()
    .int()
    .nullable()
    .describe(
      "The stage of warning that is reached, such as 30, 14 or 7 days before the deadline; 0: past it; null: none",
    ),
  state: CredentialState.describe("By its age and deadline alone"),
  use: CredentialUse.describe("By its last use alone: a credential can be overdue and unused"),
  limits: z
    .object({
      rotationDays: z.number().int().nullable(),
      unusedDays: z.number().int().nullable(),
      holder: Holder,
      reason: z.string(),
    })
    .nullable()
    .describe("The limits that hold for it and where they come from; null: not judged yet"),
  owner: z.string().nullable().describe("Who answers for its user, see /owners"),
  firstSeenAt: Instant,
  goneAt: Instant.nullable(),
  sources: z.array(ValueSource),
});
export type Credential = z.infer<typeof Credential>;

export const ListCredentialsInput = PageInput.extend({
  awsAccountId: AwsAccountId.optional(),
  q: TypedText.max(200).optional().describe("Part of a user name or access key id"),
  kind: CredentialKind.optional(),
  status: CredentialStatus.optional(),
  state: CredentialState.optional(),
  use: CredentialUse.optional(),
  minAgeDays: z.coerce.number().int().min(0).max(36_600).optional(),
  owner: TypedText.max(256).optional().describe("Who answers for it; empty: nobody is named"),
  unitId: TypedText.max(100)
    .optional()
    .describe("In accounts of an organisational unit with all below it, as it is now; `none`: in accounts of no unit"),
  asOf: AsOf,
  sort: z
    .enum(["age", "-age", "lastUsed", "-lastUsed", "userName", "-userName"])
    .default("-age")
    .describe("A leading minus means descending; unknown values come last"),
});
export type ListCredentialsInput = z.infer<typeof ListCredentialsInput>;
