import type { AppRouter } from "@rolecall/api";
import { TRPCClientError } from "@trpc/client";

/** Why a call was refused, in words. */
export type Problem = { message: string; fields: Record<string, string> };

/** The field that a use case refused. The message begins with its name. */
function refusedField(details: Readonly<Record<string, unknown>> | null, message: string): Record<string, string> {
  const field = details?.field;
  if (typeof field !== "string") return {};
  const words = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  return { [field]: words.charAt(0).toUpperCase() + words.slice(1) };
}

/** A refused call, in words for a form: one message for the whole, and one for each wrong field. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof TRPCClientError))
    return { message: "Something went wrong. Try again in a moment.", fields: {} };
  const { data, message } = error as TRPCClientError<AppRouter>;
  if (!data) return { message: "The server did not answer. Check your network, then try again.", fields: {} };
  const fields = {
    ...refusedField(data.details, message),
    ...Object.fromEntries((data.issues ?? []).map((issue) => [issue.field, issue.message])),
  };
  const summary = Object.values(fields).join(" ");
  return { message: summary || message, fields };
}
