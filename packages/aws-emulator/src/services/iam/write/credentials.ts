import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { randomId } from "../../../identity/ids.ts";
import { AwsError, errors } from "../../../protocol/aws-error.ts";
import { element, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedServiceSpecificCredential, EmulatedSshPublicKey, EmulatedUser } from "../../../world/model.ts";
import { API_KEY_SERVICES } from "../../../world/service-credentials.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { namedOrCalling, requiredUser, userResource } from "../read/named-user.ts";
import { checkService, credentialXml } from "../read/user-credentials.ts";

const MAX_SSH_KEYS = 5;
const MAX_CERTIFICATES = 2;
const MAX_CREDENTIALS_PER_SERVICE = 2;
const MAX_API_KEY_AGE_DAYS = 36_600;
const MS_PER_DAY = 86_400_000;

/** @throws AwsError ValidationError for a status that nobody can set. */
function readStatus({ params }: AccountCall): "Active" | "Inactive" {
  const status = params.required("Status");
  if (status === "Active" || status === "Inactive") return status;
  throw errors.validation(
    `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
  );
}

/** @throws AwsError NoSuchEntity. */
function findBy<T>(items: readonly T[], is: (item: T) => boolean, what: string): T {
  const found = items.find(is);
  if (!found) throw errors.noSuchEntity(`The ${what} cannot be found.`);
  return found;
}

/** MD5 over the key's bytes, as IAM shows it. @throws AwsError UnrecognizedPublicKeyEncoding. */
function fingerprintOf(body: string): string {
  const [kind, base64] = body.trim().split(/\s+/);
  if (kind !== "ssh-rsa" || !base64) {
    throw new AwsError("UnrecognizedPublicKeyEncoding", "The public key encoding format is not recognized.");
  }
  const digest = createHash("md5").update(Buffer.from(base64, "base64")).digest("hex");
  return digest.match(/../g)!.join(":");
}

function uploadSshPublicKey(call: AccountCall): string {
  const user = requiredUser(call);
  const body = call.params.required("SSHPublicKeyBody");
  const fingerprint = fingerprintOf(body);
  if (user.sshPublicKeys.length >= MAX_SSH_KEYS) {
    throw errors.limitExceeded(`Cannot exceed quota for SSHPublicKeysPerUser: ${MAX_SSH_KEYS}`);
  }
  const key: EmulatedSshPublicKey = {
    sshPublicKeyId: randomId("APKA", 17),
    status: "Active",
    uploadedAt: call.now,
    usage: [],
  };
  user.sshPublicKeys.push(key);
  return wrap(
    "SSHPublicKey",
    element("UserName", user.userName) +
      element("SSHPublicKeyId", key.sshPublicKeyId) +
      element("Fingerprint", fingerprint) +
      element("SSHPublicKeyBody", body) +
      element("Status", key.status) +
      element("UploadDate", key.uploadedAt),
  );
}

function namedSshKey(call: AccountCall): { user: EmulatedUser; key: EmulatedSshPublicKey } {
  const user = requiredUser(call);
  const id = call.params.required("SSHPublicKeyId");
  const key = findBy(user.sshPublicKeys, ({ sshPublicKeyId }) => sshPublicKeyId === id, `SSH Public Key with id ${id}`);
  return { user, key };
}

function updateSshPublicKey(call: AccountCall): null {
  namedSshKey(call).key.status = readStatus(call);
  return null;
}

function deleteSshPublicKey(call: AccountCall): null {
  const { user, key } = namedSshKey(call);
  user.sshPublicKeys = user.sshPublicKeys.filter((candidate) => candidate !== key);
  return null;
}

function uploadSigningCertificate(call: AccountCall): string {
  const user = namedOrCalling(call);
  const certificates = (user ?? call.account.root).signingCertificates;
  const certificateBody = call.params.required("CertificateBody");
  readCertificate(certificateBody);
  if (certificates.length >= MAX_CERTIFICATES) {
    throw errors.limitExceeded(`Cannot exceed quota for SigningCertificatesPerUser: ${MAX_CERTIFICATES}`);
  }
  const certificate = {
    certificateId: randomId("", 32),
    status: "Active" as const,
    uploadedAt: call.now,
    certificateBody,
  };
  certificates.push(certificate);
  return wrap(
    "Certificate",
    element("UserName", user?.userName) +
      element("CertificateId", certificate.certificateId) +
      element("CertificateBody", certificateBody) +
      element("Status", certificate.status) +
      element("UploadDate", certificate.uploadedAt),
  );
}

/** @throws AwsError MalformedCertificate. */
export function readCertificate(body: string): X509Certificate {
  try {
    return new X509Certificate(body);
  } catch {
    throw new AwsError("MalformedCertificate", "Certificate body is malformed or was not in PEM format.");
  }
}

function deleteSigningCertificate(call: AccountCall): null {
  const owner = namedOrCalling(call) ?? call.account.root;
  const id = call.params.required("CertificateId");
  const certificate = findBy(
    owner.signingCertificates,
    ({ certificateId }) => certificateId === id,
    `Certificate ${id}`,
  );
  owner.signingCertificates = owner.signingCertificates.filter((candidate) => candidate !== certificate);
  return null;
}

/** A second one of the same kind gets a number in its name. */
function createServiceSpecificCredential(call: AccountCall): string {
  const user = requiredUser(call);
  const serviceName = call.params.required("ServiceName");
  checkService(serviceName);
  const held = user.serviceSpecificCredentials.filter((credential) => credential.serviceName === serviceName).length;
  if (held >= MAX_CREDENTIALS_PER_SERVICE) {
    throw errors.limitExceeded(
      `Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${MAX_CREDENTIALS_PER_SERVICE}`,
    );
  }
  const isApiKey = API_KEY_SERVICES.includes(serviceName);
  const name = `${user.userName}${held === 0 ? "" : `+${held}`}-at-${call.account.awsAccountId}`;
  const credential: EmulatedServiceSpecificCredential = {
    serviceSpecificCredentialId: randomId("ACCA", 17),
    serviceName,
    serviceUserName: isApiKey ? null : name,
    serviceCredentialAlias: isApiKey ? name : null,
    status: "Active",
    createdAt: call.now,
    expiresAt: readExpiry(call, isApiKey),
    usage: [],
  };
  user.serviceSpecificCredentials.push(credential);
  const secret = element(isApiKey ? "ServiceCredentialSecret" : "ServicePassword", randomBytes(32).toString("base64"));
  return wrap("ServiceSpecificCredential", credentialXml(user, credential, call.now) + secret);
}

function readExpiry({ params, now }: AccountCall, isApiKey: boolean): Date | null {
  if (params.optional("CredentialAgeDays") === null) return null;
  if (!isApiKey) throw errors.validation("CredentialAgeDays is not supported for the specified service");
  const days = params.integer("CredentialAgeDays", { min: 1, max: MAX_API_KEY_AGE_DAYS, fallback: 1 });
  return new Date(now.getTime() + days * MS_PER_DAY);
}

function namedCredential(call: AccountCall): { user: EmulatedUser; credential: EmulatedServiceSpecificCredential } {
  const user = call.params.optional("UserName") === null ? namedOrCalling(call) : requiredUser(call);
  const id = call.params.required("ServiceSpecificCredentialId");
  const isIt = (credential: EmulatedServiceSpecificCredential) => credential.serviceSpecificCredentialId === id;
  const credential = findBy(user?.serviceSpecificCredentials ?? [], isIt, `service specific credential ${id}`);
  return { user: user!, credential };
}

function updateServiceSpecificCredential(call: AccountCall): null {
  namedCredential(call).credential.status = readStatus(call);
  return null;
}

function deleteServiceSpecificCredential(call: AccountCall): null {
  const { user, credential } = namedCredential(call);
  user.serviceSpecificCredentials = user.serviceSpecificCredentials.filter((candidate) => candidate !== credential);
  return null;
}

const write = (handle: (call: AccountCall) => string | null): IamAction => ({ resource: userResource, handle });

export const CREDENTIAL_WRITES: Readonly<Record<string, IamAction>> = {
  UploadSSHPublicKey: write(uploadSshPublicKey),
  UpdateSSHPublicKey: write(updateSshPublicKey),
  DeleteSSHPublicKey: write(deleteSshPublicKey),
  UploadSigningCertificate: write(uploadSigningCertificate),
  DeleteSigningCertificate: write(deleteSigningCertificate),
  CreateServiceSpecificCredential: write(createServiceSpecificCredential),
  UpdateServiceSpecificCredential: write(updateServiceSpecificCredential),
  DeleteServiceSpecificCredential: write(deleteServiceSpecificCredential),
};
