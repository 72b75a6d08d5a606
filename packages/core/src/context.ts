import type { Db } from "@rolecall/db";
import type {
  AccessedService,
  AccountReading,
  ComposedMail,
  ConnectionCheck,
  OrganizationReading,
  OutgoingMail,
  Partition,
  PermissionPack,
  PreviousUser,
  ReadingProgress,
  SlowLaneReading,
  SlowLaneUser,
  SummaryReport,
  TrailQuestion,
  TrailReading,
  UserReading,
} from "@rolecall/domain";
import type { JobRun, Producer } from "@rolecall/jobs";

/** Who makes a change; the label goes into the audit log. */
export type Actor = { kind: "person" | "api_token" | "system"; id: string | null; label: string };

export type Settings = {
  /** Where the console is reached, without a slash at the end. */
  publicUrl: string;
  /** The principal that customers' roles trust; null: the worker's own identity, as it has told. */
  principalArn: string | null;
  /** HTTPS address in S3 of the published CloudFormation template; null: there is none. */
  templateUrl: string | null;
  /** Signs unsubscribe links. */
  unsubscribeSecret: string;
};

/** What a running job is told, and may tell those who watch it. */
export type { JobRun };

/** What every use case may use. Built in the two apps' wiring files, never imported as a singleton. */
export type Deps = { db: Db; jobs: Producer; now: () => Date; newId: () => string; settings: Settings };

/** The context of a use case: whose tenant, and who asks. */
export type Ctx = Deps & {
  tenantId: string;
  actor: Actor;
  /** Decides in the past, as it is replayed. */
  isReplay?: true;
};

type RoleToAssume = { roleArn: string; externalId: string; connectionId: string; signal?: AbortSignal };

/** A reading in one account. `readingId` shows in the session's name, and so in the customer's CloudTrail. */
type InAccount = RoleToAssume & {
  readingId: string;
  expectedAwsAccountId: string;
  /** Per API; AWS's throttling sets lower limits by itself. */
  callCeilingPerSecond: number;
};
type WithProgress = { onProgress?: (progress: ReadingProgress) => void };

/**
 * AWS, as the worker reads it. What AWS does not let be read is coverage; each method throws AppError UPSTREAM where there is no
 * session, and CONFLICT where the session is of another account.
 */
export type AwsPort = {
  whoAmI(): Promise<{ arn: string; principalArn: string; awsAccountId: string; partition: Partition }>;
  /** `packs`: the permissions beyond the core that the role is asked to grant; each becomes a check that may warn. */
  verifyConnection(
    input: RoleToAssume & {
      packs: readonly PermissionPack[];
      onCheck: (check: ConnectionCheck) => void | Promise<void>;
    },
  ): Promise<ConnectionCheck[]>;
  /** `onFirstLook`: what the bulk calls told, where the calls for single users take longer than a second. */
  readAccount(
    input: InAccount &
      WithProgress & {
        previousUsers: readonly PreviousUser[];
        onFirstLook?: (reading: AccountReading) => Promise<void>;
      },
  ): Promise<AccountReading>;
  /** One user by calls of its own. `userId`: whom the inventory means; another one of the same name is not that user. */
  readUser(input: InAccount & { userName: string; userId: string }): Promise<UserReading>;
  readSlowLane(
    input: InAccount & WithProgress & { users: readonly SlowLaneUser[]; packs: readonly PermissionPack[] },
  ): Promise<SlowLaneReading>;
  readOrganization(input: InAccount & WithProgress): Promise<OrganizationReading>;
  /** At most one call a second in each Region. */
  lookUpTrail(
    input: InAccount &
      WithProgress & {
        by: TrailQuestion;
        from: Date;
        to: Date;
        maxEvents: number;
      },
  ): Promise<TrailReading>;
  /** @throws AppError also NOT_FOUND where AWS has no such user any more, and UPSTREAM where it does not tell */
  lookUpActions(input: InAccount & { userArn: string }): Promise<AccessedService[]>;
};

/** A mail server. */
export type MailPort = { send(mail: OutgoingMail): Promise<{ response: string }> };

export type Log = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** What only the worker has: AWS, the mail server (null where none is set) and the mail's looks. */
export type WorkerDeps = Deps & {
  aws: AwsPort;
  mail: MailPort | null;
  renderSummary: (report: SummaryReport) => Promise<ComposedMail>;
  log: Log;
};

/** The context of work that no person asked for at this moment. */
export const systemCtx = (deps: Deps, tenantId: string): Ctx => ({
  ...deps,
  tenantId,
  actor: { kind: "system", id: null, label: "Rolecall" },
});
