/** A failure whose message is all that the user needs: it is printed as it is, without a stack. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Whether an error of the operating system carries one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
