import type { User } from "@aws-sdk/client-iam";
import {
  type AccessKeyFact,
  type ConsolePasswordFact,
  IAM_QUOTAS,
  type IdentityDetail,
  type InlinePolicy,
  type LastUse,
  lastUseOfUnusedPassword,
  type Read,
  type ResourceCoverage,
  readBoundedDocument,
  type UserFact,
  type UserReading,
  userFromDetail,
} from "@rolecall/domain";
import {
  lastUseOfAccessKey,
  listAccessKeys,
  listMfaDevices,
  listSigningCertificates,
  listSshPublicKeys,
  passwordCreatedAt,
} from "../credentials/credential-calls.ts";
import { strongest } from "../credentials/mfa-devices.ts";
import { listServiceCredentials } from "../credentials/service-specific-credentials.ts";
import {
  attachedPolicyArns,
  inlinePolicyDocument,
  inlinePolicyNames,
  USER_POLICIES,
} from "../identities/policy-calls.ts";
import { getUser, groupNamesOfUser } from "../identities/user-calls.ts";
import { coverageOf, type Failure, type Outcome, outcomeOf } from "../reading/outcome.ts";
import { isWholeUser } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";
import { type InAccountInput, openAccount, type ReadingContext } from "../session/open-account.ts";

/** `userId` is whom the inventory means: a recreated user has the same name and another id, and is not that user. */
export type ReadUserInput = InAccountInput & { userName: string; userId: string };

type Found = Pick<UserReading, "user" | "coverage">;
type Reader = { call: IamCall; now: () => Date; userName: string };

/**
 * Reads one user by calls of its own, all of them live. Where `user` is null, the coverage of users shows whether AWS says
 * that there is no such user (`read`), or could not be asked.
 *
 * @throws AppError UPSTREAM, CONFLICT; the abort signal's reason. What AWS does not let be read is coverage.
 */
export async function readUser(context: ReadingContext, input: ReadUserInput): Promise<UserReading> {
  const { session, identity } = await openAccount(context, input, "core");
  try {
    const found = await findUser({ call: session.call, now: context.now, userName: input.userName }, input.userId);
    const { awsAccountId, partition } = identity;
    return { awsAccountId, partition, ...found, problems: problemsOf(found), apiCalls: context.caller.apiCalls };
  } finally {
    session.close();
  }
}

async function findUser(reader: Reader, userId: string): Promise<Found> {
  const { call, now, userName } = reader;
  const user = await outcomeOf(now, () => getUser(call, userName, isWholeUser));
  if (user.ok && user.value.UserId === userId) return readDetails(reader, user.value);
  const gone = (reason: string): Found => ({
    user: null,
    coverage: [coverageOf("users", { ok: true, value: null, observedAt: now() }, reason)],
  });
  if (user.ok) {
    const { UserId, CreateDate } = user.value;
    const made = `made on ${CreateDate?.toISOString().slice(0, 10)}`;
    return gone(`The user named ${userName} is another one now: ${UserId}, ${made}. ${userId} is gone`);
  }
  if (user.failure.kind === "not_found") return gone(`AWS has no user named ${userName}`);
  return { user: null, coverage: [coverageOf("users", user)] };
}

async function readDetails({ call, now, userName }: Reader, user: User): Promise<Found> {
  const read = <T>(list: (call: IamCall, userName: string) => Promise<T>) => outcomeOf(now, () => list(call, userName));
  const [groups, attached, inline, login, keys, mfa, sshKeys, certificates, serviceCredentials] = await Promise.all([
    read(groupNamesOfUser),
    read((call, name) => attachedPolicyArns(call, USER_POLICIES, name)),
    read((call, name) => readInlinePolicies(call, now, name)),
    read(passwordCreatedAt),
    read((call, name) => readAccessKeys(call, now, name)),
    read(listMfaDevices),
    read(listSshPublicKeys),
    read(listSigningCertificates),
    read(listServiceCredentials),
  ]);
  const fact: UserFact = {
    ...userFromDetail({ ...user, GroupList: groups.ok ? groups.value : [] }),
    attachedPolicyArns: attached.ok ? attached.value : [],
    inlinePolicies: inline.ok ? inline.value.policies : [],
    ...unreadDetailsOf({ groupNames: groups, attachedPolicyArns: attached, inlinePolicies: inline }),
    consolePassword: factOf(login, (createdAt) => consolePasswordOf(user, createdAt)),
    mfa: factOf(mfa, strongest),
    mfaDevices: factOf(mfa, asIs),
    accessKeys: factOf(keys, ({ facts }) => facts),
    signingCertificates: factOf(certificates, asIs),
    serviceSpecificCredentials: factOf(serviceCredentials, asIs),
    sshPublicKeys: factOf(sshKeys, asIs),
    reportFingerprint: null,
  };
  const documents = inline.ok ? inline.value.failure : null;
  const ofUser = [groups, attached, inline, failed(documents), login].find((outcome) => outcome && !outcome.ok);
  const coverage: ResourceCoverage[] = [
    coverageOf("users", ofUser ?? groups),
    coverageOf("access_keys", keys, keys.ok ? keys.value.note : null),
    coverageOf("mfa_devices", mfa),
    coverageOf("ssh_public_keys", sshKeys),
    coverageOf("signing_certificates", certificates),
    coverageOf("service_specific_credentials", serviceCredentials),
  ];
  return { user: fact, coverage };
}

