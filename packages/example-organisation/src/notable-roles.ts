import { accountId, ORGANIZATION_ID } from "./accounts.ts";
import { awsManaged, inlinePolicy } from "./groups-and-policies.ts";
import { federatedRoles, type NotableRole, serviceRoles } from "./notable-service-roles.ts";
import type { Scene, StoryLine } from "./plans.ts";
import { accountRoot, type Statement, trustAws, trustEverybody, trustOf, trustService } from "./trust.ts";

/** The account of a customer of the acquired company: nobody in the organisation. */
const STRANGER = "418820653977";

const assume = (statement: Partial<Statement>): Statement => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  ...statement,
});
const external = (id: string) => ({ StringEquals: { "sts:ExternalId": id } });

/** Roles whose trust in AWS principals is worth a look: what each shows is said in `trust-coverage.ts`. */
function principalRoles(scene: Scene): NotableRole[] {
  const orphan = scene.ids.unique("AIDA", accountId("development"), "development/intern/1");
  return [
    {
      roleName: "PublicUpload",
      account: "legacy",
      trust: () => trustEverybody(),
      policy: "AmazonS3FullAccess",
      createdDay: -2400,
      used: true,
    },
    {
      roleName: "PartnerDropbox",
      account: "production",
      trust: () => trustEverybody(external("partner-dropbox-7c1d")),
      createdDay: -820,
      used: true,
    },
    {
      roleName: "OrgWideReader",
      account: "logs",
      trust: () => trustEverybody({ StringEquals: { "aws:PrincipalOrgID": ORGANIZATION_ID } }),
      createdDay: -400,
      used: true,
    },
    {
      roleName: "EverybodyBut",
      account: "sandbox",
      trust: (id) => trustOf(assume({ NotPrincipal: { AWS: accountRoot(id) } })),
      createdDay: -510,
      used: false,
    },
    {
      roleName: "CrossAccountDeploy",
      account: "production",
      createdDay: -350,
      used: true,
      trust: () =>
        trustAws(accountRoot(accountId("shared")), { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION_ID } }),
    },
    {
      roleName: "release-orchestrator",
      account: "shared",
      createdDay: 150,
      used: true,
      trust: (id) => trustAws(`arn:aws:iam::${id}:role/image-build-codebuild`),
      inline: [
        inlinePolicy("release", "sts:AssumeRole", `arn:aws:iam::${accountId("production")}:role/CrossAccountDeploy`),
      ],
    },
    {
      roleName: "warehouse-move-2022",
      account: "data",
      createdDay: -1410,
      used: false,
      trust: () => trustService("ec2.amazonaws.com"),
      inline: [inlinePolicy("just-for-the-weekend", "*")],
    },
    {
      roleName: "StagingReplica",
      account: "staging",
      trust: () => trustAws(accountRoot(accountId("production"))),
      createdDay: -300,
      used: true,
    },
    {
      roleName: "AnybodyInThisAccount",
      account: "development",
      trust: (id) => trustAws(accountRoot(id)),
      createdDay: -900,
      used: true,
    },
    { roleName: "CustomerFeed", account: "legacy", trust: () => trustAws(STRANGER), createdDay: -1900, used: true },
    {
      roleName: "InternNotebook",
      account: "development",
      createdDay: -400,
      used: false,
      trust: (id) => trustAws(`arn:aws:iam::${id}:user/intern`),
      trustChanges: [{ day: 152, what: "its trusted user is gone: AWS shows the user's id", trust: trustAws(orphan) }],
    },
    {
      roleName: "OldReporting",
      account: "legacy",
      createdDay: -3300,
      used: true,
      policy: "ReadOnlyAccess",
      trust: (id) =>
        `{"Statement":{"Sid":"","Effect":"Allow","Principal":{"AWS":"${accountRoot(id)}"},"Action":"sts:AssumeRole"}}`,
    },
    {
      roleName: "BreakGlassElevation",
      account: "production",
      createdDay: -300,
      used: false,
      policy: "AdministratorAccess",
      trust: () =>
        trustAws(accountRoot(accountId("management")), {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        }),
    },
    {
      roleName: "OnCallElevation",
      account: "production",
      createdDay: -700,
      used: true,
      policy: "PowerUserAccess",
      trust: () =>
        trustAws(accountRoot(accountId("shared")), { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }),
    },
    {
      roleName: "AttributedOperations",
      account: "shared",
      createdDay: 30,
      used: true,
      trust: (id) =>
        trustOf(
          assume({
            Principal: { AWS: accountRoot(id) },
            Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            Condition: { StringLike: { "sts:SourceIdentity": "*" } },
          }),
        ),
    },
    {
      roleName: "ManyReaders",
      account: "data",
      createdDay: -200,
      used: true,
      trust: () =>
        trustOf(
          {
            Sid: "Workloads",
            ...assume({
              Principal: { AWS: [accountId("production"), accountRoot(accountId("staging"))] },
              Condition: { StringEquals: { "aws:PrincipalOrgID": [ORGANIZATION_ID] } },
            }),
          },
          { Sid: "Glue", ...assume({ Principal: { Service: ["glue.amazonaws.com", "states.amazonaws.com"] } }) },
        ),
    },
  ];
}

/** One role for each way in which a trust policy can be right or wrong. */
export function notableRoles(scene: Scene): StoryLine {
  const rows = [...principalRoles(scene), ...serviceRoles(), ...federatedRoles(scene)];
  return {
    roles: rows.map(({ roleName, account, trust, policy, inline, createdDay, used, trustChanges }) => ({
      account,
      roleName,
      createdDay,
      trust: trust(accountId(account)),
      trustChanges,
      attached: [awsManaged(policy ?? "AmazonS3ReadOnlyAccess")],
      inline,
      usage: used ? [{ fromDay: createdDay + 2, untilDay: null, everyHours: 12, services: "application" }] : [],
    })),
  };
}
