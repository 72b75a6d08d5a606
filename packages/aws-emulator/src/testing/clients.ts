import { IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import type { Emulator } from "../emulator.ts";
import { DEFAULT_VENDOR, SMALL_WORLD } from "../index.ts";

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** One attempt per call: a test that asks for a fault sees that fault, and not what a retry makes of it. */
const settings = (emulator: Emulator, credentials: Keys) => ({
  endpoint: emulator.url,
  region: "us-east-1",
  credentials,
  maxAttempts: 1,
});

export const iamClient = (emulator: Emulator, keys: Keys) => new IAMClient(settings(emulator, keys));
export const stsClient = (emulator: Emulator, keys: Keys = DEFAULT_VENDOR) => new STSClient(settings(emulator, keys));

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
