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

/** Judgement of an active credential at an instant. `unknown`: its age could not be read, which is never compliant. */
export const CredentialState = z.enum(["ok", "due_soon", "overdue", "unused", "excepted", "unknown"]);
export type CredentialState = z.infer<typeof CredentialState>;

/** `unknown` is not `never`: there was no permission, or AWS did not track it. */
export const LastUseKind = z.enum(["at", "never", "unknown"]);

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
  status: CredentialStatus,
  createdAt: Instant.nullable().describe("Null where AWS does not tell it"),
  ageDays: z.number().int().nullable().describe("Whole days since it was made or last changed; null if unknown"),
  lastUse: LastUseKind,
  lastUsedAt: Instant.nullable(),
  lastUsedService: z.string().nullable(),
  lastUsedRegion: z.string().nullable(),
  deadlineAt: Instant.nullable().describe(
    "When it must have been rotated; null if its age is unknown or it is not active",
  ),
  dueInDays: z.number().int().nullable().describe("Whole days to the deadline; negative: past it; null: no deadline"),
  warningDays: z
    .number()
    .int()
    .nullable()
    .describe(
      "The stage of warning that is reached, such as 30, 14 or 7 days before the deadline; 0: past it; null: none",
    ),
  state: CredentialState,
  limits: z
    .object({
      rotationDays: z.number().int().nullable(),
      unusedDays: z.number().int().nullable(),
      holder: Holder,
      reason: z.string(),
    })
    .nullable()
    .describe("The limits that hold for it and where they come from; null: not judged yet"),
  owner: z.string().nullable().describe("Value of the user's owner tag"),
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
  minAgeDays: z.coerce.number().int().min(0).max(36_600).optional(),
  owner: TypedText.max(256).optional().describe("Who answers for it, by the owner tag; empty: nobody is named"),
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
