import {
  type Credential,
  type CredentialKind,
  type CredentialState,
  type CredentialStatus,
  type CredentialUse,
  useRecordedSince,
} from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

export const KIND_LABELS: Record<CredentialKind, string> = {
  access_key: "Access key",
  console_password: "Console password",
  ssh_public_key: "SSH public key",
  signing_certificate: "Signing certificate",
  service_specific_credential: "Service-specific credential",
  api_key: "Long-term API key",
  server_certificate: "Server certificate",
  root_access_key: "Root access key",
  root_password: "Root password",
  root_signing_certificate: "Root signing certificate",
};

export const STATUS_LABELS: Record<CredentialStatus, string> = {
  active: "Active",
  inactive: "Inactive",
  expired: "Expired",
};

export const STATE_LABELS: Record<CredentialState, { label: string; tone: Tone }> = {
  ok: { label: "OK", tone: "positive" },
  due_soon: { label: "Due soon", tone: "warning" },
  overdue: { label: "Overdue", tone: "critical" },
  excepted: { label: "Excepted", tone: "info" },
  unknown: { label: "Age unknown", tone: "neutral" },
  ended: { label: "Ended", tone: "neutral" },
};

export const USE_LABELS: Record<CredentialUse, { label: string; tone: Tone }> = {
  unused: { label: "Unused", tone: "warning" },
  ok: { label: "In use or new", tone: "positive" },
  excepted: { label: "Excepted", tone: "info" },
  unknown: { label: "Use unknown", tone: "neutral" },
  ended: { label: "Ended", tone: "neutral" },
};

/** Whether AWS reports the service and the Region of its last use, which it does for access keys only. */
export function isKey(kind: CredentialKind): boolean {
  return kind === "access_key" || kind === "root_access_key";
}

/** Whether AWS records the use of a kind of credential. The use of the others is unknown. */
export const isUseTracked = (kind: CredentialKind): boolean => useRecordedSince(kind) !== null;

type Named = Pick<Credential, "accessKeyId" | "credentialId" | "name" | "kind">;

/** AWS's own id of a credential; null where it has none, or it has not been reported. An id with a colon in it is our substitute. */
export function awsIdOf({ accessKeyId, credentialId }: Pick<Named, "accessKeyId" | "credentialId">): string | null {
  return accessKeyId ?? (credentialId.includes(":") ? null : credentialId);
}

/** The name of a credential: its own id or name, or its kind. Uploaded reports do not contain the ids of keys. */
export function credentialName(credential: Named): string {
  const { kind, name } = credential;
  if (kind === "server_certificate" && name) return name;
  const awsId = awsIdOf(credential);
  if (awsId) return awsId;
  return kind === "access_key" ? "Access key of unknown id" : KIND_LABELS[kind];
}

const ROOT_USER = "<root_account>";

/** The owner of a credential, in words. The credential report has a special name for the root user. */
export function ownerName({ userName, kind }: Pick<Credential, "userName" | "kind">): string {
  if (userName === ROOT_USER || kind.startsWith("root_")) return "root user";
  return userName === "" ? "the account" : userName;
}
