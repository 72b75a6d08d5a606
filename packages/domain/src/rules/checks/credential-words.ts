import type { CredentialKind } from "../../inventory/credential.ts";
import type { JudgedCredential } from "../../judgement/judged.ts";

const NOUNS: Readonly<Record<CredentialKind, string>> = {
  access_key: "Access key",
  console_password: "Console password",
  ssh_public_key: "SSH public key",
  signing_certificate: "Signing certificate",
  service_specific_credential: "Service password",
  api_key: "API key",
  server_certificate: "Server certificate",
  root_access_key: "Access key",
  root_password: "Password",
  root_signing_certificate: "Signing certificate",
};

/** A credential at the beginning of a sentence: `Access key AKIA... of alice`. */
export function credentialInWords(credential: JudgedCredential): string {
  const { kind, accessKeyId, credentialId, name, userName } = credential;
  const noun = NOUNS[kind];
  if (kind === "server_certificate") return `${noun} ${name ?? credentialId}`;
  const whose = kind.startsWith("root_") ? "the root user" : userName;
  const id = accessKeyId ?? (credentialId.includes(":") ? null : credentialId);
  return id === null ? `${noun} of ${whose}` : `${noun} ${id} of ${whose}`;
}
