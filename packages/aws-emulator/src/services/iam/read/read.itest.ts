import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  GetAccountPasswordPolicyCommand,
  GetCredentialReportCommand,
  GetGroupCommand,
  GetLoginProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsCommand,
  ListInstanceProfilesCommand,
  ListMFADevicesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSSHPublicKeysCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DEFAULT_VENDOR,
  type Emulator,
  lastUse,
  SMALL_WORLD,
  sizedWorld,
  smallWorld,
  startEmulator,
} from "../../../index.ts";
import { assumeReader, iamClient, longTerm } from "../../../testing/clients.ts";

const startAt = new Date("2026-06-01T00:00:00Z");
const externalId = "rolecall-sized";
const size = {
  users: 130,
  usersWithKeys: 90,
  accessKeys: 120,
  roles: 60,
  policies: 25,
  startAt,
  readerRole: { externalId },
};
const awsAccountId = "400000000001";

let emulator: Emulator;
let iam: IAMClient;
beforeAll(async () => {
  emulator = await startEmulator({ world: sizedWorld(size), clock: { mode: "fixed", now: startAt } });
  const RoleArn = `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`;
  iam = iamClient(emulator, await assumeReader(emulator, { RoleArn, ExternalId: externalId }));
});
afterAll(() => emulator.close());

const account = () => emulator.state().accounts.get(awsAccountId)!;

async function allPages(MaxItems: number): Promise<GetAccountAuthorizationDetailsCommandOutput[]> {
  const pages: GetAccountAuthorizationDetailsCommandOutput[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems, Marker }));
    pages.push(page);
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker !== undefined);
  return pages;
}

describe("GetAccountAuthorizationDetails", () => {
  it.each([7, 100, 1000])("gives each entity once, at %i a page", async (maxItems) => {
    const pages = await allPages(maxItems);
    const userIds = pages.flatMap((page) => page.UserDetailList!.map((user) => user.UserId));
    const roleIds = pages.flatMap((page) => page.RoleDetailList!.map((role) => role.RoleId));
    const policyArns = pages.flatMap((page) => page.Policies!.map((policy) => policy.Arn!));
    expect(userIds.toSorted()).toEqual([...account().users.values()].map((user) => user.userId).toSorted());
    expect(roleIds.toSorted()).toEqual([...account().roles.values()].map((role) => role.roleId).toSorted());
    expect(policyArns.filter((arn) => arn.includes(awsAccountId))).toHaveLength(size.policies);
    expect(new Set(policyArns).size).toBe(policyArns.length);
  });

  it("has short and empty pages, mixed kinds, and none above the limit", async () => {
    const pages = await allPages(20);
    const counts = pages.map((page) =>
      [page.UserDetailList, page.RoleDetailList, page.GroupDetailList, page.Policies].map(
        (entities) => entities!.length,
      ),
    );
    const totals = counts.map((kinds) => kinds.reduce((sum, count) => sum + count, 0));
    expect(Math.max(...totals)).toBe(20);
    expect(totals.slice(0, -1)).toContain(0);
    expect(totals.slice(0, -1)).toContain(12);
    expect(counts[0]!.filter((count) => count > 0)).toHaveLength(4);
  });

  it("loses nothing but the deleted one when a user goes between two pages", async () => {
    const fresh = await startEmulator({ world: sizedWorld(size), clock: { mode: "fixed", now: startAt } });
    const RoleArn = `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`;
    const client = iamClient(fresh, await assumeReader(fresh, { RoleArn, ExternalId: externalId }));
    const filter = { Filter: ["User" as const], MaxItems: 50 };
    const first = await client.send(new GetAccountAuthorizationDetailsCommand(filter));
    fresh.mutate(({ accounts }) =>
      accounts.get(awsAccountId)!.users.delete(first.UserDetailList![3]!.UserName!.toLowerCase()),
    );
    const names = first.UserDetailList!.map((user) => user.UserName);
    for (let page = first; page.IsTruncated; ) {
      page = await client.send(new GetAccountAuthorizationDetailsCommand({ ...filter, Marker: page.Marker }));
      names.push(...page.UserDetailList!.map((user) => user.UserName));
    }
    expect(new Set(names).size).toBe(size.users);
    await fresh.close();
  });

  it("shows what the model holds", async () => {
    const [page] = await allPages(1000);
    const shown = page!.RoleDetailList!.find((role) => role.RoleName === "role-00007")!;
    const held = account().roles.get("role-00007")!;
    expect(decodeURIComponent(shown.AssumeRolePolicyDocument!)).toBe(held.trustPolicy);
    expect(shown.RoleLastUsed?.LastUsedDate).toEqual(lastUse(held.usage, startAt)?.at);
    expect(shown.AttachedManagedPolicies!.map((policy) => policy.PolicyArn)).toEqual(
      held.attachedPolicies.map(({ arn }) => arn),
    );
  });

  it("refuses a page size or a filter that IAM does not take", async () => {
    const refused = { name: "ValidationError" };
    const send = (input: object) => iam.send(new GetAccountAuthorizationDetailsCommand(input));
    await expect(send({ MaxItems: 1001 })).rejects.toMatchObject(refused);
    await expect(send({ MaxItems: 0 })).rejects.toMatchObject(refused);
    await expect(send({ Filter: ["Wish"] })).rejects.toMatchObject(refused);
    await expect(send({ Marker: "not-a-marker" })).rejects.toMatchObject(refused);
  });
});

