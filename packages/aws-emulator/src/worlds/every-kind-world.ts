import {
  groupOf,
  instanceProfileOf,
  oidcProviderOf,
  passwordPolicyOf,
  policyOf,
  samlProviderOf,
  serverCertificateOf,
} from "../builders/account-parts.ts";
import { accessKeyOf, signingCertificateOf } from "../builders/credentials.ts";
import { accountOf, DEFAULT_VENDOR, organisationOf } from "../builders/entities.ts";
import { readerRoleOf } from "../builders/trust-policies.ts";
import type { EmulatedRoot, World } from "../world/model.ts";
import { allow, awsManaged, date, EVERY_KIND_WORLD, own, usedDaily } from "./every-kind-parts.ts";
import { everyKindOfRole } from "./every-kind-roles.ts";
import { everyKindOfUser } from "./every-kind-users.ts";

const { awsAccountId } = EVERY_KIND_WORLD;

/**
 * One small account with at least two of every kind of entity and credential that IAM has, active and not, used and never used,
 * valid and expired at `EVERY_KIND_WORLD.now`: what a reader finds in it can be compared entity by entity. The account manages
 * its organisation.
 */
export function everyKindWorld(): World {
  const reader = readerRoleOf(DEFAULT_VENDOR, { externalId: EVERY_KIND_WORLD.externalId });
  const account = accountOf({
    awsAccountId,
    name: "every-kind",
    alias: "every-kind",
    createdAt: date("2012-05-04"),
    root: root(),
    users: everyKindOfUser(),
    roles: [reader, ...everyKindOfRole()],
    groups: groups(),
    policies: policies(),
    instanceProfiles: [
      instanceProfileOf({ instanceProfileName: "web-server", roleName: "web-server", createdAt: date("2023-03-03") }),
      instanceProfileOf({
        instanceProfileName: "Batch_Hosts",
        path: "/service/batch/",
        roleName: "Batch_Hosts",
        tags: [{ key: "équipe", value: "物流システム部" }],
      }),
      instanceProfileOf({ instanceProfileName: "spare-profile", createdAt: date("2019-09-09") }),
    ],
    serverCertificates: [
      serverCertificateOf({ serverCertificateName: "www.example.test-2019", uploadedAt: date("2019-02-01") }),
      serverCertificateOf({
        serverCertificateName: "cdn.example.test",
        path: "/cloudfront/prod/",
        uploadedAt: date("2026-01-10"),
      }),
    ],
    oidcProviders: [
      oidcProviderOf(awsAccountId, {
        host: "token.actions.githubusercontent.com",
        createdAt: date("2023-05-05"),
        tags: [
          { key: "team", value: "platform" },
          { key: "Beschreibung", value: "Zugang für GitHub" },
        ],
      }),
      oidcProviderOf(awsAccountId, {
        host: "gitlab.com",
        clientIds: ["https://gitlab.com", "sts.amazonaws.com"],
        thumbprints: ["b3dd7606d2b5a8b4a13771dbecc9ee1cecafa38a", "6938fd4d98bab03faadb97b34396831e3780aea1"],
        createdAt: date("2024-08-08"),
      }),
    ],
    samlProviders: [
      samlProviderOf(awsAccountId, {
        name: "Okta",
        createdAt: date("2020-01-20"),
        validUntil: date("2025-01-20"),
        tags: [{ key: "owner", value: "Łucja Ørsted" }],
      }),
      samlProviderOf(awsAccountId, { name: "AWSSSO_0123456789abcdef_DO_NOT_DELETE", createdAt: date("2024-02-02") }),
    ],
    unassignedMfaDevices: [
      { serialNumber: `arn:aws:iam::${awsAccountId}:mfa/abandoned` },
      { serialNumber: `arn:aws:iam::${awsAccountId}:mfa/never-finished` },
    ],
    passwordPolicy: passwordPolicyOf({
      minimumLength: 10,
      requiresSymbols: false,
      maxPasswordAgeDays: 120,
      reusePrevention: 5,
      hardExpiry: true,
    }),
  });
  const { initial, events } = organisationOf({ accounts: [account] });
  return { initial: () => ({ ...initial(), rootAccessFeatures: ["RootCredentialsManagement"] }), events };
}

const root = (): EmulatedRoot => ({
  passwordEnabled: true,
  passwordUsage: [{ ...usedDaily("2013-01-01", "signin"), everyHours: 2_000 }],
  mfa: "virtual",
  accessKeys: [
    accessKeyOf("every kind root 1", { createdAt: date("2013-01-02"), usage: [usedDaily("2013-01-03", "s3")] }),
    accessKeyOf("every kind root 2", { createdAt: date("2015-01-02"), status: "Inactive" }),
  ],
  signingCertificates: [
    signingCertificateOf("every kind root 1", { uploadedAt: date("2013-06-01") }),
    signingCertificateOf("every kind root 2", { uploadedAt: date("2014-06-01"), status: "Inactive" }),
  ],
});

const groups = () => [
  groupOf({
    groupName: "Administrators",
    attachedPolicies: [awsManaged("AdministratorAccess"), own("three-versions", "/app/")],
    inlinePolicies: [allow("manage-own-mfa", "iam:EnableMFADevice")],
  }),
  groupOf({
    groupName: "readers",
    path: "/teams/analytics/",
    createdAt: date("2025-11-11"),
    attachedPolicies: [awsManaged("ReadOnlyAccess")],
    inlinePolicies: [allow("first", "s3:GetObject"), allow("second", "athena:StartQueryExecution", "glue:GetTable")],
  }),
  groupOf({ groupName: "nobody-in-here" }),
];

const policies = () => [
  policyOf({
    policyName: "three-versions",
    path: "/app/",
    createdAt: date("2023-01-01"),
    description: "Reads & writes the app's tables",
    tags: [{ key: "owner", value: "Zoë Müller" }],
    versions: [
      { versionId: "v1", ...versionOf("2023-01-01", "dynamodb:GetItem") },
      { versionId: "v2", ...versionOf("2024-01-01", "dynamodb:GetItem", "dynamodb:PutItem") },
      { versionId: "v4", ...versionOf("2025-01-01", "dynamodb:*") },
    ],
    defaultVersionId: "v2",
  }),
  policyOf({
    policyName: "developer-boundary",
    createdAt: date("2022-02-02"),
    versions: [
      {
        versionId: "v1",
        createdAt: date("2022-02-02"),
        document: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" },
            { Sid: "NoBilling", Effect: "Deny", Action: "ce:*", Resource: "*" },
          ],
        }),
      },
    ],
  }),
  policyOf({
    policyName: "Everything_everywhere",
    versions: [{ versionId: "v1", ...versionOf("2016-06-06", "*") }],
    createdAt: date("2016-06-06"),
  }),
];

const versionOf = (day: string, ...actions: string[]) => ({
  createdAt: date(day),
  document: allow("", ...actions).document,
});
