import type {
  EmulatedGroup,
  EmulatedInstanceProfile,
  EmulatedOidcProvider,
  EmulatedPasswordPolicy,
  EmulatedPolicy,
  EmulatedSamlProvider,
  EmulatedServerCertificate,
} from "../world/model.ts";
import { LONG_AGO } from "./credentials.ts";
import { stableId } from "./stable-id.ts";

/** What an account holds besides users and roles, for tests: name what matters, the rest has defaults. */

/** A policy document with one statement that allows actions on everything. */
export const allowing = (...actions: string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

/** An empty group. */
export const groupOf = (given: Partial<EmulatedGroup> & { groupName: string }): EmulatedGroup => ({
  groupId: stableId("AGPA", `group ${given.groupName}`, 17),
  path: "/",
  createdAt: LONG_AGO,
  attachedPolicies: [],
  inlinePolicies: [],
  ...given,
});

/** A customer managed policy of one version that lets its holder read S3. The last version given is the default one. */
export function policyOf(given: Partial<EmulatedPolicy> & { policyName: string }): EmulatedPolicy {
  const createdAt = given.createdAt ?? LONG_AGO;
  const versions = given.versions ?? [{ versionId: "v1", document: allowing("s3:Get*"), createdAt }];
  return {
    policyId: stableId("ANPA", `policy ${given.policyName}`, 17),
    path: "/",
    createdAt,
    description: null,
    tags: [],
    defaultVersionId: versions.at(-1)!.versionId,
    ...given,
    versions,
  };
}

/** An instance profile; without `roleName` it holds no role. */
export const instanceProfileOf = (
  given: Partial<EmulatedInstanceProfile> & { instanceProfileName: string },
): EmulatedInstanceProfile => ({
  instanceProfileId: stableId("AIPA", `instance profile ${given.instanceProfileName}`, 17),
  path: "/",
  createdAt: LONG_AGO,
  roleName: null,
  tags: [],
  ...given,
});

/** A server certificate that is valid for a year. */
export function serverCertificateOf(
  given: Partial<EmulatedServerCertificate> & { serverCertificateName: string },
): EmulatedServerCertificate {
  const uploadedAt = given.uploadedAt ?? LONG_AGO;
  return {
    serverCertificateId: stableId("ASCA", `server certificate ${given.serverCertificateName}`, 17),
    path: "/",
    uploadedAt,
    expiresAt: new Date(uploadedAt.getTime() + 365 * 86_400_000),
    ...given,
  };
}

/** An OIDC provider by its host and path, such as gitlab.com. */
export const oidcProviderOf = (
  awsAccountId: string,
  { host, ...given }: Partial<EmulatedOidcProvider> & { host: string },
): EmulatedOidcProvider => ({
  arn: `arn:aws:iam::${awsAccountId}:oidc-provider/${host}`,
  url: `https://${host}`,
  clientIds: ["sts.amazonaws.com"],
  thumbprints: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
  createdAt: LONG_AGO,
  tags: [],
  ...given,
});

/** A SAML provider whose certificate is valid for ten years. */
export function samlProviderOf(
  awsAccountId: string,
  { name, ...given }: Partial<EmulatedSamlProvider> & { name: string },
): EmulatedSamlProvider {
  const createdAt = given.createdAt ?? LONG_AGO;
  return {
    arn: `arn:aws:iam::${awsAccountId}:saml-provider/${name}`,
    createdAt,
    validUntil: new Date(createdAt.getTime() + 3650 * 86_400_000),
    metadataDocument: `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.test/${encodeURIComponent(name)}"/>`,
    tags: [],
    ...given,
  };
}

/** A password policy that asks for every kind of character and 14 of them. */
export const passwordPolicyOf = (given: Partial<EmulatedPasswordPolicy> = {}): EmulatedPasswordPolicy => ({
  minimumLength: 14,
  requiresSymbols: true,
  requiresNumbers: true,
  requiresUppercase: true,
  requiresLowercase: true,
  allowsUsersToChange: true,
  maxPasswordAgeDays: null,
  reusePrevention: null,
  hardExpiry: false,
  ...given,
});
