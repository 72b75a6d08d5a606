/** Pauses between attempts, in seconds; after the last one the mail has failed. They outlast a night's outage. */
const PAUSES_SECONDS = [30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800];

/** The mail server knows the recipient and will not take mail for it: asking again would only harm the sender's name. */
function isRefusedForGood(cause: unknown): boolean {
  const { command, responseCode } = cause as { command?: unknown; responseCode?: unknown };
  return command === "RCPT TO" && typeof responseCode === "number" && responseCode >= 500;
}

/** Why a mail was not accepted, and for how long it waits before the next attempt; null: it has failed. */
export const refusalOf = (attempts: number, cause: unknown): { lastError: string; pauseSeconds: number | null } => ({
  lastError: cause instanceof Error ? cause.message : String(cause),
  pauseSeconds: isRefusedForGood(cause) ? null : (PAUSES_SECONDS[attempts - 1] ?? null),
});
