import type { AppRouter } from "@rolecall/api";
import { TRPCClientError } from "@trpc/client";

type Problem = { message: string; fields: Record<string, string> };

/** What a refused call means for a form: a message for the whole, and one for each field that was wrong. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof TRPCClientError))
    return { message: "Something went wrong. Try again in a moment.", fields: {} };
  const { data, message } = error as TRPCClientError<AppRouter>;
  if (!data) return { message: "The server did not answer. Check your network, then try again.", fields: {} };
  const fields = Object.fromEntries((data.issues ?? []).map((issue) => [issue.field, issue.message]));
  const summary = Object.values(fields).join(" ");
  return { message: summary || message, fields };
}
