import {
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetGroupPolicyCommand,
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetSAMLProviderCommand,
  ListGroupsCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListOpenIDConnectProvidersCommand,
  ListOrganizationsFeaturesCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListPolicyVersionsCommand,
  ListSAMLProvidersCommand,
  ListServerCertificatesCommand,
  paginateListInstanceProfiles,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { EVERY_KIND_WORLD, SMALL_WORLD, smallWorld, startEmulator } from "../../../index.ts";
import { assumeReader, iamClient } from "../../../testing/clients.ts";
import { everyKind } from "../../../testing/every-kind.ts";

const { awsAccountId } = EVERY_KIND_WORLD;
const started = everyKind();
const arn = (resource: string) => `arn:aws:iam::${awsAccountId}:${resource}`;
const noSuchEntity = { name: "NoSuchEntityException", $metadata: { httpStatusCode: 404 } };

describe("instance profiles", () => {
  it("are listed with their roles, and without", async () => {
    const shown: [string, string | undefined, string][] = [];
    for await (const page of paginateListInstanceProfiles({ client: started.iam, pageSize: 2 }, {})) {
      shown.push(
        ...page.InstanceProfiles!.map((profile): [string, string | undefined, string] => [
          profile.InstanceProfileName!,
          profile.Roles![0]?.RoleName,
          profile.Arn!,
        ]),
      );
    }
    expect(shown).toEqual([
      ["Batch_Hosts", "Batch_Hosts", arn("instance-profile/service/batch/Batch_Hosts")],
      ["spare-profile", undefined, arn("instance-profile/spare-profile")],
      ["web-server", "web-server", arn("instance-profile/web-server")],
    ]);
    const { InstanceProfiles } = await started.iam.send(new ListInstanceProfilesCommand({ PathPrefix: "/service/" }));
    expect(InstanceProfiles).toHaveLength(1);
  });

  it("are found by their name and by their role", async () => {
    const { InstanceProfile } = await started.iam.send(
      new GetInstanceProfileCommand({ InstanceProfileName: "BATCH_hosts" }),
    );
    expect(InstanceProfile!.Tags).toEqual([{ Key: "équipe", Value: "物流システム部" }]);
    const ofRole = await started.iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: "web-server" }));
    expect(ofRole.InstanceProfiles!.map((profile) => profile.InstanceProfileName)).toEqual(["web-server"]);
    const missing = started.iam.send(new GetInstanceProfileCommand({ InstanceProfileName: "missing" }));
    await expect(missing).rejects.toMatchObject(noSuchEntity);
  });
});

it("lists server certificates with their end", async () => {
  const { ServerCertificateMetadataList } = await started.iam.send(new ListServerCertificatesCommand({}));
  expect(ServerCertificateMetadataList!.map((one) => [one.Arn, one.Expiration])).toEqual([
    [arn("server-certificate/cloudfront/prod/cdn.example.test"), new Date("2027-01-10T10:00:00Z")],
    [arn("server-certificate/www.example.test-2019"), new Date("2020-02-01T10:00:00Z")],
  ]);
  const { ServerCertificateMetadataList: inPath } = await started.iam.send(
    new ListServerCertificatesCommand({ PathPrefix: "/cloudfront/" }),
  );
  expect(inPath!.map((one) => one.Path)).toEqual(["/cloudfront/prod/"]);
});

it("shows OIDC providers whole", async () => {
  const { OpenIDConnectProviderList } = await started.iam.send(new ListOpenIDConnectProvidersCommand({}));
  expect(OpenIDConnectProviderList!.map(({ Arn }) => Arn)).toEqual(
    started.account().oidcProviders.map((provider) => provider.arn),
  );
  const gitlab = await started.iam.send(
    new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn("oidc-provider/gitlab.com") }),
  );
  expect(gitlab).toMatchObject({
    Url: "gitlab.com",
    ClientIDList: ["https://gitlab.com", "sts.amazonaws.com"],
    CreateDate: new Date("2024-08-08T10:00:00Z"),
  });
  expect(gitlab.ThumbprintList).toHaveLength(2);
  const github = await started.iam.send(
    new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: OpenIDConnectProviderList![0]!.Arn }),
  );
  expect(github.Tags!.map(({ Key }) => Key)).toEqual(["Beschreibung", "team"]);
});

