import {
  accessKeyOf,
  mfaDeviceOf,
  serviceSpecificCredentialOf,
  signingCertificateOf,
  sshPublicKeyOf,
} from "../builders/credentials.ts";
import { userOf } from "../builders/entities.ts";
import type { EmulatedUser } from "../world/model.ts";
import { allow, awsManaged, date, EVERY_KIND_WORLD, own, usedDaily } from "./every-kind-parts.ts";

const { awsAccountId } = EVERY_KIND_WORLD;

/** A user name for a service, as AWS makes it: a second one of the same user gets a number. */
const serviceUserName = (userName: string, number = 0) =>
  `${userName}${number === 0 ? "" : `+${number}`}-at-${awsAccountId}`;

/** Each user shows several kinds of credentials; together they show every kind at least twice. */
export const everyKindOfUser = (): EmulatedUser[] => [
  administrator(),
  oldDeveloper(),
  databaseClient(),
  apiKeyHolder(),
  boundedUser(),
  userOf({
    userName: "no-information",
    password: { createdAt: date("2018-05-10"), lastChangedAt: date("2018-05-10"), usage: [], noInformation: true },
    mfaDevices: [mfaDeviceOf("hardware", { awsAccountId, userName: "no-information" })],
  }),
  userOf({ userName: "ghost", path: "/old/imports/2021/", createdAt: date("2021-01-01") }),
];

const administrator = () =>
  userOf({
    userName: "admin",
    path: "/people/",
    createdAt: date("2022-01-10"),
    tags: [
      { key: "owner", value: "Zoë Müller" },
      { key: "équipe", value: "物流システム部" },
      { key: "note", value: 'a <b> & "c" = +d@e' },
    ],
    groupNames: ["Administrators", "readers"],
    attachedPolicies: [awsManaged("IAMFullAccess")],
    password: {
      createdAt: date("2022-01-10"),
      lastChangedAt: date("2026-02-01"),
      usage: [usedDaily("2022-01-11", "signin")],
    },
    mfaDevices: [
      mfaDeviceOf("virtual", { awsAccountId, userName: "admin" }, { enabledAt: date("2022-01-12") }),
      mfaDeviceOf(
        "fido",
        { awsAccountId, userName: "admin", name: "YubiKey" },
        { enabledAt: date("2024-04-04"), certifications: { FIDO: "L1", "FIPS-140-2": "L2" } },
      ),
      mfaDeviceOf("hardware", { awsAccountId, userName: "admin" }, { enabledAt: date("2023-03-03") }),
    ],
    accessKeys: [
      accessKeyOf("every kind admin", { createdAt: date("2026-05-01"), usage: [usedDaily("2026-05-02", "iam", "s3")] }),
    ],
    sshPublicKeys: [sshPublicKeyOf("every kind admin", { uploadedAt: date("2022-06-01") })],
    signingCertificates: [signingCertificateOf("every kind admin", { uploadedAt: date("2022-06-02") })],
  });

