import { AccountClient } from "@aws-sdk/client-account";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { RolesAnywhereClient } from "@aws-sdk/client-rolesanywhere";
import { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import type { Emulator } from "../emulator.ts";
import { DEFAULT_VENDOR, SMALL_WORLD } from "../index.ts";

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** One attempt per call: a test that asks for a fault sees that fault, and not what a retry makes of it. */
const settings = (emulator: Emulator, credentials: Keys, region = "us-east-1") => ({
  endpoint: emulator.url,
  region,
  credentials,
  maxAttempts: 1,
});

export const iamClient = (emulator: Emulator, keys: Keys) => new IAMClient(settings(emulator, keys));
export const stsClient = (emulator: Emulator, keys: Keys = DEFAULT_VENDOR) => new STSClient(settings(emulator, keys));

/** This client tries a second time even where one attempt was asked for. */
const ONE_ATTEMPT = {
  acquireInitialRetryToken: () => Promise.resolve({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  refreshRetryTokenForRetry: () => Promise.reject(new Error("One attempt only")),
  recordSuccess: () => undefined,
};

/** Clients of the services besides IAM and STS, for one Region. */
export const serviceClients = (emulator: Emulator, keys: Keys, region?: string) => {
  const given = settings(emulator, keys, region);
  return {
    account: new AccountClient(given),
    cloudTrail: new CloudTrailClient(given),
    organizations: new OrganizationsClient(given),
    rolesAnywhere: new RolesAnywhereClient({ ...given, retryStrategy: ONE_ATTEMPT }),
    ssoAdmin: new SSOAdminClient(given),
  };
};

/** The long-term key of a user; secrets are not verified. */
export const longTerm = (accessKeyId: string): Keys => ({ accessKeyId, secretAccessKey: "not-verified" });

/** Assumes the small world's reader role as the vendor, as the product does. */
export async function assumeReader(emulator: Emulator, input: Partial<AssumeRoleCommandInput> = {}): Promise<Keys> {
  const { Credentials } = await stsClient(emulator).send(
    new AssumeRoleCommand({
      RoleArn: SMALL_WORLD.readerRoleArn,
      RoleSessionName: "rolecall-test",
      ExternalId: SMALL_WORLD.externalId,
      ...input,
    }),
  );
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}
