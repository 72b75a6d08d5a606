import {
  instanceProfileOf,
  oidcProviderOf,
  passwordPolicyOf,
  samlProviderOf,
  serverCertificateOf,
} from "@rolecall/aws-emulator";
import { uniqueId } from "../clockwork/ids.ts";
import { iamCall } from "../events/trail.ts";
import { accountId } from "../story/accounts.ts";
import { tagList } from "../story/short-forms.ts";
import type { Changes } from "./change.ts";

const MS_PER_DAY = 86_400_000;
const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * MS_PER_DAY);

/** Identity providers, server certificates, instance profiles and what concerns signing in. */
export const PROVIDER_AND_CERTIFICATE_CHANGES: Changes<
  | "oidc_provider_created"
  | "saml_provider_created"
  | "server_certificate_uploaded"
  | "server_certificate_deleted"
  | "instance_profile_created"
  | "instance_profile_deleted"
  | "mfa_device_created"
  | "password_policy_set"
> = {
  oidc_provider_created: ({ account, host, clientIds, tags }) => {
    const url = `https://${host}`;
    const arn = `arn:aws:iam::${accountId(account)}:oidc-provider/${host}`;
    const own = clientIds ? { clientIds } : {};
    return {
      what: `OIDC provider ${host} created`,
      calls: [iamCall("CreateOpenIDConnectProvider", { url, ...(clientIds ? { clientIDList: clientIds } : {}) }, arn)],
      apply: ({ awsAccountId, oidcProviders }, createdAt) =>
        void oidcProviders.push(oidcProviderOf(awsAccountId, { host, ...own, createdAt, tags: tagList(tags) })),
    };
  },
  saml_provider_created: ({ account, name, validDays }) => ({
    what: `SAML provider ${name} created`,
    calls: [iamCall("CreateSAMLProvider", { name }, `arn:aws:iam::${accountId(account)}:saml-provider/${name}`)],
    apply: ({ awsAccountId, samlProviders }, createdAt) =>
      void samlProviders.push(
        samlProviderOf(awsAccountId, { name, createdAt, validUntil: daysAfter(createdAt, validDays) }),
      ),
  }),
  server_certificate_uploaded: ({ name, validDays }) => ({
    what: `server certificate ${name} uploaded`,
    calls: [iamCall("UploadServerCertificate", { serverCertificateName: name }, name)],
    apply: ({ awsAccountId, serverCertificates }, uploadedAt) =>
      void serverCertificates.push(
        serverCertificateOf({
          serverCertificateId: uniqueId("ASCA", awsAccountId, name),
          serverCertificateName: name,
          uploadedAt,
          expiresAt: daysAfter(uploadedAt, validDays),
        }),
      ),
  }),
  server_certificate_deleted: ({ name }) => ({
    what: `server certificate ${name} deleted`,
    calls: [iamCall("DeleteServerCertificate", { serverCertificateName: name }, name)],
    apply: (account) => {
      account.serverCertificates = account.serverCertificates.filter(
        ({ serverCertificateName }) => serverCertificateName !== name,
      );
    },
  }),
  instance_profile_created: ({ name }) => ({
    what: `instance profile ${name} created`,
    calls: [iamCall("CreateInstanceProfile", { instanceProfileName: name }, name)],
    apply: ({ awsAccountId, instanceProfiles }, createdAt) => {
      const instanceProfileId = uniqueId("AIPA", awsAccountId, name);
      const profile = instanceProfileOf({ instanceProfileId, instanceProfileName: name, createdAt });
      instanceProfiles.set(name.toLowerCase(), profile);
    },
  }),
  instance_profile_deleted: ({ name }) => ({
    what: `instance profile ${name} deleted`,
    calls: [iamCall("DeleteInstanceProfile", { instanceProfileName: name }, name)],
    apply: ({ instanceProfiles }) => void instanceProfiles.delete(name.toLowerCase()),
  }),
  mfa_device_created: ({ account, name }) => ({
    what: "virtual MFA device created and not assigned",
    calls: [iamCall("CreateVirtualMFADevice", { virtualMFADeviceName: name })],
    apply: ({ unassignedMfaDevices }) =>
      void unassignedMfaDevices.push({ serialNumber: `arn:aws:iam::${accountId(account)}:mfa/${name}` }),
  }),
  password_policy_set: ({ kind: _kind, account: _account, day: _day, ...policy }) => ({
    what: "password policy made stricter",
    calls: [iamCall("UpdateAccountPasswordPolicy", { passwordReusePrevention: policy.reusePrevention })],
    apply: (account) => {
      account.passwordPolicy = passwordPolicyOf(policy);
    },
  }),
};
