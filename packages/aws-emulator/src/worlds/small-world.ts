import {
  allowing,
  instanceProfileOf,
  oidcProviderOf,
  passwordPolicyOf,
  policyOf,
  samlProviderOf,
  serverCertificateOf,
} from "../builders/account-parts.ts";
import { accessKeyOf, serviceSpecificCredentialOf, sshPublicKeyOf } from "../builders/credentials.ts";
import { accountOf, DEFAULT_VENDOR, organisationOf, roleOf, userOf } from "../builders/entities.ts";
import { readerRoleOf, trustPolicies } from "../builders/trust-policies.ts";
import type { World } from "../world/model.ts";

const date = (text: string) => new Date(`${text}T10:00:00Z`);

/** What tests name of the small world. `now` is an instant at which everything in it has been there for a while. */
export const SMALL_WORLD = {
  now: date("2026-06-01"),
  managementAccountId: "200000000001",
  memberAccountId: "200000000002",
  suspendedAccountId: "200000000003",
  externalId: "rolecall-6f1f7a52-0d5e-4a39-9f0d-3d1f2c9b7a11",
  readerRoleArn: "arn:aws:iam::200000000002:role/RolecallReadOnly",
  adminAccessKeyId: accessKeyOf("small admin").accessKeyId,
  readOnlyAccessKeyId: accessKeyOf("small auditor").accessKeyId,
} as const;

const ADMINISTRATOR = { name: "AdministratorAccess", arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
const IAM_READ_ONLY = { name: "IAMReadOnlyAccess", arn: "arn:aws:iam::aws:policy/IAMReadOnlyAccess" };

/** Three accounts: one that manages the organisation, one with a bit of everything, and one that is suspended. */
export function smallWorld(): World {
  const reader = () => readerRoleOf(DEFAULT_VENDOR, { externalId: SMALL_WORLD.externalId });
  return organisationOf({
    accounts: [
      accountOf({ awsAccountId: SMALL_WORLD.managementAccountId, name: "management", roles: [reader()] }),
      accountOf({
        awsAccountId: SMALL_WORLD.memberAccountId,
        name: "production",
        alias: "example-production",
        organizationalUnits: ["Workloads", "Production"],
        users: memberUsers(),
        roles: [reader(), ...memberRoles()],
        groups: [developers()],
        policies: [deployPolicy()],
        passwordPolicy: passwordPolicyOf({ maxPasswordAgeDays: 90, reusePrevention: 24 }),
        oidcProviders: [oidcProviderOf(SMALL_WORLD.memberAccountId, { host: "gitlab.com" })],
        samlProviders: [samlProviderOf(SMALL_WORLD.memberAccountId, { name: "Okta" })],
        serverCertificates: [serverCertificateOf({ serverCertificateName: "www" })],
        instanceProfiles: [
          instanceProfileOf({
            instanceProfileName: "web-server",
            roleName: "web-server",
            createdAt: date("2025-02-01"),
          }),
        ],
      }),
      accountOf({
        awsAccountId: SMALL_WORLD.suspendedAccountId,
        name: "sandbox",
        state: "SUSPENDED",
        organizationalUnits: ["Sandbox"],
        roles: [reader()],
      }),
    ],
  });
}

function memberUsers() {
  const serialNumber = `arn:aws:iam::${SMALL_WORLD.memberAccountId}:mfa/admin`;
  const daily = { until: null, everyHours: 24, jitterSeed: 7 };
  return [
    userOf({
      userName: "admin",
      attachedPolicies: [ADMINISTRATOR],
      mfaDevices: [{ kind: "virtual", serialNumber, enabledAt: date("2025-01-10") }],
      password: {
        createdAt: date("2025-01-10"),
        lastChangedAt: date("2026-04-01"),
        usage: [{ ...daily, firstAt: date("2025-01-11"), services: [] }],
      },
      accessKeys: [accessKeyOf("small admin", { createdAt: date("2025-01-10") })],
    }),
    userOf({
      userName: "Auditor",
      path: "/security/",
      attachedPolicies: [IAM_READ_ONLY],
      accessKeys: [accessKeyOf("small auditor", { createdAt: date("2026-05-01") })],
    }),
    userOf({
      userName: "ci-deploy",
      groupNames: ["developers"],
      tags: [{ key: "owner", value: "platform <team> & co" }],
      accessKeys: [
        accessKeyOf("small ci old", { createdAt: date("2024-03-01"), status: "Inactive" }),
        accessKeyOf("small ci new", {
          createdAt: date("2026-03-01"),
          usage: [{ ...daily, firstAt: date("2026-03-02"), services: [{ service: "s3", region: "eu-west-1" }] }],
        }),
      ],
      sshPublicKeys: [sshPublicKeyOf("small ci", { uploadedAt: date("2024-03-01"), status: "Inactive" })],
      serviceSpecificCredentials: [
        serviceSpecificCredentialOf("small ci", {
          serviceUserName: `ci-deploy-at-${SMALL_WORLD.memberAccountId}`,
          createdAt: date("2024-03-02"),
        }),
      ],
    }),
    userOf({
      userName: "never-signed-in",
      password: { createdAt: date("2026-01-01"), lastChangedAt: date("2026-01-01"), usage: [] },
    }),
    userOf({ userName: "nobody" }),
  ];
}

function memberRoles() {
  return [
    roleOf({
      roleName: "web-server",
      trustPolicy: trustPolicies.service("ec2"),
      usage: [
        {
          firstAt: date("2025-02-01"),
          until: null,
          everyHours: 6,
          jitterSeed: 3,
          services: [{ service: "s3", region: "eu-west-1" }],
        },
      ],
    }),
    roleOf({
      roleName: "AWSServiceRoleForAutoScaling",
      path: "/aws-service-role/autoscaling.amazonaws.com/",
      trustPolicy: trustPolicies.service("autoscaling"),
    }),
  ];
}

const developers = () => ({
  groupId: "AGPADEVELOPERSEMULATE",
  groupName: "developers",
  path: "/",
  createdAt: date("2024-02-01"),
  attachedPolicies: [{ name: "deploy", arn: `arn:aws:iam::${SMALL_WORLD.memberAccountId}:policy/deploy` }],
  inlinePolicies: [],
});

const deployPolicy = () =>
  policyOf({
    policyName: "deploy",
    policyId: "ANPADEPLOYEMULATEDPOL",
    createdAt: date("2024-02-01"),
    versions: [
      { versionId: "v2", document: allowing("s3:PutObject"), createdAt: date("2024-02-01") },
      {
        versionId: "v3",
        document: allowing("s3:PutObject", "lambda:UpdateFunctionCode"),
        createdAt: date("2025-05-05"),
      },
    ],
  });
