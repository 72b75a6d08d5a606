import { AccountClient } from "@aws-sdk/client-account";
import { RolesAnywhereClient, type RolesAnywhereClientConfig } from "@aws-sdk/client-rolesanywhere";
import type { ClientOptions, RoleSession } from "./session-broker.ts";

type Options = ClientOptions & Pick<RoleSession, "credentials">;

/**
 * The SDK's client of Roles Anywhere is of an older generation than the others: it neither takes the options of the request
 * handler nor looks for an endpoint in the environment. A client of the present generation lends it both.
 */
export async function createRolesAnywhereClient(options: Options): Promise<RolesAnywhereClient> {
  const lender = new AccountClient({ ...options, serviceId: "RolesAnywhere" });
  const endpoint = await lender.config.serviceConfiguredEndpoint?.();
  return new RolesAnywhereClient({
    region: options.region,
    credentials: options.credentials,
    maxAttempts: options.maxAttempts,
    retryMode: options.retryMode,
    requestHandler: lender.config.requestHandler as RolesAnywhereClientConfig["requestHandler"],
    ...(endpoint ? { endpoint } : {}),
  });
}
