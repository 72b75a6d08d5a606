import {
  type AccountReading,
  isStaleReport,
  type PreviousUser,
  type ReadingProgress,
  type RootFact,
  rootFactOf,
} from "@rolecall/domain";
import { readAccessKeys } from "../credentials/access-keys.ts";
import { readMfaDevices } from "../credentials/mfa-devices.ts";
import { serviceCredentialsOf } from "../credentials/service-specific-credentials.ts";
import { readSigningCertificates } from "../credentials/signing-certificates.ts";
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
  const [perUser, instanceProfiles, serverCertificates] = await Promise.all([
    readPerUser({ call, now, progress, bulk, identities }, input),
    instanceProfilesOf(totals, profilesOfRoles),
    serverCertificatesOf(totals),
  ]);
  const { report, passwordPolicy } = bulk;
  const isReportStale = report.ok && isStaleReport(report.value, now());
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

type PerUserContext = { call: IamCall; now: () => Date; progress: Progress; bulk: Bulk; identities: Identities };

async function readPerUser(context: PerUserContext, input: ReadAccountInput): Promise<PerUser> {
  const { call, now, progress, bulk, identities } = context;
  const { report } = bulk;
  const previous = new Map(input.previousUsers.map((user) => [user.userId, user]));
  const users = identities.users.items;
  const freshReport = report.ok && !isStaleReport(report.value, now()) ? report.value : null;
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
