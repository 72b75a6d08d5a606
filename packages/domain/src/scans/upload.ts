import { z } from "zod";
import { AwsAccountId, Instant, TypedText } from "../primitives.ts";

/** Files of an account without a connection, from `aws iam get-account-authorization-details` and `get-credential-report`. */
export const Upload = z.object({
  id: z.uuid(),
  status: z
    .enum(["receiving", "received", "landed", "failed"])
    .describe("`receiving`: waits for files; `received`: becomes an inventory; then `landed` or `failed`"),
  awsAccountId: AwsAccountId.nullable().describe("The account that the files are of; null: none has come yet"),
  scanId: z.uuid().nullable().describe("The scan by which it landed"),
  observedAt: Instant.describe("When the files were made at AWS, as far as is told"),
  uploadedBy: z.string(),
  createdAt: Instant,
  error: z.string().nullable().describe("What is wrong with which file, and what to do next"),
  received: z
    .object({
      users: z.number().int(),
      roles: z.number().int(),
      groups: z.number().int(),
      policies: z.number().int(),
      reportRows: z.number().int(),
    })
    .nullable()
    .describe("What the files held; null once it has landed or failed, as nothing of them is kept"),
});
export type Upload = z.infer<typeof Upload>;

export const CreateUploadInput = z.object({
  observedAt: Instant.optional().describe("When the files were made; left out: the credential report's time, else now"),
});
export type CreateUploadInput = z.infer<typeof CreateUploadInput>;

export const CompleteUploadInput = z.object({
  id: z.uuid(),
  name: TypedText.min(1).max(100).optional().describe("Name of the account; left out: its id, or the name it has"),
});
export type CompleteUploadInput = z.infer<typeof CompleteUploadInput>;

/** The two files of an upload, with what to run to get them. */
export const UPLOAD_FILES = {
  "authorization-details": {
    title: "Authorization details",
    command: "aws iam get-account-authorization-details > authorization-details.json",
    maxBytes: 256 * 1024 * 1024,
    required: true,
  },
  "credential-report": {
    title: "Credential report",
    command: "aws iam generate-credential-report && sleep 5 && aws iam get-credential-report > credential-report.json",
    maxBytes: 16 * 1024 * 1024,
    required: false,
  },
} as const;
export type UploadFile = keyof typeof UPLOAD_FILES;
