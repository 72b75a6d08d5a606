import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  DEFAULT_VENDOR,
  type Emulator,
  lastUse,
  SMALL_WORLD,
  smallWorld,
  startEmulator,
  trustPolicies,
} from "../../../index.ts";
import { assumeReader, iamClient, longTerm, stsClient } from "../../../testing/clients.ts";

let emulator: Emulator;
let iam: IAMClient;
beforeEach(async () => {
  emulator = await startEmulator({ world: smallWorld(), clock: { mode: "fixed", now: SMALL_WORLD.now } });
  iam = iamClient(emulator, longTerm(SMALL_WORLD.adminAccessKeyId));
});
afterEach(() => emulator.close());

const trust = trustPolicies.vendorWithExternalId(DEFAULT_VENDOR.awsAccountId, "first-id");
const readUsers = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "iam:Get*", Resource: "*" }],
});

it("lets a customer connect with a role of its own, change it and take it away", async () => {
  const RoleName = "Connected";
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Path: "/vendors/" }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "read", PolicyDocument: readUsers }));
  const RoleArn = Role!.Arn!;
  const session = iamClient(emulator, await assumeReader(emulator, { RoleArn, ExternalId: "first-id" }));
  await session.send(new GetUserCommand({ UserName: "admin" }));
  await expect(session.send(new ListAccessKeysCommand({ UserName: "admin" }))).rejects.toMatchObject({
    name: "AccessDenied",
  });

  const PolicyArn = "arn:aws:iam::aws:policy/SecurityAudit";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await session.send(new ListAccessKeysCommand({ UserName: "admin" }));
  const PolicyDocument = trustPolicies.vendorWithExternalId(DEFAULT_VENDOR.awsAccountId, "second-id");
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await expect(assumeReader(emulator, { RoleArn, ExternalId: "first-id" })).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await assumeReader(emulator, { RoleArn, ExternalId: "second-id" });

  await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toEqual([]);
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "read" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  await expect(session.send(new GetUserCommand({ UserName: "admin" }))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
});

it("does not delete a role that an instance profile holds", async () => {
  await expect(iam.send(new DeleteRoleCommand({ RoleName: "web-server" }))).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must remove roles from instance profile first.",
  });
  emulator.mutate(({ accounts }) => {
    accounts.get(SMALL_WORLD.memberAccountId)!.instanceProfiles.get("web-server")!.roleName = null;
  });
  await iam.send(new DeleteRoleCommand({ RoleName: "web-server" }));
});

it("rotates a key: the new one works at once, the old one stops being used when it is deactivated", async () => {
  const UserName = "admin";
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const third = iam.send(new CreateAccessKeyCommand({ UserName }));
  await expect(third).rejects.toMatchObject({
    name: "LimitExceededException",
    message: "Cannot exceed quota for AccessKeysPerUser: 2",
  });
  const sts = stsClient(emulator, longTerm(AccessKey!.AccessKeyId!));
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe("arn:aws:iam::200000000002:user/admin");

  const [, used] = emulator.state().accounts.get(SMALL_WORLD.memberAccountId)!.users.get("ci-deploy")!.accessKeys;
  const old = { UserName: "ci-deploy", AccessKeyId: used!.accessKeyId };
  await iam.send(new UpdateAccessKeyCommand({ ...old, Status: "Inactive" }));
  const monthLater = new Date("2026-07-01T00:00:00Z");
  expect(lastUse(used!.usage, monthLater)!.at.getTime()).toBeLessThanOrEqual(SMALL_WORLD.now.getTime());
  await iam.send(new DeleteAccessKeyCommand(old));
  await expect(iam.send(new DeleteAccessKeyCommand(old))).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

it("makes a user, and deletes it only when it is empty", async () => {
  const UserName = "Temp";
  await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: "owner", Value: "ann" }] }));
  const again = iam.send(new CreateUserCommand({ UserName: "TEMP" }));
  await expect(again).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    $metadata: { httpStatusCode: 409 },
  });
  await iam.send(
    new TagUserCommand({
      UserName,
      Tags: [
        { Key: "owner", Value: "bob" },
        { Key: "team", Value: "core" },
      ],
    }),
  );
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: "correct horse battery" }));
  const { User } = await iam.send(new GetUserCommand({ UserName }));
  expect(User!.Tags).toEqual([
    { Key: "owner", Value: "bob" },
    { Key: "team", Value: "core" },
  ]);

  await expect(iam.send(new DeleteUserCommand({ UserName }))).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must delete login profile first.",
  });
  await iam.send(new DeleteLoginProfileCommand({ UserName }));
  await iam.send(new DeleteUserCommand({ UserName }));
  await expect(iam.send(new GetUserCommand({ UserName }))).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

it.each([
  [
    "a name that exists in other letters",
    { RoleName: "WEB-SERVER", AssumeRolePolicyDocument: trust },
    "EntityAlreadyExistsException",
  ],
  [
    "a trust policy that is no JSON",
    { RoleName: "new", AssumeRolePolicyDocument: "{" },
    "MalformedPolicyDocumentException",
  ],
  [
    "a trust policy without principal",
    { RoleName: "new", AssumeRolePolicyDocument: readUsers },
    "MalformedPolicyDocumentException",
  ],
  ["a name with a slash", { RoleName: "a/b", AssumeRolePolicyDocument: trust }, "ValidationError"],
])("refuses a role with %s", async (_, input, name) => {
  await expect(iam.send(new CreateRoleCommand(input))).rejects.toMatchObject({ name });
});

it("refuses to change a service-linked role, and policies that are not there", async () => {
  const RoleName = "AWSServiceRoleForAutoScaling";
  await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
    name: "UnmodifiableEntityException",
  });
  const missing = { RoleName: "web-server", PolicyArn: "arn:aws:iam::200000000002:policy/missing" };
  await expect(iam.send(new AttachRolePolicyCommand(missing))).rejects.toMatchObject({ name: "NoSuchEntityException" });
  await expect(iam.send(new DetachRolePolicyCommand(missing))).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

it("does not let a reader write", async () => {
  const reader = iamClient(emulator, await assumeReader(emulator));
  const remove = reader.send(new DeleteUserCommand({ UserName: "nobody" }));
  await expect(remove).rejects.toMatchObject({ name: "AccessDenied" });
});
