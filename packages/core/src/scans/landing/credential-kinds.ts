import type { CredentialKind, ResourceKind, UserFact } from "@rolecall/domain";

/** The parts of a user's facts that tell of credentials, each read or unread by itself. */
export type CredentialPart = {
  [Part in keyof UserFact]-?: UserFact[Part] extends { state: string } ? Part : never;
}[keyof UserFact];

type Judge = {
  /** The part of the user's facts that lists credentials of this kind; null: they belong to no user. */
  part: CredentialPart | null;
  /** The kinds of resource that all have to be read before one that was not found is gone, where no part tells. */
  resources: readonly ResourceKind[];
  /** Whether only the slow lane, or a user read anew, tells of the kind. */
  isSlow: boolean;
};

const ofUser = (part: CredentialPart): Judge => ({ part, resources: ["users"], isSlow: false });
const ofAccount = (...resources: ResourceKind[]): Judge => ({ part: null, resources, isSlow: false });

/** By what each kind of credential may be taken as gone. */
export const JUDGES: Readonly<Record<CredentialKind, Judge>> = {
  access_key: ofUser("accessKeys"),
  console_password: ofUser("consolePassword"),
  signing_certificate: ofUser("signingCertificates"),
  service_specific_credential: ofUser("serviceSpecificCredentials"),
  api_key: ofUser("serviceSpecificCredentials"),
  ssh_public_key: { ...ofUser("sshPublicKeys"), isSlow: true },
  server_certificate: ofAccount("server_certificates"),
  root_access_key: ofAccount("credential_report"),
  root_password: ofAccount(),
  root_signing_certificate: ofAccount("credential_report"),
};

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