it("shows SAML providers, valid and expired", async () => {
  const { SAMLProviderList } = await started.iam.send(new ListSAMLProvidersCommand({}));
  expect(SAMLProviderList!.map(({ ValidUntil }) => ValidUntil! > EVERY_KIND_WORLD.now)).toEqual([false, true]);
  const okta = await started.iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn("saml-provider/Okta") }));
  expect(okta).toMatchObject({
    ValidUntil: new Date("2025-01-20T10:00:00Z"),
    Tags: [{ Key: "owner", Value: "Łucja Ørsted" }],
    SAMLMetadataDocument: expect.stringContaining("EntityDescriptor"),
  });
});

it("counts what is there", async () => {
  const { SummaryMap } = await started.iam.send(new GetAccountSummaryCommand({}));
  const account = started.account();
  expect(SummaryMap).toMatchObject({
    Users: account.users.size,
    Roles: account.roles.size,
    Groups: 3,
    Policies: 3,
    PolicyVersionsInUse: 5,
    InstanceProfiles: 3,
    ServerCertificates: 2,
    Providers: 4,
    MFADevices: 9,
    MFADevicesInUse: 7,
    AccountAccessKeysPresent: 1,
    AccountSigningCertificatesPresent: 1,
  });
});

it("shows the password policy with all its fields", async () => {
  const { PasswordPolicy } = await started.iam.send(new GetAccountPasswordPolicyCommand({}));
  expect(PasswordPolicy).toEqual({
    MinimumPasswordLength: 10,
    RequireSymbols: false,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    ExpirePasswords: true,
    MaxPasswordAge: 120,
    PasswordReusePrevention: 5,
    HardExpiry: true,
  });
});

it("tells the management account which features of root access it has", async () => {
  const { EnabledFeatures, OrganizationId } = await started.iam.send(new ListOrganizationsFeaturesCommand({}));
  expect([EnabledFeatures, OrganizationId]).toEqual([["RootCredentialsManagement"], "o-exampleorg1"]);
  const small = await startEmulator({ world: smallWorld(), clock: { mode: "fixed", now: SMALL_WORLD.now } });
  const ofMember = iamClient(small, await assumeReader(small)).send(new ListOrganizationsFeaturesCommand({}));
  await expect(ofMember).rejects.toMatchObject({ name: "AccountNotManagementOrDelegatedAdministratorException" });
  small.mutate((state) => {
    state.delegatedAdministrators = [
      {
        awsAccountId: SMALL_WORLD.memberAccountId,
        servicePrincipal: "iam.amazonaws.com",
        enabledAt: SMALL_WORLD.now,
      },
    ];
  });
  const notOn = iamClient(small, await assumeReader(small)).send(new ListOrganizationsFeaturesCommand({}));
  await expect(notOn).rejects.toMatchObject({ name: "ServiceAccessNotEnabledException" });
  await small.close();
});

describe("policies", () => {
  const list = async (input: ListPoliciesCommandInput) =>
    (await started.iam.send(new ListPoliciesCommand({ MaxItems: 1000, ...input }))).Policies!.map(
      (one) => one.PolicyName,
    );

  it("are listed by scope, use and path", async () => {
    expect((await list({ Scope: "Local" })).toSorted()).toEqual([
      "Everything_everywhere",
      "developer-boundary",
      "three-versions",
    ]);
    expect((await list({ Scope: "Local", OnlyAttached: true })).toSorted()).toEqual([
      "Everything_everywhere",
      "three-versions",
    ]);
    expect(await list({ PolicyUsageFilter: "PermissionsBoundary" })).toEqual(["developer-boundary"]);
    expect(await list({ Scope: "Local", PathPrefix: "/app/" })).toEqual(["three-versions"]);
    expect(await list({ Scope: "AWS", OnlyAttached: true })).toContain("IAMFullAccess");
    expect(await list({ Scope: "AWS" })).toContain("AmazonSQSFullAccess");
  });

  it("show their default version, and each older and newer one", async () => {
    const PolicyArn = arn("policy/app/three-versions");
    const { Policy } = await started.iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy).toMatchObject({
      DefaultVersionId: "v2",
      AttachmentCount: 3,
      Description: "Reads & writes the app's tables",
      UpdateDate: new Date("2025-01-01T10:00:00Z"),
      Tags: [{ Key: "owner", Value: "Zoë Müller" }],
    });
    const { Versions } = await started.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions!.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ["v4", false],
      ["v2", true],
      ["v1", false],
    ]);
    const { PolicyVersion } = await started.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    expect(JSON.parse(decodeURIComponent(PolicyVersion!.Document!)).Statement[0].Action).toEqual(["dynamodb:GetItem"]);
    const missing = started.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v3" }));
    await expect(missing).rejects.toMatchObject(noSuchEntity);
  });

  it("are in line in groups and roles too", async () => {
    const ofGroup = await started.iam.send(new GetGroupPolicyCommand({ GroupName: "READERS", PolicyName: "second" }));
    expect(decodeURIComponent(ofGroup.PolicyDocument!)).toContain("athena:StartQueryExecution");
    const ofRole = await started.iam.send(new GetRolePolicyCommand({ RoleName: "web-server", PolicyName: "queues" }));
    expect(decodeURIComponent(ofRole.PolicyDocument!)).toContain("sqs:*");
    const { Groups } = await started.iam.send(new ListGroupsCommand({ PathPrefix: "/teams/" }));
    expect(Groups!.map(({ GroupName }) => GroupName)).toEqual(["readers"]);
  });
});