it("pages ListUsers to the last one", async () => {
  const names: string[] = [];
  for await (const page of paginateListUsers({ client: iam, pageSize: 9 }, {})) {
    names.push(...page.Users!.map((user) => user.UserName!));
  }
  expect(names).toEqual([...account().users.values()].map((user) => user.userName).toSorted());
});

describe("credential report", () => {
  const generate = async () => (await iam.send(new GenerateCredentialReportCommand({}))).State;
  const get = () => iam.send(new GetCredentialReportCommand({}));
  const hours = (count: number) => new Date(startAt.getTime() + count * 3_600_000);

  it("goes through its states, and is then served from the store", async () => {
    await expect(get()).rejects.toMatchObject({ name: "CredentialReportNotPresentException" });
    expect(await generate()).toBe("STARTED");
    await expect(get()).rejects.toMatchObject({ name: "CredentialReportNotReadyException" });
    expect(await generate()).toBe("INPROGRESS");
    expect(await generate()).toBe("COMPLETE");
    emulator.setNow(hours(0.5));
    expect(await generate()).toBe("COMPLETE");
    expect((await get()).GeneratedTime).toEqual(startAt);
    emulator.setNow(hours(0.9));
    expect((await get()).ReportFormat).toBe("text/csv");
  });

  it("tells of every key and password what the live calls tell", async () => {
    const csv = Buffer.from((await get()).Content!).toString();
    const [root, ...rows] = parse(csv, { columns: true }) as Record<string, string>[];
    expect(root!.user).toBe("<root_account>");
    expect(rows.map((row) => row.user).toSorted()).toEqual(
      [...account().users.values()].map((user) => user.userName).toSorted(),
    );
    for (const row of rows) {
      const user = account().users.get(row.user!.toLowerCase())!;
      const used = user.accessKeys.map(
        (key) => lastUse(key.usage, startAt)?.at.toISOString().replace(".000Z", "+00:00") ?? "N/A",
      );
      expect([row.access_key_1_last_used_date, row.access_key_2_last_used_date]).toEqual([
        used[0] ?? "N/A",
        used[1] ?? "N/A",
      ]);
      expect(row.password_enabled!.toLowerCase()).toBe(String(user.password !== null));
    }
  });
});

it("expires a credential report after four hours, and makes a new one", async () => {
  const fresh = await startEmulator({
    world: smallWorld(),
    clock: { mode: "fixed", now: startAt },
    options: { reportPolls: 1 },
  });
  const admin = iamClient(fresh, longTerm(SMALL_WORLD.adminAccessKeyId));
  const generate = async () => (await admin.send(new GenerateCredentialReportCommand({}))).State;
  const generatedAt = async () => (await admin.send(new GetCredentialReportCommand({}))).GeneratedTime;
  const setSeconds = (seconds: number) => fresh.setNow(new Date(startAt.getTime() + seconds * 1000));

  expect([await generate(), await generate()]).toEqual(["STARTED", "COMPLETE"]);
  setSeconds(4 * 3600 - 1);
  expect(await generatedAt()).toEqual(startAt);
  setSeconds(4 * 3600);
  await expect(generatedAt()).rejects.toMatchObject({ name: "CredentialReportExpiredException" });
  expect([await generate(), await generate()]).toEqual(["STARTED", "COMPLETE"]);
  expect(await generatedAt()).toEqual(fresh.now());
  await fresh.close();
});

