import type {
  EmulatedAccessKey,
  EmulatedMfaDevice,
  EmulatedServiceSpecificCredential,
  EmulatedSigningCertificate,
  EmulatedSshPublicKey,
} from "../world/model.ts";
import { SIGNING_CERTIFICATE_PEM } from "./signing-certificate.ts";
import { stableId } from "./stable-id.ts";

/** Credentials for tests. Their ids follow from the `seed`, which is any text that is unique in the world. */

export const LONG_AGO = new Date("2024-01-15T09:30:00Z");

/** An active access key. */
export function accessKeyOf(seed: string, given: Partial<EmulatedAccessKey> = {}): EmulatedAccessKey {
  return {
    accessKeyId: stableId("AKIA", `key ${seed}`, 16),
    secretAccessKey: stableId("", `secret ${seed}`, 40),
    status: "Active",
    createdAt: LONG_AGO,
    usage: [],
    ...given,
  };
}

/** An active key for CodeCommit. */
export const sshPublicKeyOf = (seed: string, given: Partial<EmulatedSshPublicKey> = {}): EmulatedSshPublicKey => ({
  sshPublicKeyId: stableId("APKA", `ssh key ${seed}`, 17),
  status: "Active",
  uploadedAt: LONG_AGO,
  usage: [],
  ...given,
});

/** An active X.509 certificate. */
export const signingCertificateOf = (
  seed: string,
  given: Partial<EmulatedSigningCertificate> = {},
): EmulatedSigningCertificate => ({
  certificateId: stableId("", `signing certificate ${seed}`, 32),
  status: "Active",
  uploadedAt: LONG_AGO,
  certificateBody: SIGNING_CERTIFICATE_PEM,
  ...given,
});

/** An active password for a service that never expires. An API key is one with a `serviceCredentialAlias`. */
export const serviceSpecificCredentialOf = (
  seed: string,
  given: Partial<EmulatedServiceSpecificCredential> = {},
): EmulatedServiceSpecificCredential => ({
  serviceSpecificCredentialId: stableId("ACCA", `service credential ${seed}`, 17),
  serviceName: "codecommit.amazonaws.com",
  serviceUserName: given.serviceCredentialAlias ? null : `${seed.replaceAll(" ", "-")}-at-111122223333`,
  serviceCredentialAlias: null,
  status: "Active",
  createdAt: LONG_AGO,
  expiresAt: null,
  usage: [],
  ...given,
});

/** An MFA device of a user, with the serial number that AWS gives to its kind. */
export function mfaDeviceOf(
  kind: EmulatedMfaDevice["kind"],
  { awsAccountId, userName, name = userName }: { awsAccountId: string; userName: string; name?: string },
  given: Partial<EmulatedMfaDevice> = {},
): EmulatedMfaDevice {
  const serialNumbers = {
    virtual: `arn:aws:iam::${awsAccountId}:mfa/${name}`,
    fido: `arn:aws:iam::${awsAccountId}:u2f/user/${userName}/${name}-${stableId("", `fido ${awsAccountId} ${userName} ${name}`, 20)}`,
    hardware: `GAHT${stableId("", `${userName} ${name}`, 8)}`,
  };
  return { kind, serialNumber: serialNumbers[kind], enabledAt: LONG_AGO, ...given };
}
