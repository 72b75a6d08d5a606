import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list, wrap } from "../../../protocol/query-xml.ts";
import type { EmulatedAccount, EmulatedServerCertificate } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { allTagsXml } from "../xml/entity-xml.ts";

/** Identity providers, and certificates of servers: what the account holds besides users, roles and policies. */

const textList = (name: string, values: readonly string[]): string =>
  wrap(name, values.map((value) => element("member", value)).join(""));

/** Tags come in the order of their keys. */
const byKey = <T extends { key: string }>(tags: readonly T[]): T[] =>
  [...tags].sort((a, b) => (a.key < b.key ? -1 : 1));

function getOpenIdConnectProvider({ account, params }: AccountCall): string {
  const arn = params.required("OpenIDConnectProviderArn");
  const provider = account.oidcProviders.find((candidate) => candidate.arn === arn);
  if (!provider) throw errors.noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return (
    element("Url", provider.url.replace(/^https:\/\//, "")) +
    textList("ClientIDList", provider.clientIds) +
    textList("ThumbprintList", provider.thumbprints) +
    element("CreateDate", provider.createdAt) +
    allTagsXml(byKey(provider.tags))
  );
}

function getSamlProvider({ account, params }: AccountCall): string {
  const arn = params.required("SAMLProviderArn");
  const provider = account.samlProviders.find((candidate) => candidate.arn === arn);
  if (!provider) throw errors.noSuchEntity(`SAMLProvider ${arn} does not exist`);
  return (
    element("SAMLMetadataDocument", provider.metadataDocument) +
    element("CreateDate", provider.createdAt) +
    element("ValidUntil", provider.validUntil) +
    allTagsXml(byKey(provider.tags))
  );
}

function listServerCertificates(call: AccountCall): string {
  const { account, params } = call;
  const prefix = params.optional("PathPrefix") ?? "/";
  const certificates = account.serverCertificates.filter(({ path }) => path.startsWith(prefix));
  const { items, tail } = paginate(call, certificates, ({ serverCertificateName }) => serverCertificateName);
  return (
    list("ServerCertificateMetadataList", items, (certificate) => serverCertificateXml(account, certificate)) + tail
  );
}

export const serverCertificateXml = (account: EmulatedAccount, certificate: EmulatedServerCertificate): string =>
  element("Path", certificate.path) +
  element("ServerCertificateName", certificate.serverCertificateName) +
  element("ServerCertificateId", certificate.serverCertificateId) +
  element("Arn", arns.serverCertificate(account, certificate)) +
  element("UploadDate", certificate.uploadedAt) +
  element("Expiration", certificate.expiresAt);

const anywhere = (handle: (call: AccountCall) => string): IamAction => ({ resource: () => "*", handle });

/** The lists of providers are not paged. */
export const PROVIDER_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListOpenIDConnectProviders: anywhere(({ account }) =>
    list("OpenIDConnectProviderList", account.oidcProviders, ({ arn }) => element("Arn", arn)),
  ),
  GetOpenIDConnectProvider: {
    resource: ({ params }) => params.required("OpenIDConnectProviderArn"),
    handle: getOpenIdConnectProvider,
  },
  ListSAMLProviders: anywhere(({ account }) =>
    list(
      "SAMLProviderList",
      account.samlProviders,
      ({ arn, validUntil, createdAt }) =>
        element("Arn", arn) + element("ValidUntil", validUntil) + element("CreateDate", createdAt),
    ),
  ),
  GetSAMLProvider: { resource: ({ params }) => params.required("SAMLProviderArn"), handle: getSamlProvider },
  ListServerCertificates: anywhere(listServerCertificates),
};
