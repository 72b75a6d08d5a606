import { DEFAULT_VENDOR } from "@rolecall/aws-emulator";

/** Points the AWS SDK at an emulator, by the variables that the SDK itself reads when a client is made. */
export function useEmulator(url: string): void {
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: DEFAULT_VENDOR.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DEFAULT_VENDOR.secretAccessKey,
    AWS_REGION: "eu-central-1",
  };
  // biome-ignore lint/style/noProcessEnv: the SDK's own variables have no other place
  Object.assign(process.env, variables);
}
