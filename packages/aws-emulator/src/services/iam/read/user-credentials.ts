import { arns } from "../../../identity/arns.ts";
import { AwsError, errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list } from "../../../protocol/query-xml.ts";
import type { EmulatedServiceSpecificCredential, EmulatedUser } from "../../../world/model.ts";
import { API_KEY_SERVICES, PASSWORD_SERVICES, shownStatus } from "../../../world/service-credentials.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { getUser, namedOrCalling, onUser } from "./named-user.ts";

/** A user's credentials besides its password and access keys. */

function listSshPublicKeys(call: AccountCall): string {
  const user = namedOrCalling(call);
  const { items, tail } = paginate(call, user?.sshPublicKeys ?? [], (key) => key.sshPublicKeyId);
  return (
    list(
      "SSHPublicKeys",
      items,
      (key) =>
        element("UserName", user?.userName) +
        element("SSHPublicKeyId", key.sshPublicKeyId) +
        element("Status", key.status) +
        element("UploadDate", key.uploadedAt),
    ) + tail
  );
}

/** The root user may have certificates too; it alone can list them. */
function listSigningCertificates(call: AccountCall): string {
  const user = namedOrCalling(call);
  const certificates = user?.signingCertificates ?? call.account.root.signingCertificates;
  const { items, tail } = paginate(call, certificates, (certificate) => certificate.certificateId);
  return (
    list(
      "Certificates",
      items,
      (certificate) =>
        element("UserName", user?.userName) +
        element("CertificateId", certificate.certificateId) +
        element("CertificateBody", certificate.certificateBody) +
        element("Status", certificate.status) +
        element("UploadDate", certificate.uploadedAt),
    ) + tail
  );
}

/** @throws AwsError NotSupportedService. */
export function checkService(serviceName: string): void {
  if (PASSWORD_SERVICES.includes(serviceName) || API_KEY_SERVICES.includes(serviceName)) return;
  throw new AwsError("NotSupportedService", `No such service ${serviceName} supported.`, 404);
}

/** A credential's metadata: everything but its secret. */
export const credentialXml = (user: EmulatedUser, credential: EmulatedServiceSpecificCredential, now: Date): string =>
  element("UserName", user.userName) +
  element("Status", shownStatus(credential, now)) +
  element("ServiceUserName", credential.serviceUserName) +
  element("ServiceCredentialAlias", credential.serviceCredentialAlias) +
  element("CreateDate", credential.createdAt) +
  element("ExpirationDate", credential.expiresAt) +
  element("ServiceSpecificCredentialId", credential.serviceSpecificCredentialId) +
  element("ServiceName", credential.serviceName);

function askedUsers(call: AccountCall): EmulatedUser[] {
  const userName = call.params.optional("UserName");
  if (call.params.optional("AllUsers") === "true") {
    if (userName !== null) throw errors.validation("UserName cannot be specified together with AllUsers");
    return [...call.account.users.values()];
  }
  const user = userName === null ? namedOrCalling(call) : getUser(call, userName);
  return user ? [user] : [];
}

function listServiceSpecificCredentials(call: AccountCall): string {
  const serviceName = call.params.optional("ServiceName");
  if (serviceName !== null) checkService(serviceName);
  const credentials = askedUsers(call).flatMap((user) =>
    user.serviceSpecificCredentials
      .filter((credential) => serviceName === null || credential.serviceName === serviceName)
      .map((credential) => ({ user, credential })),
  );
  const { items, tail } = paginate(call, credentials, ({ credential }) => credential.serviceSpecificCredentialId);
  return (
    list("ServiceSpecificCredentials", items, ({ user, credential }) => credentialXml(user, credential, call.now)) +
    tail
  );
}

const allUsersOrOne = onUser(listServiceSpecificCredentials);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const USER_CREDENTIAL_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListSSHPublicKeys: onUser(listSshPublicKeys),
  ListSigningCertificates: onUser(listSigningCertificates),
  ListServiceSpecificCredentials: {
    ...allUsersOrOne,
    resource: (call) =>
      call.params.optional("AllUsers") === "true" ? arns.any(call.account, "user/*") : allUsersOrOne.resource(call),
  },
};
