import type { EmulatedServiceSpecificCredential } from "./model.ts";

/** Services that take a user name and a password of their own. */
export const PASSWORD_SERVICES = ["codecommit.amazonaws.com", "cassandra.amazonaws.com"];

/** Services that take long-term API keys, the only service-specific credentials that can expire. */
export const API_KEY_SERVICES = [
  "bedrock.amazonaws.com",
  "aws-external-anthropic.amazonaws.com",
  "cloudwatch.amazonaws.com",
  "logs.amazonaws.com",
];

/** What IAM shows as the status: an active API key is Expired once its day has come. */
export const shownStatus = (
  { status, expiresAt }: EmulatedServiceSpecificCredential,
  now: Date,
): "Active" | "Inactive" | "Expired" =>
  status === "Active" && expiresAt !== null && expiresAt <= now ? "Expired" : status;
