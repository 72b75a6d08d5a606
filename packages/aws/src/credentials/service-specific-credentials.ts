import {
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsRequest,
  type ServiceSpecificCredentialMetadata,
} from "@aws-sdk/client-iam";
import type { Read, ServiceSpecificCredentialFact, UserIdentity } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { listAll } from "../reading/iam-lists.ts";
import { ifGone } from "../reading/if-gone.ts";
import type { Failure, Outcome } from "../reading/outcome.ts";
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
/** What an implementation answers to a parameter that it does not know, or lacks. */
const NOT_UNDERSTOOD: ReadonlySet<Failure["kind"]> = new Set(["invalid", "unknown", "not_found"]);

type ByUserName = Map<string, ServiceSpecificCredentialFact[]>;
export type ServiceCredentialsReading = {
  byUserId: Map<string, Read<ServiceSpecificCredentialFact[]>>;
  outcome: Outcome<unknown>;
};

/** All users' credentials in one list; by service where that is not understood; null: neither is. @throws AwsCallFailed */
export async function readAllServiceCredentials(call: IamCall): Promise<ByUserName | null> {
  try {
    return await listCredentials(call, { AllUsers: true });
  } catch (error) {
    if (!(error instanceof AwsCallFailed) || !NOT_UNDERSTOOD.has(error.kind)) throw error;
  }
  const byUserName: ByUserName = new Map();
  try {
    for (const ServiceName of SERVICE_NAMES) {
      const found = await listOfService(call, ServiceName);
      for (const [userName, credentials] of found) {
        byUserName.set(userName, [...(byUserName.get(userName) ?? []), ...credentials]);
      }
    }
    return byUserName;
  } catch (error) {
    if (error instanceof AwsCallFailed && NOT_UNDERSTOOD.has(error.kind)) return null;
    throw error;
  }
}

/** A service that is not supported there has no credentials. @throws AwsCallFailed */
async function listOfService(call: IamCall, ServiceName: string): Promise<ByUserName> {
  try {
    return await listCredentials(call, { AllUsers: true, ServiceName });
  } catch (error) {
    if (error instanceof AwsCallFailed && error.awsErrorName.startsWith("NotSupportedService")) return new Map();
    throw error;
  }
}

/** Gives each user what the bulk calls returned; where they returned nothing, a call is made for each user. */
export async function serviceCredentialsOf(
  { call, now }: { call: IamCall; now: () => Date },
  bulk: Outcome<ByUserName | null>,
  users: readonly UserIdentity[],
): Promise<ServiceCredentialsReading> {
  if (bulk.ok && bulk.value === null) return readUserByUser(call, now, users);
  const byUserId = new Map<string, Read<ServiceSpecificCredentialFact[]>>();
  for (const { userId, userName } of users) byUserId.set(userId, ofUser(bulk, userName));
  return { byUserId, outcome: bulk };
}

function ofUser(bulk: Outcome<ByUserName | null>, userName: string): Read<ServiceSpecificCredentialFact[]> {
  if (!bulk.ok) return { state: "unread", reason: bulk.failure.reason };
  return {
    state: "read",
    value: bulk.value?.get(userName) ?? [],
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
  ifGone([], async () => [...(await listCredentials(call, { UserName: userName })).values()].flat());

async function listCredentials(call: IamCall, asked: ListServiceSpecificCredentialsRequest): Promise<ByUserName> {
  const found = await listAll(call, {
    action: "iam:ListServiceSpecificCredentials",
    send: (iam, page, abort) => iam.send(new ListServiceSpecificCredentialsCommand({ ...asked, ...page }), abort),
    itemsOf: ({ ServiceSpecificCredentials }) => ServiceSpecificCredentials,
    isWhole: (credential) =>
      hasFields(credential, "ServiceSpecificCredentialId", "UserName", "Status", "CreateDate", "ServiceName"),
    factOf: (credential) => ({ userName: credential.UserName ?? "", fact: factOf(credential) }),
  });
  const byUserName: ByUserName = new Map();
  for (const { userName, fact } of found) byUserName.set(userName, [...(byUserName.get(userName) ?? []), fact]);
  return byUserName;
}

const factOf = (credential: ServiceSpecificCredentialMetadata): ServiceSpecificCredentialFact => ({
  serviceSpecificCredentialId: credential.ServiceSpecificCredentialId ?? "",
  serviceName: credential.ServiceName ?? "",
  name: credential.ServiceUserName ?? credential.ServiceCredentialAlias ?? null,
  status: credential.Status as ServiceSpecificCredentialFact["status"],
  createdAt: credential.CreateDate as Date,
  expiresAt: credential.ExpirationDate ?? null,
});
