import { type AccessedService, AppError } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { failureOf } from "../reading/outcome.ts";
import { type InAccountInput, openAccount, type ReadingContext } from "../session/open-account.ts";
import { readActionsAccessed } from "./service-last-accessed.ts";

export type LookUpActionsInput = InAccountInput & { userArn: string };

/**
 * The services that one user's policies allow, with its last use of each and of the actions that AWS tracks.
 *
 * @throws AppError NOT_FOUND where AWS has no such user, UPSTREAM with AWS's reason, CONFLICT; the abort signal's reason.
 */
export async function lookUpActions(context: ReadingContext, input: LookUpActionsInput): Promise<AccessedService[]> {
  const { session } = await openAccount(context, input, "core");
  try {
    const { timing } = context;
    return await readActionsAccessed({ call: session.call, timing, signal: input.signal }, input.userArn);
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    if (error.kind === "not_found")
      throw new AppError("NOT_FOUND", `AWS has no user ${input.userArn} any more`, { cause: error });
    const { reason } = failureOf(error);
    const details = { kind: error.kind, action: error.action, awsErrorName: error.awsErrorName };
    throw new AppError("UPSTREAM", `The last accessed data of ${input.userArn} could not be read: ${reason}`, {
      ...{ details, cause: error },
    });
  } finally {
    session.close();
  }
}
