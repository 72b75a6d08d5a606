import { z } from "zod";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";

/** Every long-lived secret is one model, so that age and deadline mean the same everywhere. */
export const CredentialKind = z.enum(["access_key", "console_password", "root_access_key", "root_password"]);
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
  field: z.string().describe("The fields that this source told, such as lastUsedAt"),
  source: z.enum(["live_api", "credential_report"]),
  observedAt: Instant.nullable().describe("When AWS made the value: a credential report may be 4 hours old"),
});

export const Credential = z.object({
  id: z.uuid(),
  kind: CredentialKind,
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  userRecordId: z.uuid().nullable().describe("Rolecall's id of the user; null for the root user"),
  userName: z.string().describe("`<root_account>` for the root user, as in the credential report"),
  userId: z.string().nullable(),
  accessKeyId: z.string().nullable(),
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
  state: CredentialState,
  owner: z.string().nullable().describe("Value of the user's owner tag"),
  firstSeenAt: Instant,
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
  sort: z
    .enum(["age", "-age", "lastUsed", "-lastUsed", "userName", "-userName"])
    .default("-age")
    .describe("A leading minus means descending; unknown values come last"),
});
export type ListCredentialsInput = z.infer<typeof ListCredentialsInput>;
