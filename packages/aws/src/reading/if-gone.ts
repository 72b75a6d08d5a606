import { AwsCallFailed } from "../calls/aws-errors.ts";

/**
 * What AWS answers about something; `none` where AWS says that it is not there, as for what was deleted since it was listed.
 *
 * @throws AwsCallFailed for any other refusal.
 */
export async function ifGone<T, None>(none: None, read: () => Promise<T>): Promise<T | None> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsCallFailed && error.kind === "not_found") return none;
    throw error;
  }
}
