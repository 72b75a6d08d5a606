import {
  type AccountReading,
  AppError,
  type ConsolePasswordFact,
  type PreviousUser,
  type Read,
  type ReadingProgress,
  type ResourceCoverage,
  type RoleFact,
  type ScanProblem,
  type UserFact,
} from "@rolecall/domain";
import { AccountSession, type IamCall } from "./account-session.ts";
import { AwsCallFailed } from "./aws-errors.ts";
import type { Caller } from "./caller.ts";
import { isStaleReport, type ParsedReport, rowOfUser } from "./credential-report.ts";
import { coverageOf, type Outcome, outcomeOf } from "./outcome.ts";
import { type AccessKeysReading, readAccessKeys } from "./readers/access-keys.ts";
import { readAccountAlias, readAccountSummary, readListedRoles } from "./readers/account.ts";
import { readAuthorizationDetails, type UserIdentity } from "./readers/authorization-details.ts";
import { readCredentialReport } from "./readers/credential-report.ts";
import { type Identities, readIdentities } from "./readers/identities.ts";
import { type MfaReading, readMfaKinds, readVirtualMfaUsers } from "./readers/mfa-devices.ts";
import { rootFactOf } from "./root-fact.ts";
import { type CallerIdentity, type SessionBroker, sessionNameOf } from "./session-broker.ts";
import type { Timing } from "./timing.ts";

/**
 * There is no session in the account, or it is another account's: nothing was read. Code UPSTREAM or CONFLICT; `details.kind`
 * is the kind of the AWS error (such as denied, throttled), `details.awsErrorName` its name.
 */
export class ReadingRefused extends AppError {}

export type ReadAccountInput = {
  roleArn: string;
  externalId: string;
  connectionId: string;
  scanId: string;
  expectedAwsAccountId: string;
  /** What the last scan knew. Users that are not in it, or whose fingerprint differs, cost a call. */
  previousUsers: readonly PreviousUser[];
  signal?: AbortSignal;
  onProgress?: (progress: ReadingProgress) => void;
};

type ReadingContext = { broker: SessionBroker; caller: Caller; region: string; timing: Timing; now: () => Date };

const BULK_READERS = 6;

/** @throws ReadingRefused; the abort signal's reason. What AWS does not let be read is coverage, never an exception. */
export async function readAccount(context: ReadingContext, input: ReadAccountInput): Promise<AccountReading> {
  const progress = (step: string, done: number, total: number | null) => input.onProgress?.({ step, done, total });
  progress("session", 0, 1);
  const session = await openSession(context, input);
  try {
    const identity = await assertAccount(session, input);
    progress("session", 1, 1);
    return await readInSession(context, input, session.call, identity, progress);
  } finally {
    session.close();
  }
}

async function openSession(context: ReadingContext, input: ReadAccountInput): Promise<AccountSession> {
  const { roleArn, externalId, connectionId, scanId } = input;
  const role = { roleArn, externalId, sessionName: sessionNameOf(connectionId, scanId) };
  try {
    return await AccountSession.open({ ...context, role }, { fresh: false });
  } catch (error) {
    throw refusal(
      error,
      `There is no session in account ${input.expectedAwsAccountId}: ${roleArn} could not be assumed`,
    );
  }
}

async function assertAccount(session: AccountSession, input: ReadAccountInput): Promise<CallerIdentity> {
  const identity = await session.identity().catch((error: unknown) => {
    throw refusal(error, `The session of ${input.roleArn} could not be identified`);
  });
  if (identity.awsAccountId === input.expectedAwsAccountId) return identity;
  throw new ReadingRefused(
    "CONFLICT",
    `The session belongs to account ${identity.awsAccountId}, not to ${input.expectedAwsAccountId}: nothing was read. Check the connection's role ARN`,
    { details: { awsAccountId: identity.awsAccountId, expectedAwsAccountId: input.expectedAwsAccountId } },
  );
}

function refusal(error: unknown, what: string): unknown {
  if (!(error instanceof AwsCallFailed)) return error;
  const details = { kind: error.kind, action: error.action, awsErrorName: error.awsErrorName };
  return new ReadingRefused("UPSTREAM", `${what}. AWS: ${error.awsMessage}`, { details, cause: error });
}

type Progress = (step: string, done: number, total: number | null) => void;

