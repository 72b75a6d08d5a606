import { arns } from "../../../identity/arns.ts";
import { randomId } from "../../../identity/ids.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedServerCertificate } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { serverCertificateXml } from "../read/providers.ts";
import { readCertificate } from "./credentials.ts";
import { checkName } from "./users.ts";

const find = ({ account, params }: AccountCall): EmulatedServerCertificate | undefined => {
  const name = params.required("ServerCertificateName").toLowerCase();
  return account.serverCertificates.find(({ serverCertificateName }) => serverCertificateName.toLowerCase() === name);
};

function uploadServerCertificate(call: AccountCall): string {
  const { account, params, now } = call;
  const serverCertificateName = params.required("ServerCertificateName");
  checkName("serverCertificateName", serverCertificateName);
  params.required("PrivateKey");
  if (find(call)) {
    throw errors.alreadyExists(`The Server Certificate with name ${serverCertificateName} already exists.`);
  }
  const certificate: EmulatedServerCertificate = {
    serverCertificateId: randomId("ASCA", 17),
    serverCertificateName,
    path: params.optional("Path") ?? "/",
    uploadedAt: now,
    expiresAt: new Date(readCertificate(params.required("CertificateBody")).validTo),
  };
  account.serverCertificates.push(certificate);
  return wrap("ServerCertificateMetadata", serverCertificateXml(account, certificate));
}

function deleteServerCertificate(call: AccountCall): null {
  const { account, params } = call;
  const certificate = find(call);
  if (!certificate) {
    throw errors.noSuchEntity(
      `The Server Certificate with name ${params.required("ServerCertificateName")} cannot be found.`,
    );
  }
  account.serverCertificates = account.serverCertificates.filter((candidate) => candidate !== certificate);
  return null;
}

/** The name counts where there is no such certificate. */
function certificateResource(call: AccountCall): string {
  const { account, params } = call;
  const path = params.optional("Path") ?? "/";
  const named = { path, serverCertificateName: params.optional("ServerCertificateName") ?? "" };
  return arns.serverCertificate(account, find(call) ?? named);
}

export const SERVER_CERTIFICATE_WRITES: Readonly<Record<string, IamAction>> = {
  UploadServerCertificate: { resource: certificateResource, handle: uploadServerCertificate },
  DeleteServerCertificate: { resource: certificateResource, handle: deleteServerCertificate },
};
