import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Partition, PERMISSION_PACKS, type PermissionPack, readOnlySessionPolicy } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import type { Caller } from "../calls/caller.ts";
import type { Timing } from "../calls/timing.ts";
import { type Connections, openConnections } from "./connections.ts";

/** One hour: the most that a chained role session may last, and the default of every role. */
const SESSION_SECONDS = 3_600;
const SHORTEST_SESSION_SECONDS = 900;
const REFRESH_BEFORE_EXPIRY_MS = 5 * 60_000;
const SESSION_NAME_LENGTH = 64;
/** Each some 2 KB. More accounts than this within an hour ask for a session more than once. */
const MAX_SESSIONS = 2_000;

/** Credentials of one role session. They are given to the SDK without expiry: the broker alone judges it. */
export type RoleSession = {
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  obtainedAt: Date;
};

/** `session` is null while AWS has not answered. */
type CachedSession = { promise: Promise<RoleSession>; session: RoleSession | null };

/** `pack` is the most that the session may do, whatever the role may do; the core if left out. */
export type RoleToAssume = { roleArn: string; externalId: string; sessionName: string; pack?: PermissionPack };

export type CallerIdentity = { arn: string; awsAccountId: string; partition: Partition };

/** The last 12 digits of an id are random, where the first tell when it was made: two of one minute begin alike. */
const ID_LENGTH = 12;

/** `rolecall-<last 12 of the connection id>-<purpose>`, as the customer's CloudTrail shows it. */
export function sessionNameOf(connectionId: string, purpose: string): string {
  return `rolecall-${connectionId.slice(-ID_LENGTH)}-${purpose}`
    .replace(/[^\w+=,.@-]/g, "-")
    .slice(0, SESSION_NAME_LENGTH);
}

/** Options of every SDK client: no retries of its own, so that each attempt is counted, and no endpoint of ours. */
function clientOptions(region: string, timing: Timing, { httpAgent, httpsAgent }: Connections) {
  return {
    region,
    maxAttempts: 1,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: timing.connectionTimeoutMs,
      requestTimeout: timing.responseTimeoutMs,
      socketTimeout: timing.responseTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent,
      httpsAgent,
    },
  };
}

export type ClientOptions = ReturnType<typeof clientOptions>;

/**
 * Role sessions by role, External ID and permission pack. A session is kept for an hour less five minutes by the given clock, which need not
 * be the wall clock: where the two differ, AWS's "expired" makes `renew` due.
 */
export class SessionBroker {
  private readonly sessions = new Map<string, CachedSession>();
  private readonly connections = openConnections();
  private readonly timing: Timing;
  private readonly sts: STSClient;
  private readonly now: () => Date;
  private readonly region: string;
  private readonly maxSessions: number;

  constructor(options: { region: string; timing: Timing; now: () => Date; maxSessions?: number }) {
    this.maxSessions = options.maxSessions ?? MAX_SESSIONS;
    // A regional endpoint follows from the region: tokens of the global one are not valid in every Region.
    this.timing = options.timing;
    this.sts = new STSClient(this.clientOptions(options.region));
    this.now = options.now;
    this.region = options.region;
  }

  /** What every client of a session is made with. */
  clientOptions(region: string): ClientOptions {
    return clientOptions(region, this.timing, this.connections);
  }

  /** The worker's own identity. @throws AwsCallFailed */
  whoAmI(caller: Caller): Promise<CallerIdentity> {
    return callerIdentity(() => this.sts, caller, partitionOfRegion(this.region));
  }

  /** A session that is good for at least five minutes. @throws AwsCallFailed if the role cannot be assumed. */
  session(role: RoleToAssume, caller: Caller): Promise<RoleSession> {
    const entry = this.sessions.get(keyOf(role));
    return entry && (entry.session === null || this.isFresh(entry.session))
      ? this.join(entry, role, caller)
      : this.make(role, caller);
  }

  /**
   * A session newer than `stale` (null: any that is cached is stale).
   *
   * @throws AwsCallFailed if the role cannot be assumed. Nothing stays cached then.
   */
  renew(role: RoleToAssume, caller: Caller, stale: RoleSession | null): Promise<RoleSession> {
    const entry = this.sessions.get(keyOf(role));
    const isNewer = entry && (entry.session === null || (stale !== null && entry.session !== stale));
    return isNewer ? this.join(entry, role, caller) : this.make(role, caller);
  }

  /** Ends the use of a role that did not pass its checks, for whatever it was used. */
  forget(role: RoleToAssume): void {
    for (const pack of PERMISSION_PACKS) this.sessions.delete(keyOf({ ...role, pack }));
  }

