import { ListOrganizationsFeaturesCommand } from "@aws-sdk/client-iam";
import { AppError, type OrganizationReading, type Read, type ReadingProgress } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { outcomeOf } from "../reading/outcome.ts";
import type { ServiceCalls } from "../session/account-session.ts";
import { type InAccountInput, openAccount, type ReadingContext } from "../session/open-account.ts";
import type { CallerIdentity } from "../session/session-broker.ts";
import { organizationRefusedMessage } from "../verification/messages.ts";
import { readPermissionSets } from "./identity-center.ts";
import { describeOrganization, listAccounts, listDelegatedAdministratorIds, listUnits } from "./organization.ts";
import { completeUnits, placeAccounts } from "./organization-tree.ts";

export type ReadOrganizationInput = InAccountInput & { onProgress?: (progress: ReadingProgress) => void };

/**
 * Reads an organisation from its management account or a delegated administrator.
 *
 * @throws AppError UPSTREAM if there is no session, or the organisation or its accounts may not be read from this account;
 * CONFLICT; the abort signal's reason. What else AWS does not let be read is `unread`.
 */
export async function readOrganization(
  context: ReadingContext,
  input: ReadOrganizationInput,
): Promise<OrganizationReading> {
  const { session, identity } = await openAccount(context, input, "organization");
  try {
    return await readFrom(context, input, session, identity);
  } finally {
    session.close();
  }
}

async function readFrom(
  context: ReadingContext,
  { onProgress }: ReadOrganizationInput,
  calls: ServiceCalls,
  { awsAccountId, partition }: CallerIdentity,
): Promise<OrganizationReading> {
  const { now, region } = context;
  const onAccounts = (accounts: number) => onProgress?.({ step: "accounts", done: accounts, total: null });
  const onPermissionSet = (done: number, total: number) => onProgress?.({ step: "permission sets", done, total });
  const organization = await describeOrganization(calls).catch(refuse);
  const { managementAccountId } = organization;
  const [listed, units, delegatedAdministratorIds, features, permissionSets] = await Promise.all([
    listAccounts(calls, onAccounts).catch(refuse),
    outcomeOf(now, () => listUnits(calls)),
    readOf(now, () => listDelegatedAdministratorIds(calls)),
    readOf(now, () => listFeatures(calls)),
    readPermissionSets({ calls, now, region, partition, managementAccountId, onPermissionSet }),
  ]);
  const accounts = await placeAccounts(calls, listed, units);
  return {
    ...organization,
    awsAccountId,
    accounts,
    units: completeUnits(units, accounts),
    delegatedAdministratorIds,
    features,
    permissionSets,
    apiCalls: context.caller.apiCalls,
  };
}

function refuse(error: unknown): never {
  if (!(error instanceof AwsCallFailed)) throw error;
  const { kind, action, awsErrorName } = error;
  const details = { kind, action, awsErrorName };
  throw new AppError("UPSTREAM", organizationRefusedMessage(error), { details, cause: error });
}

async function readOf<T>(now: () => Date, read: () => Promise<T>): Promise<Read<T>> {
  const outcome = await outcomeOf(now, read);
  if (!outcome.ok) return { state: "unread", reason: outcome.failure.reason };
  return { state: "read", value: outcome.value, source: "live_api", observedAt: outcome.observedAt };
}

/** IAM is no trusted service of the organisation: then none of its features can be switched on. */
const NO_TRUSTED_ACCESS = "ServiceAccessNotEnabledException";

/** Features of central root access that are switched on. @throws AwsCallFailed */
async function listFeatures(calls: ServiceCalls): Promise<string[]> {
  try {
    const { EnabledFeatures } = await calls.on("iam")("iam:ListOrganizationsFeatures", (iam, abort) =>
      iam.send(new ListOrganizationsFeaturesCommand({}), abort),
    );
    return EnabledFeatures ?? [];
  } catch (error) {
    if (error instanceof AwsCallFailed && error.awsErrorName === NO_TRUSTED_ACCESS) return [];
    throw error;
  }
}
