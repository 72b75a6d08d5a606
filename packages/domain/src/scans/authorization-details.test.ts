import { describe, expect, it } from "vitest";
import {
  groupFromDetail,
  instanceProfileFromDetail,
  instanceProfilesFromRoleDetail,
  policyFromDetail,
  roleFromDetail,
  roleLastUse,
  userFromDetail,
} from "./authorization-details.ts";

const createdAt = new Date("2024-01-01T10:00:00Z");
const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
const parsed = { state: "parsed", document };
const encoded = encodeURIComponent(JSON.stringify(document));
const account = "arn:aws:iam::111122223333";

const USER = {
  UserId: "AIDA1",
  UserName: "ada",
  Arn: `${account}:user/team/ada`,
  Path: "/team/",
  CreateDate: createdAt,
};
const ROLE = { RoleId: "AROA1", RoleName: "web", Arn: `${account}:role/web`, Path: "/", CreateDate: createdAt };
const PROFILE = {
  InstanceProfileId: "AIPA1",
  InstanceProfileName: "web-profile",
  Arn: `${account}:instance-profile/ec2/web-profile`,
  Path: "/ec2/",
  CreateDate: createdAt,
};
const POLICY = {
  PolicyId: "ANPA1",
  PolicyName: "own",
  Arn: `${account}:policy/own`,
  Path: "/",
  CreateDate: createdAt,
  DefaultVersionId: "v2",
};

describe("dates and documents", () => {
  it.each([
    ["the SDK", createdAt],
    ["the CLI", "2024-01-01T10:00:00+00:00"],
    ["a tool that leaves the T out", "2024-01-01 10:00:00+00:00"],
    ["boto3 with seconds", createdAt.getTime() / 1000],
  ])("are read as %s writes the date", (_, CreateDate) => {
    expect(userFromDetail({ ...USER, CreateDate }).createdAt).toEqual(createdAt);
  });

  it.each([encoded, JSON.stringify(document), document])("are read as %j", (PolicyDocument) => {
    const user = userFromDetail({ ...USER, UserPolicyList: [{ PolicyName: "inline", PolicyDocument }] });
    expect(user.inlinePolicies).toEqual([{ name: "inline", document: parsed }]);
  });
});

it("reads a user whole", () => {
  const detail = {
    ...USER,
    GroupList: ["admins"],
    AttachedManagedPolicies: [{ PolicyName: "own", PolicyArn: POLICY.Arn }],
    UserPolicyList: [{ PolicyName: "inline", PolicyDocument: encoded }],
    PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: `${account}:policy/boundary` },
    Tags: [{ Key: "owner", Value: "Zoë" }],
  };
  expect(userFromDetail(detail)).toEqual({
    userId: "AIDA1",
    userName: "ada",
    arn: USER.Arn,
    path: "/team/",
    createdAt,
    groupNames: ["admins"],
    attachedPolicyArns: [POLICY.Arn],
    inlinePolicies: [{ name: "inline", document: parsed }],
    permissionsBoundaryArn: `${account}:policy/boundary`,
    tags: [{ key: "owner", value: "Zoë" }],
  });
});

it("reads a role whole, with its instance profiles", () => {
  const detail = {
    ...ROLE,
    AssumeRolePolicyDocument: encoded,
    InstanceProfileList: [PROFILE],
    RoleLastUsed: { LastUsedDate: createdAt, Region: "eu-west-1" },
  };
  expect(roleFromDetail(detail)).toEqual({
    roleId: "AROA1",
    roleName: "web",
    arn: ROLE.Arn,
    path: "/",
    createdAt,
    trustPolicy: parsed,
    lastUse: { kind: "at", at: createdAt, service: null, region: "eu-west-1" },
    instanceProfileNames: ["web-profile"],
    attachedPolicyArns: [],
    inlinePolicies: [],
    tags: [],
    permissionsBoundaryArn: null,
  });
  const profile = {
    instanceProfileId: "AIPA1",
    instanceProfileName: "web-profile",
    arn: PROFILE.Arn,
    path: "/ec2/",
    createdAt,
    roleId: "AROA1",
    roleName: "web",
  };
  expect(instanceProfilesFromRoleDetail(detail)).toEqual([profile]);
  expect(instanceProfileFromDetail({ ...PROFILE, Roles: [ROLE] })).toEqual(profile);
  expect(instanceProfileFromDetail(PROFILE)).toEqual({ ...profile, roleId: null, roleName: null });
});