describe("the small world", () => {
  let small: Emulator;
  let client: IAMClient;
  beforeAll(async () => {
    small = await startEmulator({ world: smallWorld(), clock: { mode: "fixed", now: SMALL_WORLD.now } });
    client = iamClient(small, await assumeReader(small));
  });
  afterAll(() => small.close());

  it("says of each key when it was last used, or that it was not", async () => {
    const [old, current] = small.state().accounts.get(SMALL_WORLD.memberAccountId)!.users.get("ci-deploy")!.accessKeys;
    const used = async (AccessKeyId: string) => await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    expect((await used(old!.accessKeyId)).AccessKeyLastUsed).toEqual({ ServiceName: "N/A", Region: "N/A" });
    expect(await used(current!.accessKeyId)).toMatchObject({
      UserName: "ci-deploy",
      AccessKeyLastUsed: {
        LastUsedDate: lastUse(current!.usage, SMALL_WORLD.now)!.at,
        ServiceName: "s3",
        Region: "eu-west-1",
      },
    });
    await expect(used(DEFAULT_VENDOR.accessKeyId)).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });

  it("has one user of a name whatever its case, and shows tags unchanged", async () => {
    const { User } = await client.send(new GetUserCommand({ UserName: "CI-DEPLOY" }));
    expect(User).toMatchObject({ UserName: "ci-deploy", Tags: [{ Key: "owner", Value: "platform <team> & co" }] });
    const missing = client.send(new GetUserCommand({ UserName: "missing" }));
    await expect(missing).rejects.toMatchObject({ name: "NoSuchEntityException", $metadata: { httpStatusCode: 404 } });
  });

  it("tells a password that was never used from none", async () => {
    const { Users } = await client.send(new ListUsersCommand({}));
    const lastUsed = Object.fromEntries(Users!.map((user) => [user.UserName, user.PasswordLastUsed]));
    expect(lastUsed).toMatchObject({ admin: expect.any(Date), "never-signed-in": undefined, nobody: undefined });
    await client.send(new GetLoginProfileCommand({ UserName: "never-signed-in" }));
    const none = client.send(new GetLoginProfileCommand({ UserName: "nobody" }));
    await expect(none).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });

  it("answers the account's other reads", async () => {
    const { AccountAliases } = await client.send(new ListAccountAliasesCommand({}));
    const { PasswordPolicy } = await client.send(new GetAccountPasswordPolicyCommand({}));
    const { VirtualMFADevices } = await client.send(new ListVirtualMFADevicesCommand({}));
    const { MFADevices } = await client.send(new ListMFADevicesCommand({ UserName: "admin" }));
    const { InstanceProfiles } = await client.send(new ListInstanceProfilesCommand({}));
    const { Groups } = await client.send(new ListGroupsCommand({}));
    const { Users } = await client.send(new GetGroupCommand({ GroupName: "Developers" }));
    const attached = await client.send(new ListAttachedGroupPoliciesCommand({ GroupName: "developers" }));
    expect(Users!.map((user) => user.UserName)).toEqual(["ci-deploy"]);
    expect(attached.AttachedPolicies!.map((policy) => policy.PolicyName)).toEqual(["deploy"]);
    expect(AccountAliases).toEqual(["example-production"]);
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 14, MaxPasswordAge: 90, ExpirePasswords: true });
    expect(VirtualMFADevices!.map((device) => device.User?.Arn)).toEqual([
      "arn:aws:iam::200000000002:user/admin",
      "arn:aws:iam::200000000002:root",
    ]);
    expect(MFADevices).toHaveLength(1);
    expect(InstanceProfiles![0]!.Roles![0]!.RoleName).toBe("web-server");
    expect(Groups!.map((group) => group.GroupName)).toEqual(["developers"]);
  });

  it("shows roles and policies", async () => {
    const { Roles } = await client.send(new ListRolesCommand({ PathPrefix: "/aws-service-role/" }));
    const { Role } = await client.send(new GetRoleCommand({ RoleName: "web-server" }));
    const { Policies } = await client.send(new ListPoliciesCommand({ Scope: "Local" }));
    const PolicyArn = Policies![0]!.Arn!;
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await client.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId }),
    );
    const { AttachedPolicies } = await client.send(new ListAttachedUserPoliciesCommand({ UserName: "admin" }));
    expect(Roles!.map((role) => role.RoleName)).toEqual(["AWSServiceRoleForAutoScaling"]);
    expect(Role).toMatchObject({ MaxSessionDuration: 3600, RoleLastUsed: { Region: "eu-west-1" } });
    expect(JSON.parse(decodeURIComponent(PolicyVersion!.Document!)).Statement).toHaveLength(1);
    expect(AttachedPolicies).toEqual([
      { PolicyName: "AdministratorAccess", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    ]);
  });

  it("has other credentials of users that are there", async () => {
    const { ServiceSpecificCredentials } = await client.send(
      new ListServiceSpecificCredentialsCommand({ AllUsers: true }),
    );
    const { SSHPublicKeys } = await client.send(new ListSSHPublicKeysCommand({ UserName: "admin" }));
    expect(ServiceSpecificCredentials!.map(({ UserName }) => UserName)).toEqual(["ci-deploy"]);
    expect(SSHPublicKeys).toEqual([]);
    const missing = client.send(new ListSSHPublicKeysCommand({ UserName: "missing" }));
    await expect(missing).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });
});