describe("GetAccountAuthorizationDetails", () => {
  const details = (Filter?: ("User" | "Role" | "Group" | "LocalManagedPolicy" | "AWSManagedPolicy")[]) =>
    started.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: 1000 }));

  it("gives what each filter asks for, and nothing else", async () => {
    const sizes = async (filter: Parameters<typeof details>[0]) => {
      const page = await details(filter);
      return [page.UserDetailList, page.GroupDetailList, page.RoleDetailList, page.Policies].map(
        (list) => list!.length,
      );
    };
    const { users, groups, roles } = started.account();
    const [, , , awsManaged] = await sizes(["AWSManagedPolicy"]);
    expect(await sizes(["User"])).toEqual([users.size, 0, 0, 0]);
    expect(await sizes(["Group"])).toEqual([0, groups.size, 0, 0]);
    expect(await sizes(["Role"])).toEqual([0, 0, roles.size, 0]);
    expect(await sizes(["LocalManagedPolicy"])).toEqual([0, 0, 0, 3]);
    expect(await sizes(undefined)).toEqual([users.size, groups.size, roles.size, 3 + awsManaged!]);
  });

  it("shows every version of a policy, encoded", async () => {
    const { Policies } = await details(["LocalManagedPolicy"]);
    const policy = Policies!.find(({ PolicyName }) => PolicyName === "three-versions")!;
    expect(policy).toMatchObject({ DefaultVersionId: "v2", AttachmentCount: 3, PermissionsBoundaryUsageCount: 0 });
    expect(policy.PolicyVersionList!.map((one) => one.VersionId)).toEqual(["v4", "v2", "v1"]);
    expect(policy.PolicyVersionList!.filter((one) => one.IsDefaultVersion).map((one) => one.VersionId)).toEqual(["v2"]);
    expect(policy.PolicyVersionList![0]!.Document).toMatch(/^%7B%22Version%22/);
    const boundary = Policies!.find(({ PolicyName }) => PolicyName === "developer-boundary")!;
    expect(boundary).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 2 });
  });

  it("shows groups with their policies, and roles with their instance profiles", async () => {
    const { GroupDetailList, RoleDetailList } = await details(["Group", "Role"]);
    const readers = GroupDetailList!.find(({ GroupName }) => GroupName === "readers")!;
    expect(readers.GroupPolicyList!.map(({ PolicyName }) => PolicyName)).toEqual(["first", "second"]);
    expect(readers.AttachedManagedPolicies!.map(({ PolicyName }) => PolicyName)).toEqual(["ReadOnlyAccess"]);
    const host = RoleDetailList!.find(({ RoleName }) => RoleName === "Batch_Hosts")!;
    expect(host.InstanceProfileList!.map(({ Arn }) => Arn)).toEqual([
      arn("instance-profile/service/batch/Batch_Hosts"),
    ]);
    expect(RoleDetailList!.find(({ RoleName }) => RoleName === "image-resize")!.PermissionsBoundary).toEqual({
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: arn("policy/developer-boundary"),
    });
  });
});