async function readInSession(
  context: ReadingContext,
  input: ReadAccountInput,
  call: IamCall,
  identity: CallerIdentity,
  progress: Progress,
): Promise<AccountReading> {
  const { now } = context;
  const bulk = await readBulk(context, input, call, progress);
  const previous = new Map(input.previousUsers.map((user) => [user.userId, user]));
  const identities = await readIdentities({
    ...bulk,
    call,
    now,
    onIdentities: (read) => progress("users and roles", read, null),
  });
  const users = identities.users.items;
  const report = bulk.report.ok ? bulk.report.value : null;
  const isStale = report !== null && isStaleReport(report, now());
  const onUserRead = (done: number, total: number) => progress("access keys", done, total);
  const [keys, mfa] = await Promise.all([
    readAccessKeys({ call, now, report: isStale ? null : report, previous, onUserRead }, users),
    readMfaKinds({ call, now, report: bulk.report, virtual: bulk.virtualMfa, previous }, users),
  ]);
  const rootArn = report?.root?.arn ?? `arn:${identity.partition}:iam::${identity.awsAccountId}:root`;
  const summary = bulk.summary.ok ? bulk.summary.value : null;
  return {
    awsAccountId: identity.awsAccountId,
    partition: identity.partition,
    alias: bulk.alias.ok ? bulk.alias.value : null,
    summary,
    users: users.map((user) => userFact(user, bulk.report, keys, mfa)),
    roles: rolesOf(identities, bulk),
    root: rootFactOf(rootArn, report?.root ?? null, summary),
    coverage: coverageOfAll(bulk, identities, { keys, mfa, isStale }),
    problems: problemsOf(identities, bulk),
    apiCalls: context.caller.apiCalls,
  };
}

type Bulk = Awaited<ReturnType<typeof readBulk>>;

async function readBulk({ now, timing }: ReadingContext, input: ReadAccountInput, call: IamCall, progress: Progress) {
  let done = 0;
  progress("account", 0, BULK_READERS);
  const counted = async <T>(outcome: Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const finished = await outcome;
    done += 1;
    progress("account", done, BULK_READERS);
    return finished;
  };
  const onPage = (identities: number) => progress("users and roles", identities, null);
  const [details, report, summary, alias, virtualMfa, listedRoles] = await Promise.all([
    counted(outcomeOf(now, () => readAuthorizationDetails(call, onPage))),
    counted(readCredentialReport({ call, now, timing, signal: input.signal })),
    counted(outcomeOf(now, () => readAccountSummary(call))),
    counted(outcomeOf(now, () => readAccountAlias(call))),
    counted(outcomeOf(now, () => readVirtualMfaUsers(call))),
    counted(outcomeOf(now, () => readListedRoles(call))),
  ]);
  return { details, report, summary, alias, virtualMfa, listedRoles };
}

function userFact(
  user: UserIdentity,
  report: Outcome<ParsedReport>,
  keys: AccessKeysReading,
  mfa: MfaReading,
): UserFact {
  const unread = { state: "unread", reason: "Not read" } as const;
  return {
    ...user,
    consolePassword: consolePasswordOf(user, report),
    mfa: mfa.byUserId.get(user.userId) ?? unread,
    ...(keys.byUserId.get(user.userId) ?? { accessKeys: unread, reportFingerprint: null }),
  };
}

function consolePasswordOf(user: UserIdentity, report: Outcome<ParsedReport>): Read<ConsolePasswordFact> {
  if (!report.ok) return { state: "unread", reason: report.failure.reason };
  const row = rowOfUser(report.value, user);
  if (row?.passwordEnabled == null) {
    const reason = "The credential report does not tell: the user is younger than it, or its row is not readable";
    return { state: "unread", reason };
  }
  const value: ConsolePasswordFact = row.passwordEnabled
    ? { exists: true, lastChangedAt: row.passwordLastChangedAt, lastUse: row.passwordLastUse }
    : { exists: false };
  return { state: "read", value, source: "credential_report", observedAt: report.observedAt };
}

function rolesOf({ roles }: Identities, { listedRoles }: Bulk): RoleFact[] {
  return roles.items.map((role) => {
    const listed = listedRoles.ok ? listedRoles.value.get(role.roleId) : undefined;
    const description = listed?.Description ?? null;
    return { ...role, description, maxSessionDurationSeconds: listed?.MaxSessionDuration ?? null };
  });
}

type PerUser = { keys: AccessKeysReading; mfa: MfaReading; isStale: boolean };

const STALE_REPORT = "The report is too old to tell of keys, which are read user by user instead";

function coverageOfAll(bulk: Bulk, { users, roles }: Identities, { keys, mfa, isStale }: PerUser): ResourceCoverage[] {
  /** What is read user by user cannot be read where the users could not be listed. */
  const perUser = <T>(outcome: Outcome<T>): Outcome<unknown> => (users.isListed ? outcome : users.outcome);
  return [
    coverageOf("users", users.outcome, users.note),
    coverageOf("roles", roles.outcome, roles.note),
    coverageOf("credential_report", bulk.report, isStale ? STALE_REPORT : null),
    coverageOf("access_keys", perUser(keys.outcome), keys.note),
    coverageOf("mfa_devices", perUser(mfa.outcome), mfa.note),
    coverageOf("role_session_durations", bulk.listedRoles),
    coverageOf("account_summary", bulk.summary),
    coverageOf("account_alias", bulk.alias),
  ];
}

function problemsOf({ roles }: Identities, { report }: Bulk): ScanProblem[] {
  const oddRows = report.ok ? report.value.oddRows.map(({ arn, message }) => ({ resource: arn, message })) : [];
  const oddPolicies = roles.items.flatMap(({ arn, trustPolicy }) =>
    trustPolicy.state === "malformed" ? [{ resource: arn, message: `Trust policy: ${trustPolicy.reason}` }] : [],
  );
  return [...oddPolicies, ...oddRows];
}
