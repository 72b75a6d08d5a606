import {
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsRequest,
  type ServiceSpecificCredentialMetadata,
} from "@aws-sdk/client-iam";
import type { Read, ServiceSpecificCredentialFact, UserIdentity } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { eachOnce } from "../reading/each-once.ts";
import { listAll } from "../reading/iam-lists.ts";
import { ifGone } from "../reading/if-gone.ts";
import { OddRecords } from "../reading/odd-records.ts";
import type { Failure, Outcome } from "../reading/outcome.ts";
import { pendingOf } from "../reading/pending.ts";
import { StopRule } from "../reading/stop-rule.ts";
import { hasFields } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/**
 * The services that have credentials of their own, for implementations that list all users' only by service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_api_keys_for_aws_services.html
 */
const SERVICE_NAMES = [
  "codecommit.amazonaws.com",
  "cassandra.amazonaws.com",
  "bedrock.amazonaws.com",
  "aws-external-anthropic.amazonaws.com",
  "cloudwatch.amazonaws.com",
  "logs.amazonaws.com",
];
/** What an implementation answers to a parameter that it does not know, or lacks. Answers that are odd are understood. */
const NOT_UNDERSTOOD: ReadonlySet<Failure["kind"]> = new Set(["invalid", "unknown", "not_found"]);

type Found = { userName: string; fact: ServiceSpecificCredentialFact };
/** The credentials of all users. `odd`: what was left out, as it lacks what it is known by, and whose it is as far as is told. */
type OfAllUsers = {
  byUserName: ReadonlyMap<string, ServiceSpecificCredentialFact[]>;
  odd: { failure: Failure | null; isOf: (userName: string) => boolean };
};
export type ServiceCredentialsReading = {
  byUserId: Map<string, Read<ServiceSpecificCredentialFact[]>>;
  outcome: Outcome<unknown>;
};

/** Credentials that were left out. */
class OddCredentials {
  readonly records = new OddRecords("iam:ListServiceSpecificCredentials", "service-specific credentials");
  private readonly users = new Set<string>();
  private isAnybodys = false;

  readonly note = (credential: ServiceSpecificCredentialMetadata): void => {
    this.records.note(credential);
    if (credential.UserName) this.users.add(credential.UserName);
    else this.isAnybodys = true;
  };

  readonly isOf = (userName: string): boolean => this.isAnybodys || this.users.has(userName);
}

/** All users' credentials in one list; by service where that is not understood; null: neither is. @throws AwsCallFailed */
export async function readAllServiceCredentials(call: IamCall): Promise<OfAllUsers | null> {
  const odd = new OddCredentials();
  const found = await listOfAllUsers(call, odd.note);
  if (found === null) return null;
  const each = eachOnce(found, identityOf);
  const byUserName = Map.groupBy(each, ({ userName }) => userName);
  return {
    byUserName: new Map(Array.from(byUserName, ([userName, ofUser]) => [userName, ofUser.map(({ fact }) => fact)])),
    odd: { failure: odd.records.failure, isOf: odd.isOf },
  };
}

async function listOfAllUsers(call: IamCall, onOdd: OnOdd): Promise<Found[] | null> {
  try {
    return await listCredentials(call, { AllUsers: true }, onOdd);
  } catch (error) {
    if (!(error instanceof AwsCallFailed) || !NOT_UNDERSTOOD.has(error.kind)) throw error;
  }
  const found: Found[] = [];
  try {
    for (const ServiceName of SERVICE_NAMES) found.push(...(await listOfService(call, ServiceName, onOdd)));
    return found;
  } catch (error) {
    if (error instanceof AwsCallFailed && NOT_UNDERSTOOD.has(error.kind)) return null;
    throw error;
  }
}

/** A service that is not supported there has no credentials. @throws AwsCallFailed */
async function listOfService(call: IamCall, ServiceName: string, onOdd: OnOdd): Promise<Found[]> {
  try {
    return await listCredentials(call, { AllUsers: true, ServiceName }, onOdd);
  } catch (error) {
    if (error instanceof AwsCallFailed && error.awsErrorName.startsWith("NotSupportedService")) return [];
    throw error;
  }
}

