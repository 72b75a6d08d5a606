/**
 * The services whose service-specific credentials are long-term API keys: a bearer token, not a user name with a password.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_api_keys_for_aws_services.html
 */
const API_KEY_SERVICES: readonly string[] = [
  "bedrock.amazonaws.com",
  "aws-external-anthropic.amazonaws.com",
  "cloudwatch.amazonaws.com",
  "logs.amazonaws.com",
];

export const serviceCredentialKind = (serviceName: string): "api_key" | "service_specific_credential" =>
  API_KEY_SERVICES.includes(serviceName) ? "api_key" : "service_specific_credential";
