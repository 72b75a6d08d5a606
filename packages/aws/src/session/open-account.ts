import { AppError, type PermissionPack } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import type { Caller } from "../calls/caller.ts";
import type { Timing } from "../calls/timing.ts";
import { AccountSession } from "./account-session.ts";
import { type CallerIdentity, type SessionBroker, sessionNameOf } from "./session-broker.ts";

export type ReadingContext = {
  broker: SessionBroker;
  caller: Caller;
  region: string;
  timing: Timing;
  /** The clock of facts. */
  now: () => Date;
};

/** What every reading in one account is given. */
export type InAccountInput = {
  roleArn: string;
  externalId: string;
  connectionId: string;
  /** Shows in the name of the session, and so in the customer's CloudTrail. */
  readingId: string;
  expectedAwsAccountId: string;
  /** The most calls per second and API; throttling sets lower limits by itself. */
  callCeilingPerSecond: number;
  signal?: AbortSignal;
};

/** A session of the expected account. Whoever opens it closes it. */
type OpenAccount = { session: AccountSession; identity: CallerIdentity };

/**
 * Opens a session for one permission pack, and makes sure whose account it is.
 *
 * @throws AppError UPSTREAM if there is no session, with `details.kind` as the kind of AWS's error (such as denied, throttled);
 * CONFLICT if it is another account's; the abort signal's reason.
 */
export async function openAccount(
  context: ReadingContext,
  input: InAccountInput,
  pack: PermissionPack,
): Promise<OpenAccount> {
  const session = await openSession(context, input, pack);
  try {
    return { session, identity: await identityIn(session, input) };
  } catch (error) {
    session.close();
    throw error;
  }
}

/**
 * A session for one more pack in an account whose identity was proven: of the same role, and so of the same account.
 *
 * @throws AwsCallFailed if AWS grants no session; the abort signal's reason.
 */
export function openPack(
  context: ReadingContext,
  input: InAccountInput,
  pack: PermissionPack,
): Promise<AccountSession> {
  const { roleArn, externalId, connectionId, readingId } = input;
  const role = { roleArn, externalId, sessionName: sessionNameOf(connectionId, readingId), pack };
  return AccountSession.open({ ...context, role }, { fresh: false });
}

async function openSession(
  context: ReadingContext,
  input: InAccountInput,
  pack: PermissionPack,
): Promise<AccountSession> {
  try {
    return await openPack(context, input, pack);
  } catch (error) {
    throw refusal(
      error,
      `There is no session in account ${input.expectedAwsAccountId}: ${input.roleArn} could not be assumed`,
    );
  }
}

async function identityIn(session: AccountSession, input: InAccountInput): Promise<CallerIdentity> {
  const identity = await session.identity().catch((error: unknown) => {
    throw refusal(error, `The session of ${input.roleArn} could not be identified`);
  });
  if (identity.awsAccountId === input.expectedAwsAccountId) return identity;
  throw new AppError(
    "CONFLICT",
    `The session belongs to account ${identity.awsAccountId}, not to ${input.expectedAwsAccountId}: nothing was read. Check the connection's role ARN`,
    { details: { awsAccountId: identity.awsAccountId, expectedAwsAccountId: input.expectedAwsAccountId } },
  );
}

/** What AWS answered as the reason why nothing could be read; anything else as it is. */
function refusal(error: unknown, what: string): unknown {
  if (!(error instanceof AwsCallFailed)) return error;
  const details = { kind: error.kind, action: error.action, awsErrorName: error.awsErrorName };
  return new AppError("UPSTREAM", `${what}. AWS: ${error.awsMessage}`, { details, cause: error });
}
