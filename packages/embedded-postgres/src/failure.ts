/** A failure whose message is all that the user needs: it is printed as it is, without a stack. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Whether an error of the operating system carries one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

const KNOWN_CODES: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full",
  EDQUOT: "The disk quota is used up",
  EACCES: "This user may not use a file or folder",
  EROFS: "The folder is read-only",
};

/** What to tell the user of anything thrown: one line where the cause is known, all there is where it is not. */
export function explainError(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const known = Object.entries(KNOWN_CODES).find(([code]) => hasCode(error, code));
  if (known && error instanceof Error) return `${known[1]}: ${error.message}`;
  return `Rolecall failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
}
