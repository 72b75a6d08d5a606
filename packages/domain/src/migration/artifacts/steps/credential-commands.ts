import type { CredentialKind } from "../../../inventory/credential.ts";
import { option } from "../languages/shell.ts";
import type { StepCredential } from "./step.ts";

type Commands = {
  deactivate: string;
  /** Null: what deactivates it destroys it. */
  activate: string | null;
  /** Null: deactivating has deleted it. */
  delete: string | null;
};

const withStatus = (action: string, idOption: string): ((user: string, id: string) => Commands) => {
  const updated = (user: string, id: string, status: string) =>
    `aws iam update-${action} ${user} ${option(idOption, id)} --status ${status}`;
  return (user, id) => ({
    deactivate: updated(user, id, "Inactive"),
    activate: updated(user, id, "Active"),
    delete: `aws iam delete-${action} ${user} ${option(idOption, id)}`,
  });
};

const SERVICE_CREDENTIAL = withStatus("service-specific-credential", "--service-specific-credential-id");

/** How the credentials of a user are turned off, turned on again and deleted. Those of root and of servers are no user's. */
const COMMANDS: Readonly<Partial<Record<CredentialKind, (user: string, id: string) => Commands>>> = {
  access_key: withStatus("access-key", "--access-key-id"),
  console_password: (user) => ({ deactivate: `aws iam delete-login-profile ${user}`, activate: null, delete: null }),
  signing_certificate: withStatus("signing-certificate", "--certificate-id"),
  ssh_public_key: withStatus("ssh-public-key", "--ssh-public-key-id"),
  service_specific_credential: SERVICE_CREDENTIAL,
  // API keys are service-specific credentials to IAM.
  api_key: SERVICE_CREDENTIAL,
};

/** The order in which they go: first what people sign in with, then keys, then the rest. */
const ORDER = Object.keys(COMMANDS);

export const inOrder = (credentials: readonly StepCredential[]): StepCredential[] =>
  credentials
    .filter(({ kind }) => COMMANDS[kind])
    .toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));

export const commandsOf = ({ kind, id }: StepCredential, user: string): Commands | null =>
  COMMANDS[kind]?.(user, id) ?? null;

/** What shows each kind to whoever asks AWS, where the inventory does not know. */
export const listCommands = (user: string): string[] =>
  [
    "get-login-profile",
    "list-access-keys",
    "list-signing-certificates",
    "list-ssh-public-keys",
    "list-service-specific-credentials",
  ].map((action) => `aws iam ${action} ${user}`);