  /**
   * Tries the role without an External ID or with a wrong one, with nothing but reading allowed and for the shortest time.
   * The session, if AWS grants one, is thrown away.
   *
   * @throws AwsCallFailed if AWS refuses, as it should.
   */
  async tryWith(externalId: string | null, role: RoleToAssume, caller: Caller): Promise<void> {
    await caller.call({
      action: "sts:AssumeRole",
      send: (abort) =>
        this.sts.send(
          assumeRoleCommand({ ...role, externalId: externalId ?? undefined }, SHORTEST_SESSION_SECONDS),
          abort,
        ),
    });
  }

  /** How many sessions are kept. */
  get size(): number {
    return this.sessions.size;
  }

  close(): void {
    this.sessions.clear();
    this.sts.destroy();
    this.connections.close();
  }

  private make(role: RoleToAssume, caller: Caller): Promise<RoleSession> {
    this.dropStale();
    this.makeRoom();
    const key = keyOf(role);
    const entry: CachedSession = { promise: this.assume(role, caller), session: null };
    this.sessions.set(key, entry);
    entry.promise.then(
      (session) => {
        entry.session = session;
      },
      () => {
        if (this.sessions.get(key) === entry) this.sessions.delete(key);
      },
    );
    return entry.promise;
  }

  /** Another reading may be the one that asks for the session: AWS's answer counts for both, an abort does not. */
  private async join(entry: CachedSession, role: RoleToAssume, caller: Caller): Promise<RoleSession> {
    try {
      return await entry.promise;
    } catch (error) {
      if (error instanceof AwsCallFailed) throw error;
      return this.make(role, caller);
    }
  }

  private async assume(role: RoleToAssume, caller: Caller): Promise<RoleSession> {
    const { Credentials: granted } = await caller.call({
      action: "sts:AssumeRole",
      send: (abort) => this.sts.send(assumeRoleCommand(role, SESSION_SECONDS), abort),
      isWhole: ({ Credentials }) =>
        Boolean(Credentials?.AccessKeyId && Credentials.SecretAccessKey && Credentials.SessionToken),
    });
    const credentials = {
      accessKeyId: granted?.AccessKeyId ?? "",
      secretAccessKey: granted?.SecretAccessKey ?? "",
      sessionToken: granted?.SessionToken ?? "",
    };
    return { credentials, obtainedAt: this.now() };
  }

  /** The oldest ones go first: whoever still needs one asks for it anew. */
  private makeRoom(): void {
    for (const [key, { session }] of this.sessions) {
      if (this.sessions.size < this.maxSessions) return;
      if (session) this.sessions.delete(key);
    }
  }

  /** No credentials are kept beyond their use. */
  private dropStale(): void {
    for (const [key, { session }] of this.sessions) if (session && !this.isFresh(session)) this.sessions.delete(key);
  }

  private isFresh({ obtainedAt }: RoleSession): boolean {
    const ageMs = this.now().getTime() - obtainedAt.getTime();
    return ageMs >= 0 && ageMs < SESSION_SECONDS * 1000 - REFRESH_BEFORE_EXPIRY_MS;
  }
}

const keyOf = ({ roleArn, externalId, pack = "core" }: RoleToAssume): string => `${roleArn}\n${externalId}\n${pack}`;

function assumeRoleCommand(
  role: Omit<RoleToAssume, "externalId"> & { externalId: string | undefined },
  durationSeconds: number,
) {
  return new AssumeRoleCommand({
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName,
    ExternalId: role.externalId,
    DurationSeconds: durationSeconds,
    Policy: readOnlySessionPolicy(role.pack ?? "core"),
  });
}

/**
 * Who the client's credentials are. Needs no permission. The account is what counts: the ARN has odd forms where others than
 * AWS answer, and may be missing.
 *
 * @param where the partition, if the ARN does not show it.
 * @throws AwsCallFailed
 */
export async function callerIdentity(
  sts: () => STSClient | Promise<STSClient>,
  caller: Caller,
  where: Partition,
  renewSession?: () => Promise<void>,
): Promise<CallerIdentity> {
  const { Arn, Account = "" } = await caller.call({
    action: "sts:GetCallerIdentity",
    send: async (abort) => (await sts()).send(new GetCallerIdentityCommand({}), abort),
    isWhole: ({ Account }) => Boolean(Account),
    renewSession,
  });
  const partition = Partition.safeParse(Arn?.split(":")[1]).data ?? where;
  return { arn: Arn || `arn:${partition}:iam::${Account}:root`, awsAccountId: Account, partition };
}

/** The partition of a Region. Names that are in none of the three belong to other implementations, and count as `aws`. */
export function partitionOfRegion(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The ARN that a trust policy names: a role for the session of one, without its path, which the session's ARN lacks; else the ARN itself. */
export function principalArnOf(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/.exec(arn);
  return session ? `arn:${session[1]}:iam::${session[2]}:role/${session[3]}` : arn;
}
