import {
  type AccessedService,
  type AccountReading,
  AppError,
  type ConnectionCheck,
  type OrganizationReading,
  type Partition,
  parseRoleArn,
  type SlowLaneReading,
  type TrailReading,
  type UserReading,
} from "@rolecall/domain";
import { type ReadAccountInput, readAccount } from "./account/read-account.ts";
import { AwsCallFailed } from "./calls/aws-errors.ts";
import { type AwsLogEvent, Caller } from "./calls/caller.ts";
import { createLaneCache } from "./calls/lane-cache.ts";
import { DEFAULT_TIMING, type Timing } from "./calls/timing.ts";
import { type ReadOrganizationInput, readOrganization } from "./organization/read-organization.ts";
import type { InAccountInput, ReadingContext } from "./session/open-account.ts";
import { principalArnOf, SessionBroker } from "./session/session-broker.ts";
import { type LookUpActionsInput, lookUpActions } from "./slow-lane/look-up-actions.ts";
import { type ReadSlowLaneInput, readSlowLane } from "./slow-lane/read-slow-lane.ts";
import { type LookUpTrailInput, lookUpTrail } from "./trail/look-up-trail.ts";
import { type ReadUserInput, readUser } from "./user/read-user.ts";
import { type VerifyConnectionInput, verifyConnection } from "./verification/verify-connection.ts";

const CEILING_CALLS_PER_SECOND = 100;
const UNPACED_CALLS_PER_SECOND = 100_000;

export type AwsReaderOptions = {
  /** Region of the STS endpoint, and with it the partition. */
  region: string;
  /** The most that any account is ever asked per second and API, whatever its own ceiling. Default 100. */
  ceilingCallsPerSecond?: number;
  /**
   * For accounts without a customer behind them, as in a replay: no rate but the limits that AWS publishes is kept to, until a
   * call is throttled.
   */
  isUnpaced?: boolean;
  /** The clock of facts and of session expiry. It may be far from the wall clock. */
  now: () => Date;
  log?: (event: AwsLogEvent) => void;
  timing?: Partial<Timing>;
};

export type WorkerIdentity = { arn: string; principalArn: string; awsAccountId: string; partition: Partition };

export type AwsReader = {
  /**
   * Who the worker itself is. The session of a role is also given as the role's ARN, without its path, which AWS does not return.
   *
   * @throws AppError UPSTREAM if the worker has no usable AWS credentials.
   */
  whoAmI(): Promise<WorkerIdentity>;
  /**
   * Runs the checks of a connection one by one, reporting each change. What AWS answers is never thrown: it becomes a check's
   * status and message.
   */
  verifyConnection(input: VerifyConnectionInput): Promise<ConnectionCheck[]>;
  /**
   * One reading of one account.
   *
   * @throws AppError UPSTREAM without a session, CONFLICT if it is another account's; the abort signal's reason. All else is coverage.
   */
  readAccount(input: ReadAccountInput): Promise<AccountReading>;
  /**
   * One user by calls of its own, all live. `user` null with the users' coverage `read`: AWS says that there is none.
   *
   * @throws AppError, as the other readings do: UPSTREAM without a session, CONFLICT where it is another account's.
   */
  readUser(input: ReadUserInput): Promise<UserReading>;
  /** What has no bulk call, user by user, and what is regional. @throws AppError UPSTREAM, CONFLICT */
  readSlowLane(input: ReadSlowLaneInput): Promise<SlowLaneReading>;
  /** @throws AppError UPSTREAM also where the account may not read the organisation, CONFLICT */
  readOrganization(input: ReadOrganizationInput): Promise<OrganizationReading>;
  /** The events of one key or resource in the event history of the last 90 days. @throws AppError UPSTREAM, CONFLICT */
  lookUpTrail(input: LookUpTrailInput): Promise<TrailReading>;
  /** The services and tracked actions that a user used last. @throws AppError NOT_FOUND, UPSTREAM, CONFLICT */
  lookUpActions(input: LookUpActionsInput): Promise<AccessedService[]>;
  /** Ends the clients and forgets the sessions. */
  close(): void;
};

/** The only way to AWS. Endpoints and the worker's credentials are found by the SDK, from its own environment variables. */
export function createAwsReader(options: AwsReaderOptions): AwsReader {
  const { region, now, log } = options;
  const timing: Timing = { ...DEFAULT_TIMING, ...options.timing };
  const broker = new SessionBroker({ region, timing, now });
  const lanesOf = createLaneCache();

  const unpaced = options.isUnpaced ? UNPACED_CALLS_PER_SECOND : undefined;
  const ceilingOf = (wanted = CEILING_CALLS_PER_SECOND) =>
    unpaced ?? Math.min(wanted, options.ceilingCallsPerSecond ?? CEILING_CALLS_PER_SECOND);

  type CallerOf = { connectionId: string; awsAccountId: string; signal?: AbortSignal; callCeilingPerSecond?: number };

  /** The rate that an account bears is remembered from one reading to the next; its ceiling may be another one each time. */
  const callerFor = ({ signal, callCeilingPerSecond, ...of }: CallerOf): Caller => {
    const lanes = lanesOf(of, ceilingOf(callCeilingPerSecond), unpaced);
    if (callCeilingPerSecond !== undefined) lanes.setCeiling(ceilingOf(callCeilingPerSecond));
    return new Caller({ lanes, awsAccountId: of.awsAccountId, timing, signal, log });
  };

  const contextOf = ({ expectedAwsAccountId: awsAccountId, ...input }: InAccountInput): ReadingContext => {
    const { connectionId, signal, callCeilingPerSecond } = input;
    const caller = callerFor({ connectionId, awsAccountId, signal, callCeilingPerSecond });
    return { broker, caller, region, timing, now };
  };

  const whoAmI = async (): Promise<WorkerIdentity> => {
    try {
      const identity = await broker.whoAmI(callerFor({ connectionId: "worker", awsAccountId: "worker" }));
      return { ...identity, principalArn: principalArnOf(identity.arn) };
    } catch (error) {
      if (!(error instanceof AwsCallFailed)) throw error;
      const message = `The worker cannot tell who it is in AWS: ${error.awsMessage}. Check its credentials and its connection to AWS`;
      throw new AppError("UPSTREAM", message, { details: { awsErrorName: error.awsErrorName }, cause: error });
    }
  };

  const self = (): Promise<{ principalArn: string; workerAccountId: string | null }> =>
    whoAmI().then(
      ({ principalArn, awsAccountId }) => ({ principalArn, workerAccountId: awsAccountId }),
      () => ({ principalArn: "Rolecall's principal", workerAccountId: null }),
    );

  return {
    whoAmI,
    verifyConnection: async (input) => {
      const { connectionId, signal } = input;
      const awsAccountId = parseRoleArn(input.roleArn)?.awsAccountId ?? "unknown";
      const caller = callerFor({ connectionId, awsAccountId, signal });
      return verifyConnection({ broker, caller, region, timing, ...(await self()) }, input);
    },
    readAccount: (input) => readAccount(contextOf(input), input),
    readUser: (input) => readUser(contextOf(input), input),
    readSlowLane: (input) => readSlowLane(contextOf(input), input),
    readOrganization: (input) => readOrganization(contextOf(input), input),
    lookUpTrail: (input) => lookUpTrail(contextOf(input), input),
    lookUpActions: (input) => lookUpActions(contextOf(input), input),
    close: () => broker.close(),
  };
}
