import { roleOf } from "../builders/entities.ts";
import { trustPolicies } from "../builders/trust-policies.ts";
import type { EmulatedRole } from "../world/model.ts";
import { allow, awsManaged, date, EVERY_KIND_WORLD, own, usedDaily } from "./every-kind-parts.ts";

const { awsAccountId } = EVERY_KIND_WORLD;

const samlTrust = (provider: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${awsAccountId}:saml-provider/${provider}` },
        Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      },
    ],
  });

const identityCenter = (permissionSet: string, hash: string): Partial<EmulatedRole> & { roleName: string } => ({
  roleName: `AWSReservedSSO_${permissionSet}_${hash}`,
  path: "/aws-reserved/sso.amazonaws.com/eu-central-1/",
  maxSessionDurationSeconds: 28_800,
});

/** As the grammar allows it: an old version or none, a single statement, spaces and line breaks as somebody typed them. */
const OLD_DOCUMENT = `{
  "Id": "old+policy",
  "Statement": { "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::payroll/*" }
}
`;

/** At least two roles of each kind that a trust policy or a path shows. */
export const everyKindOfRole = (): EmulatedRole[] => [
  roleOf({
    roleName: "web-server",
    createdAt: date("2023-03-03"),
    description: "Serves the website & its API",
    trustPolicy: trustPolicies.service("ec2"),
    tags: [
      { key: "service", value: "web" },
      { key: "équipe", value: "物流システム部" },
    ],
    attachedPolicies: [own("three-versions", "/app/"), awsManaged("AmazonSSMManagedInstanceCore")],
    inlinePolicies: [allow("access", "s3:GetObject"), allow("queues", "sqs:*")],
    usage: [usedDaily("2023-03-04", "s3", "sqs")],
  }),
  roleOf({ roleName: "Batch_Hosts", path: "/service/batch/", trustPolicy: trustPolicies.service("ec2") }),
  roleOf({
    roleName: "image-resize",
    path: "/service-role/",
    maxSessionDurationSeconds: 43_200,
    trustPolicy: trustPolicies.service("lambda"),
    permissionsBoundaryArn: own("developer-boundary").arn,
    usage: [{ ...usedDaily("2024-03-04", "s3"), until: date("2025-01-01") }],
  }),
  ...["AutoScaling", "Support"].map((name) =>
    roleOf({
      roleName: `AWSServiceRoleFor${name}`,
      path: `/aws-service-role/${name.toLowerCase()}.amazonaws.com/`,
      trustPolicy: trustPolicies.service(name.toLowerCase()),
    }),
  ),
  roleOf({
    ...identityCenter("AdministratorAccess", "0123456789abcdef"),
    trustPolicy: samlTrust("AWSSSO_0123456789abcdef_DO_NOT_DELETE"),
    attachedPolicies: [awsManaged("AdministratorAccess")],
    usage: [usedDaily("2024-03-01", "iam", "ec2")],
  }),
  roleOf({
    ...identityCenter("Developer", "fedcba9876543210"),
    trustPolicy: samlTrust("AWSSSO_0123456789abcdef_DO_NOT_DELETE"),
    attachedPolicies: [awsManaged("PowerUserAccess")],
  }),
  roleOf({
    roleName: "OktaReadOnly",
    trustPolicy: samlTrust("Okta"),
    attachedPolicies: [awsManaged("ReadOnlyAccess")],
  }),
  roleOf({
    roleName: "github-deploy",
    path: "/ci/",
    trustPolicy: trustPolicies.githubActions(awsAccountId, "repo:example/web:ref:refs/heads/main"),
    attachedPolicies: [own("Everything_everywhere")],
  }),
  roleOf({
    roleName: "github-any",
    path: "/ci/",
    trustPolicy: trustPolicies.githubActions(awsAccountId, "repo:example/*"),
  }),
  roleOf({ roleName: "vendor-monitoring", trustPolicy: trustPolicies.vendorWithExternalId("500000000009", "x-19") }),
  roleOf({ roleName: "partner-without-id", trustPolicy: trustPolicies.account("500000000010") }),
  roleOf({
    roleName: "same-account",
    trustPolicy: trustPolicies.account(awsAccountId),
    createdAt: date("2026-05-31"),
    inlinePolicies: [{ name: "of-old", document: OLD_DOCUMENT }],
  }),
];
