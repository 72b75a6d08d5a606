import {
  type AccountReading,
  isStaleReport,
  type ParsedReport,
  type PreviousUser,
  type ReadingProgress,
  type RootFact,
  rootFactOf,
} from "@rolecall/domain";
import { accessKeysBeforehand, readAccessKeys, usersToAsk } from "../credentials/access-keys.ts";
import { mfaBeforehand, readMfaDevices } from "../credentials/mfa-devices.ts";
import { serviceCredentialsOf, serviceCredentialsOfBulk } from "../credentials/service-specific-credentials.ts";
import { certificatesBeforehand, readSigningCertificates } from "../credentials/signing-certificates.ts";
import { type Identities, readIdentities } from "../identities/identities.ts";
import { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { type InAccountInput, openAccount, type ReadingContext } from "../session/open-account.ts";
import type { CallerIdentity } from "../session/session-broker.ts";
import { instanceProfilesOf, serverCertificatesOf } from "./account-totals.ts";
import { coverageOfAll, problemsOf } from "./coverage.ts";
import { type PerUser, roleFacts, userFact } from "./facts.ts";
import { type Bulk, type Progress, readBulk } from "./read-bulk.ts";

export type ReadAccountInput = InAccountInput & {
  /** What the last scan knew. Users that are not in it, or whose fingerprint differs, cost a call. */
  previousUsers: readonly PreviousUser[];
  /**
   * Given what the bulk calls told as soon as they have, where the calls for single users take more than a second: what those will tell
   * is `pending` in its coverage. The reading goes on meanwhile, and fails with what this throws.
   */
  onFirstLook?: (reading: AccountReading) => Promise<void>;
  onProgress?: (progress: ReadingProgress) => void;
};

/**
 * One reading of one account by its bulk calls.
 *
 * @throws AppError UPSTREAM without a session, CONFLICT if it is of another account; the abort signal's reason. What AWS does not
 * let be read is coverage, never an exception.
 */
export async function readAccount(context: ReadingContext, input: ReadAccountInput): Promise<AccountReading> {
  const progress = (step: string, done: number, total: number | null) => input.onProgress?.({ step, done, total });
  progress("session", 0, 1);
  const { session, identity } = await openAccount(context, input, "core");
  try {
    progress("session", 1, 1);
    return await readInSession(context, input, session.call, identity, progress);
  } finally {
    session.close();
  }
}

async function readInSession(
  context: ReadingContext,
  input: ReadAccountInput,
  call: IamCall,
  identity: CallerIdentity,
  progress: Progress,
): Promise<AccountReading> {
  const { now, timing } = context;
  const shared = new SharedTexts();
  const bulk = await readBulk({ call, now, timing, shared, progress, signal: input.signal });
  const onIdentities = (read: number) => progress("users and roles", read, null);
  const identities = await readIdentities({ ...bulk, call, now, shared, onIdentities });
  const totals = { call, now, shared, summary: bulk.summary, identities };
  const { details } = bulk;
  const profilesOfRoles = details.ok && details.value.roles.isGiven ? details.value.instanceProfiles : null;
  const [instanceProfiles, serverCertificates] = await Promise.all([
    instanceProfilesOf(totals, profilesOfRoles),
    serverCertificatesOf(totals),
  ]);
  const ofAll: OfAll = { identity, bulk, identities, instanceProfiles, serverCertificates };
  const asking = askingOf(context, input, ofAll);
  const firstLook = isWorthFirstLook(context, asking, identities)
    ? input.onFirstLook?.(readingOf(context, ofAll, beforehand(asking, ofAll)))
    : undefined;
  const [perUser] = await Promise.all([readPerUser({ ...asking, call, progress }, ofAll), firstLook]);
  return readingOf(context, ofAll, perUser);
}

/** All that is read of the account as a whole. */
type OfAll = {
  identity: CallerIdentity;
  bulk: Bulk;
  identities: Identities;
  instanceProfiles: Awaited<ReturnType<typeof instanceProfilesOf>>;
  serverCertificates: Awaited<ReturnType<typeof serverCertificatesOf>>;
};

function readingOf(context: ReadingContext, ofAll: OfAll, perUser: PerUser): AccountReading {
  const { identity, bulk, identities, instanceProfiles, serverCertificates } = ofAll;
  const { report, passwordPolicy } = bulk;
  const isReportStale = report.ok && isStaleReport(report.value, context.now());
  return {
    awsAccountId: identity.awsAccountId,
    partition: identity.partition,
    alias: bulk.alias.ok ? bulk.alias.value : null,
    summary: bulk.summary.ok ? bulk.summary.value : null,
    passwordPolicy: passwordPolicy.ok
      ? { state: "read", value: passwordPolicy.value, source: "live_api", observedAt: passwordPolicy.observedAt }
      : { state: "unread", reason: passwordPolicy.failure.reason },
    users: identities.users.items.map((user) => userFact(user, report, perUser)),
    roles: roleFacts(identities, bulk, instanceProfiles.items),
    groups: identities.groups.items,
    policies: identities.policies.items,
    instanceProfiles: instanceProfiles.items,
    oidcProviders: bulk.oidc.items,
    samlProviders: bulk.saml.ok ? bulk.saml.value.value : [],
    serverCertificates: serverCertificates.ok ? serverCertificates.value.value : [],
    root: rootOf(identity, bulk),
    coverage: coverageOfAll({
      bulk,
      identities,
      perUser,
      instanceProfiles: instanceProfiles.outcome,
      serverCertificates,
      isReportStale,
    }),
    problems: problemsOf(identities, bulk),
    apiCalls: context.caller.apiCalls,
  };
}

/** By what it is decided which users are asked for. */
type Asking = {
  now: () => Date;
  previous: ReadonlyMap<string, PreviousUser>;
  /** Null: the report is not there, or so old that it does not tell of keys. */
  freshReport: ParsedReport | null;
};

function askingOf({ now }: ReadingContext, { previousUsers }: ReadAccountInput, { bulk: { report } }: OfAll): Asking {
  const freshReport = report.ok && !isStaleReport(report.value, now()) ? report.value : null;
  return { now, previous: new Map(previousUsers.map((user) => [user.userId, user])), freshReport };
}

/** What takes less time than this is there before anybody has looked. */
const FIRST_LOOK_FROM_SECONDS = 1;

function isWorthFirstLook({ caller }: ReadingContext, asking: Asking, { users }: Identities): boolean {
  if (!users.isListed) return false;
  const calls = usersToAsk({ ...asking, report: asking.freshReport }, users.items);
  return calls / caller.callsPerSecond("iam:ListAccessKeys") >= FIRST_LOOK_FROM_SECONDS;
}

/** What is known of each user by the bulk calls alone. */
function beforehand({ now, previous, freshReport }: Asking, { bulk, identities }: OfAll): PerUser {
  const users = identities.users.items;
  const { report } = bulk;
  return {
    keys: accessKeysBeforehand({ now, report: freshReport, previous }, users),
    mfa: mfaBeforehand({ now, report, virtual: bulk.virtualMfa, previous }, users),
    certificates: certificatesBeforehand({ report, previous }, users),
    serviceCredentials: serviceCredentialsOfBulk(bulk.serviceCredentials, users),
  };
}

type PerUserContext = Asking & { call: IamCall; progress: Progress };

async function readPerUser(context: PerUserContext, { bulk, identities }: OfAll): Promise<PerUser> {
  const { call, now, progress, previous, freshReport } = context;
  const { report } = bulk;
  const users = identities.users.items;
  const onUserRead = (done: number, total: number) => progress("access keys", done, total);
  const [keys, mfa, certificates, serviceCredentials] = await Promise.all([
    readAccessKeys({ call, now, report: freshReport, previous, onUserRead }, users),
    readMfaDevices({ call, now, report, virtual: bulk.virtualMfa, previous }, users),
    readSigningCertificates({ call, now, report, previous }, users),
    serviceCredentialsOf({ call, now }, bulk.serviceCredentials, users),
  ]);
  return { keys, mfa, certificates, serviceCredentials };
}

function rootOf({ partition, awsAccountId }: CallerIdentity, { report, summary, virtualMfa }: Bulk): RootFact | null {
  const row = report.ok ? report.value.root : null;
  return rootFactOf(
    row?.arn ?? `arn:${partition}:iam::${awsAccountId}:root`,
    row,
    summary.ok ? summary.value : null,
    virtualMfa.ok ? virtualMfa.value.rootHasOne : null,
  );
}