/** Gives each user what the bulk calls returned; where they returned nothing, a call is made for each user. */
export async function serviceCredentialsOf(
  { call, now }: { call: IamCall; now: () => Date },
  bulk: Outcome<OfAllUsers | null>,
  users: readonly UserIdentity[],
): Promise<ServiceCredentialsReading> {
  return bulk.ok && bulk.value === null ? readUserByUser(call, now, users) : serviceCredentialsOfBulk(bulk, users);
}

/** What the bulk calls returned; where they returned nothing, it is pending for all. */
export function serviceCredentialsOfBulk(
  bulk: Outcome<OfAllUsers | null>,
  users: readonly UserIdentity[],
): ServiceCredentialsReading {
  const failure = pendingOf("service-specific credentials", "iam:ListServiceSpecificCredentials", users.length);
  if (failure && bulk.ok && bulk.value === null) {
    const unread = { state: "unread", reason: failure.reason } as const;
    return { byUserId: new Map(users.map(({ userId }) => [userId, unread])), outcome: { ok: false, failure } };
  }
  const byUserId = new Map<string, Read<ServiceSpecificCredentialFact[]>>();
  for (const { userId, userName } of users) byUserId.set(userId, ofUser(bulk, userName));
  const lacking = bulk.ok ? bulk.value?.odd.failure : null;
  return { byUserId, outcome: lacking ? { ok: false, failure: lacking } : bulk };
}

function ofUser(bulk: Outcome<OfAllUsers | null>, userName: string): Read<ServiceSpecificCredentialFact[]> {
  if (!bulk.ok) return { state: "unread", reason: bulk.failure.reason };
  const { byUserName, odd } = bulk.value ?? { byUserName: new Map<string, never[]>() };
  if (odd?.failure && odd.isOf(userName)) return { state: "unread", reason: odd.failure.reason };
  return {
    state: "read",
    value: byUserName.get(userName) ?? [],
    source: "live_api",
    observedAt: bulk.observedAt,
  };
}

async function readUserByUser(
  call: IamCall,
  now: () => Date,
  users: readonly UserIdentity[],
): Promise<ServiceCredentialsReading> {
  const rule = new StopRule();
  const byUserId = new Map<string, Read<ServiceSpecificCredentialFact[]>>();
  await Promise.all(
    users.map(async ({ userId, userName }) => {
      const found = await rule.run(() => listServiceCredentials(call, userName));
      byUserId.set(
        userId,
        found.ok
          ? { state: "read", value: found.value, source: "live_api", observedAt: now() }
          : { state: "unread", reason: found.failure.reason },
      );
    }),
  );
  const { failure } = rule;
  return { byUserId, outcome: failure ? { ok: false, failure } : { ok: true, value: null, observedAt: now() } };
}

/** A user's credentials. A user who is not there any more has none. @throws AwsCallFailed */
export const listServiceCredentials = (call: IamCall, userName: string): Promise<ServiceSpecificCredentialFact[]> =>
  ifGone([], async () => (await listCredentials(call, { UserName: userName })).map(({ fact }) => fact));

type OnOdd = (credential: ServiceSpecificCredentialMetadata) => void;
const identityOf = ({ fact }: Found): string => fact.serviceSpecificCredentialId;

const listCredentials = (
  call: IamCall,
  asked: ListServiceSpecificCredentialsRequest,
  onOdd?: OnOdd,
): Promise<Found[]> =>
  listAll(call, {
    action: "iam:ListServiceSpecificCredentials",
    send: (iam, page, abort) => iam.send(new ListServiceSpecificCredentialsCommand({ ...asked, ...page }), abort),
    itemsOf: ({ ServiceSpecificCredentials }) => ServiceSpecificCredentials,
    isWhole: (credential) =>
      hasFields(credential, "ServiceSpecificCredentialId", "UserName", "Status", "CreateDate", "ServiceName"),
    ...(onOdd ? { onOdd } : {}),
    factOf: (credential) => ({ userName: credential.UserName ?? "", fact: factOf(credential) }),
    identityOf,
  });

const factOf = (credential: ServiceSpecificCredentialMetadata): ServiceSpecificCredentialFact => ({
  serviceSpecificCredentialId: credential.ServiceSpecificCredentialId ?? "",
  serviceName: credential.ServiceName ?? "",
  name: credential.ServiceUserName ?? credential.ServiceCredentialAlias ?? null,
  status: credential.Status as ServiceSpecificCredentialFact["status"],
  createdAt: credential.CreateDate as Date,
  expiresAt: credential.ExpirationDate ?? null,
});
