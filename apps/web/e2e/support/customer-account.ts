import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  paginateListAccessKeys,
  paginateListRoles,
  paginateListUsers,
  TagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { READ_PERMISSIONS } from "@rolecall/domain";
import { instance } from "./instance.ts";

const { endpointUrl, customer } = instance.aws;

/** An administrator of the customer's AWS account, who installs the role by hand. */
const iam = new IAMClient({
  endpoint: endpointUrl,
  region: "us-east-1",
  credentials: { accessKeyId: customer.accessKeyId, secretAccessKey: customer.secretAccessKey },
});

export const { awsAccountId } = customer;

function trustPolicy(principalArn: string, externalId: string | null) {
  const condition = externalId === null ? {} : { Condition: { StringEquals: { "sts:ExternalId": externalId } } };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principalArn }, Action: "sts:AssumeRole", ...condition }],
  };
}

type RoleToInstall = { roleName: string; principalArn: string; externalId: string | null };

type RoleToCreate = { roleName: string; trustPolicy: unknown; actions: readonly string[] };

/** Makes a role that may take these actions everywhere. */
export async function createRole(role: RoleToCreate): Promise<string> {
  const { roleName: RoleName, actions: Action } = role;
  const AssumeRolePolicyDocument = JSON.stringify(role.trustPolicy);
  const created = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "Allowed", PolicyDocument }));
  return created.Role!.Arn!;
}

/** Makes the role as the wizard's template would; without External ID as a careless customer would. */
export const installRole = ({ roleName, principalArn, externalId }: RoleToInstall): Promise<string> =>
  createRole({
    roleName,
    trustPolicy: trustPolicy(principalArn, externalId),
    actions: READ_PERMISSIONS.map(({ action }) => action),
  });

/** Mends the trust of a role that was installed without External ID. */
export async function setTrust({ roleName, principalArn, externalId }: RoleToInstall): Promise<void> {
  const PolicyDocument = JSON.stringify(trustPolicy(principalArn, externalId));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument }));
}

/** Puts a tag on a user. */
export async function tagUser(userName: string, key: string, value: string): Promise<void> {
  await iam.send(new TagUserCommand({ UserName: userName, Tags: [{ Key: key, Value: value }] }));
}

/** What AWS itself says is in the account now. */
export async function countAccount(): Promise<{ users: number; roles: number; activeAccessKeys: number }> {
  const userNames: string[] = [];
  for await (const page of paginateListUsers({ client: iam }, {})) {
    userNames.push(...page.Users!.map((user) => user.UserName!));
  }
  let roles = 0;
  for await (const page of paginateListRoles({ client: iam }, {})) roles += page.Roles!.length;
  let activeAccessKeys = 0;
  for (const UserName of userNames) {
    for await (const page of paginateListAccessKeys({ client: iam }, { UserName })) {
      activeAccessKeys += page.AccessKeyMetadata!.filter((key) => key.Status === "Active").length;
    }
  }
  return { users: userNames.length, roles, activeAccessKeys };
}