it("reads a group", () => {
  const detail = {
    GroupId: "AGPA1",
    GroupName: "admins",
    Arn: `${account}:group/admins`,
    CreateDate: createdAt,
    GroupPolicyList: [{ PolicyName: "inline", PolicyDocument: "%7B" }],
  };
  expect(groupFromDetail(detail)).toEqual({
    groupId: "AGPA1",
    groupName: "admins",
    arn: `${account}:group/admins`,
    path: "/",
    createdAt,
    attachedPolicyArns: [],
    inlinePolicies: [{ name: "inline", document: { state: "malformed", reason: expect.any(String) } }],
  });
});

describe("a managed policy", () => {
  const versions = [
    { VersionId: "v3", Document: encodeURIComponent("{}"), IsDefaultVersion: false },
    { VersionId: "v2", Document: encoded, IsDefaultVersion: true },
  ];

  it("keeps its default version only", () => {
    const detail = { ...POLICY, PolicyVersionList: versions, AttachmentCount: 3, UpdateDate: "2025-01-01T00:00:00Z" };
    expect(policyFromDetail(detail)).toEqual({
      policyId: "ANPA1",
      policyName: "own",
      arn: POLICY.Arn,
      path: "/",
      isAwsManaged: false,
      createdAt,
      updatedAt: new Date("2025-01-01T00:00:00Z"),
      defaultVersionId: "v2",
      document: parsed,
      attachmentCount: 3,
    });
  });

  it("of AWS is told by its ARN, in each partition", () => {
    const isAwsManaged = (Arn: string) => policyFromDetail({ ...POLICY, Arn }).isAwsManaged;
    expect(isAwsManaged("arn:aws:iam::aws:policy/AdministratorAccess")).toBe(true);
    expect(isAwsManaged("arn:aws-cn:iam::aws:policy/AdministratorAccess")).toBe(true);
    expect(isAwsManaged(POLICY.Arn)).toBe(false);
  });

  it("without its default version has an unread document, and an untold count of attachments", () => {
    expect(policyFromDetail({ ...POLICY, PolicyVersionList: [versions[0]] })).toMatchObject({
      document: { state: "unread", reason: expect.stringContaining("v2") },
      attachmentCount: null,
      updatedAt: null,
    });
  });
});

it.each([
  [{ Arn: `${account}:user/team/ada`, Path: "/x/" }, "/x/"],
  [{ Arn: `${account}:user/team/ada` }, "/team/"],
  [{ Arn: `${account}:role/aws-service-role/support.amazonaws.com/x` }, "/aws-service-role/support.amazonaws.com/"],
  [{ Arn: `${account}:user/ada` }, "/"],
  [{ Arn: "ada" }, "/"],
])("the path of %j is %s", (told, path) => {
  const { Path: _, ...user } = USER;
  expect(userFromDetail({ ...user, ...told }).path).toBe(path);
});

it.each([
  [{}, { kind: "never" }],
  [
    { LastUsedDate: "2024-01-01T10:00:00Z", Region: "eu-west-1" },
    { kind: "at", at: createdAt, region: "eu-west-1" },
  ],
  [undefined, { kind: "unknown" }],
])("a role's last use of %j is %j", (told, use) => {
  expect(roleLastUse(told)).toMatchObject(use);
});

it.each([
  ["UserId", { UserId: undefined }],
  ["Arn", { Arn: "" }],
  ["UserName", { UserName: 7 }],
  ["CreateDate", { CreateDate: "yesterday" }],
  ["CreateDate", { CreateDate: undefined }],
])("refuses a user without a %s, by its name", (field, lacking) => {
  expect(() => userFromDetail({ ...USER, ...lacking })).toThrow(
    expect.objectContaining({ code: "INVALID", message: expect.stringContaining(field) }),
  );
});