const failed = (failure: Failure | null): Outcome<never> | null => (failure ? { ok: false, failure } : null);

/** A live answer as a fact, made of it by `toFact`. */
function factOf<T, Fact>(outcome: Outcome<T>, toFact: (answer: T) => Fact): Read<Fact> {
  if (!outcome.ok) return { state: "unread", reason: outcome.failure.reason };
  return { state: "read", value: toFact(outcome.value), source: "live_api", observedAt: outcome.observedAt };
}

const asIs = <T>(answer: T): T => answer;

function unreadDetailsOf(outcomes: Partial<Record<IdentityDetail, Outcome<unknown>>>): Pick<UserFact, "unreadDetails"> {
  const details = Object.keys(outcomes) as IdentityDetail[];
  const unread = details.filter((detail) => outcomes[detail]?.ok === false);
  return unread.length > 0 ? { unreadDetails: unread } : {};
}

type InlinePolicies = { policies: InlinePolicy[]; failure: Failure | null };

/** A policy whose document could not be read is there all the same. */
async function readInlinePolicies(call: IamCall, now: () => Date, userName: string): Promise<InlinePolicies> {
  const names = await inlinePolicyNames(call, USER_POLICIES, userName);
  const outcomes = await Promise.all(
    names.map((name) => outcomeOf(now, () => inlinePolicyDocument(call, USER_POLICIES, userName, name))),
  );
  const policies = outcomes.map((outcome, index): InlinePolicy => {
    const name = names[index] ?? "";
    if (outcome.ok) return { name, document: readBoundedDocument(outcome.value, IAM_QUOTAS.inlineOfUser) };
    return { name, document: { state: "unread", reason: outcome.failure.reason } };
  });
  return { policies, failure: outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.failure))[0] ?? null };
}

type AccessKeys = { facts: AccessKeyFact[]; note: string | null };

async function readAccessKeys(call: IamCall, now: () => Date, userName: string): Promise<AccessKeys> {
  const keys = await listAccessKeys(call, userName);
  const uses = await Promise.all(keys.map((key) => outcomeOf(now, () => lastUseOfAccessKey(call, key))));
  const facts = keys.map((key, index) => ({ ...key, lastUse: lastUseOf(uses[index]) }));
  const reason = uses.flatMap((use) => (use.ok ? [] : use.failure.reason))[0];
  return { facts, note: reason === undefined ? null : `Last use of access keys is unknown. ${reason}` };
}

function lastUseOf(use: Outcome<LastUse> | undefined): LastUse {
  if (use?.ok) return use.value;
  return { kind: "unknown", reason: use?.failure.reason ?? "Not read" };
}

/** Only the credential report shows when the password was last changed. */
function consolePasswordOf({ PasswordLastUsed: at }: User, createdAt: Date | null): ConsolePasswordFact {
  if (createdAt === null) return { exists: false };
  const lastUse: LastUse = at ? { kind: "at", at, service: null, region: null } : lastUseOfUnusedPassword(createdAt);
  return { exists: true, lastChangedAt: null, lastUse };
}

function problemsOf({ user }: Found) {
  return (user?.inlinePolicies ?? []).flatMap(({ name, document }) =>
    document.state === "malformed"
      ? [{ resource: user?.arn ?? "", message: `Inline policy ${name}: ${document.reason}` }]
      : [],
  );
}