const oldDeveloper = () =>
  userOf({
    userName: "old.dev+legacy=1@example.test",
    createdAt: date("2014-03-10"),
    groupNames: ["readers"],
    attachedPolicies: [own("Everything_everywhere")],
    password: {
      createdAt: date("2026-05-20"),
      lastChangedAt: date("2026-05-20"),
      usage: [],
      resetRequired: true,
    },
    mfaDevices: [
      mfaDeviceOf("virtual", { awsAccountId, userName: "old.dev+legacy=1@example.test", name: "old-phone" }),
      mfaDeviceOf(
        "fido",
        { awsAccountId, userName: "old.dev+legacy=1@example.test", name: "passkey" },
        { certifications: { FIDO: "L2" } },
      ),
    ],
    accessKeys: [
      accessKeyOf("every kind old 1", { createdAt: date("2014-03-11"), status: "Inactive" }),
      accessKeyOf("every kind old 2", { createdAt: date("2016-03-11"), status: "Expired" }),
    ],
    sshPublicKeys: [
      sshPublicKeyOf("every kind old 1", {
        uploadedAt: date("2017-07-07"),
        usage: [usedDaily("2017-07-08", "codecommit")],
      }),
      sshPublicKeyOf("every kind old 2", { uploadedAt: date("2016-07-07"), status: "Inactive" }),
    ],
    signingCertificates: [
      signingCertificateOf("every kind old 1", { uploadedAt: date("2014-03-12"), status: "Inactive" }),
      signingCertificateOf("every kind old 2", { uploadedAt: date("2014-03-13") }),
    ],
    serviceSpecificCredentials: [
      serviceSpecificCredentialOf("every kind old codecommit 1", {
        serviceUserName: serviceUserName("old.dev+legacy=1@example.test"),
        createdAt: date("2018-01-01"),
      }),
      serviceSpecificCredentialOf("every kind old codecommit 2", {
        serviceUserName: serviceUserName("old.dev+legacy=1@example.test", 1),
        createdAt: date("2019-01-01"),
        status: "Inactive",
      }),
    ],
  });

const databaseClient = () =>
  userOf({
    userName: "keyspaces-app",
    path: "/service/",
    tags: [{ key: "team", value: "tracking" }],
    accessKeys: [
      accessKeyOf("every kind keyspaces 1", { createdAt: date("2024-02-01"), usage: [usedDaily("2024-02-02", "sqs")] }),
      accessKeyOf("every kind keyspaces 2", { createdAt: date("2025-12-01") }),
    ],
    serviceSpecificCredentials: [
      serviceSpecificCredentialOf("every kind cassandra 1", {
        serviceName: "cassandra.amazonaws.com",
        serviceUserName: serviceUserName("keyspaces-app"),
        usage: [usedDaily("2024-03-01", "cassandra")],
      }),
      serviceSpecificCredentialOf("every kind cassandra 2", {
        serviceName: "cassandra.amazonaws.com",
        serviceUserName: serviceUserName("keyspaces-app", 1),
        status: "Inactive",
      }),
    ],
  });

/** Long-term API keys: one that is valid, one that has expired, one that never will, and one that was switched off. */
const apiKeyHolder = () =>
  userOf({
    userName: "BedrockAPIKey-7f3a",
    createdAt: date("2025-10-01"),
    attachedPolicies: [awsManaged("AmazonBedrockLimitedAccess")],
    serviceSpecificCredentials: [
      apiKey("bedrock 1", "bedrock", "2026-04-01", "2026-06-30"),
      apiKey("bedrock 2", "bedrock", "2025-10-01", "2025-12-30"),
      apiKey("cloudwatch", "cloudwatch", "2025-11-01", null),
      { ...apiKey("logs", "logs", "2025-11-01", "2026-11-01"), status: "Inactive" },
    ],
  });

const apiKey = (seed: string, service: string, createdOn: string, expiresOn: string | null) =>
  serviceSpecificCredentialOf(`every kind ${seed}`, {
    serviceName: `${service}.amazonaws.com`,
    serviceCredentialAlias: `BedrockAPIKey-7f3a${seed.endsWith("2") ? "+1" : ""}-at-${awsAccountId}`,
    createdAt: date(createdOn),
    expiresAt: expiresOn === null ? null : date(expiresOn),
  });

const boundedUser = () =>
  userOf({
    userName: "Bounded_User",
    permissionsBoundaryArn: own("developer-boundary").arn,
    attachedPolicies: [own("three-versions", "/app/"), awsManaged("AmazonS3ReadOnlyAccess")],
    inlinePolicies: [allow("one", "sqs:SendMessage"), allow("two", "sns:Publish", "kms:Decrypt")],
    accessKeys: [
      accessKeyOf("every kind bounded", {
        createdAt: date("2025-01-01"),
        usage: [{ ...usedDaily("2025-01-02", "sns"), until: date("2025-03-01") }],
      }),
    ],
  });
