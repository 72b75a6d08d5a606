import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  ListParentsCommand,
  ListRootsCommand,
  paginateListAccounts,
  paginateListDelegatedAdministrators,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import {
  GetSubjectCommand,
  ListProfilesCommand,
  ListSubjectsCommand,
  ListTrustAnchorsCommand,
} from "@aws-sdk/client-rolesanywhere";
import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListInstancesCommand,
  ListManagedPoliciesInPermissionSetCommand,
  paginateListAccountAssignments,
  paginateListAccountsForProvisionedPermissionSet,
  paginateListPermissionSets,
  paginateListPermissionSetsProvisionedToAccount,
} from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Emulator, startEmulator } from "@rolecall/aws-emulator";
import { serviceClients, stsClient } from "@rolecall/aws-emulator/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { build, ENDS_AT, VENDOR } from "./month-states-fixture.ts";
import { accountId, EXAMPLE_ACCOUNTS, MANAGEMENT_ACCOUNT_ID } from "./story/accounts.ts";

const HOME = "eu-central-1";
const externalId = "rolecall-everywhere";
const READS = ["iam:List*", "organizations:*", "sso:*", "rolesanywhere:*", "cloudtrail:LookupEvents"];

let emulator: Emulator;
beforeAll(async () => {
  const world = build({ readerActions: READS, externalIdOf: () => externalId });
  emulator = await startEmulator({
    world,
    clock: { mode: "fixed", now: ENDS_AT },
    options: { controlSurface: true },
  });
});
beforeEach(() => emulator.setNow(ENDS_AT));
afterAll(() => emulator.close());

async function clientsOf(awsAccountId: string, { region = HOME, ExternalId = externalId } = {}) {
  const { Credentials } = await stsClient(emulator, VENDOR).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
      RoleSessionName: "rolecall-test",
      ExternalId,
    }),
  );
  const keys = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  return serviceClients(emulator, keys, region);
}

/** All items of all pages; `pick` takes a page's list. */
async function all<P, T>(pages: AsyncIterable<P>, pick: (page: P) => T[] | undefined): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...(pick(page) ?? []));
  return items;
}

describe("the organisation", () => {
  it("lists the example's accounts, and one suspended and one closed beside them", async () => {
    const { organizations: client } = await clientsOf(MANAGEMENT_ACCOUNT_ID);
    const accounts = await all(paginateListAccounts({ client }, {}), (page) => page.Accounts);
    const inactive = accounts.filter(({ State }) => State !== "ACTIVE");
    expect(inactive.map(({ State, Status }) => [State, Status])).toEqual([
      ["SUSPENDED", "SUSPENDED"],
      ["CLOSED", "SUSPENDED"],
    ]);
    expect(accounts).toHaveLength(EXAMPLE_ACCOUNTS.length + 2);
    const { Account } = await client.send(new DescribeAccountCommand({ AccountId: inactive[0]!.Id! }));
    expect(Account).toEqual(inactive[0]);
    await expect(clientsOf(inactive[1]!.Id!)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("had them active in the beginning", async () => {
    emulator.setNow(new Date(ENDS_AT.getTime() - 350 * 86_400_000));
    const { organizations: client } = await clientsOf(MANAGEMENT_ACCOUNT_ID);
    const accounts = await all(paginateListAccounts({ client }, {}), (page) => page.Accounts);
    expect(new Set(accounts.map(({ State }) => State))).toEqual(new Set(["ACTIVE"]));
  });

  it("has a tree of three levels, of which each account's path tells", async () => {
    const { organizations: client } = await clientsOf(MANAGEMENT_ACCOUNT_ID);
    const { Roots } = await client.send(new ListRootsCommand({}));
    const tree = new Map<string, { parent: string; path: string }>();
    const descend = async (ParentId: string): Promise<void> => {
      const pages = paginateListOrganizationalUnitsForParent({ client }, { ParentId });
      for (const { Id, Path } of await all(pages, (page) => page.OrganizationalUnits)) {
        tree.set(Id!, { parent: ParentId, path: Path! });
        await descend(Id!);
      }
    };
    await descend(Roots![0]!.Id!);
    expect(Math.max(...[...tree.values()].map(({ path }) => path.split("/").length - 3))).toBe(3);
    const accounts = await all(paginateListAccounts({ client }, {}), (page) => page.Accounts);
    for (const { Id, Paths } of accounts) {
      const { Parents } = await client.send(new ListParentsCommand({ ChildId: Id! }));
      const parent = Parents![0]!;
      const path = parent.Type === "ROOT" ? Paths![0]!.split("/").slice(0, 2).join("/") : tree.get(parent.Id!)!.path;
      expect(Paths![0]).toBe(`${path.replace(/\/$/, "")}/${Id}/`);
    }
    const [id, unit] = [...tree].find(([, { path }]) => path.split("/").length === 6)!;
    const { OrganizationalUnit } = await client.send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }),
    );
    expect(OrganizationalUnit).toMatchObject({ Name: "Prototypes", Path: unit.path });
    const { Parents } = await client.send(new ListParentsCommand({ ChildId: id }));
    expect(Parents).toEqual([{ Id: unit.parent, Type: "ORGANIZATIONAL_UNIT" }]);
  });

  it("may be read by its delegated administrator, and by no other member", async () => {
    const { organizations: client } = await clientsOf(accountId("security"));
    const input = { ServicePrincipal: "sso.amazonaws.com" };
    const delegated = await all(
      paginateListDelegatedAdministrators({ client }, input),
      (p) => p.DelegatedAdministrators,
    );
    expect(delegated.map(({ Id }) => Id)).toEqual([accountId("security")]);
    const { organizations } = await clientsOf(accountId("staging"));
    await expect(organizations.send(new ListRootsCommand({}))).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("Identity Center", () => {
  it("has a permission set, assigned, for each AWSReservedSSO role, and no other", async () => {
    const { ssoAdmin: client } = await clientsOf(accountId("security"));
    const { Instances } = await client.send(new ListInstancesCommand({}));
    expect(Instances).toMatchObject([{ OwnerAccountId: MANAGEMENT_ACCOUNT_ID, PrimaryRegion: HOME, Status: "ACTIVE" }]);
    const InstanceArn = Instances![0]!.InstanceArn!;
    const found: string[] = [];
    const arns = await all(paginateListPermissionSets({ client }, { InstanceArn }), (page) => page.PermissionSets);
    for (const PermissionSetArn of arns) {
      const { PermissionSet } = await client.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }));
      const accounts = await all(
        paginateListAccountsForProvisionedPermissionSet({ client }, { InstanceArn, PermissionSetArn }),
        (page) => page.AccountIds,
      );
      found.push(...accounts.map((id) => `${id} ${PermissionSet!.Name}`));
    }
    const roles = [...emulator.state().accounts.values()].flatMap(({ awsAccountId, roles: byName }) =>
      [...byName.values()].flatMap(({ roleName }) => {
        const name = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1];
        return name === undefined ? [] : `${awsAccountId} ${name}`;
      }),
    );
    expect(found.sort()).toEqual(roles.sort());
  });

  it("tells the assignments of groups and users, the policies and the session's length", async () => {
    const { ssoAdmin: client } = await clientsOf(MANAGEMENT_ACCOUNT_ID);
    const { Instances } = await client.send(new ListInstancesCommand({}));
    const InstanceArn = Instances![0]!.InstanceArn!;
    const provisioned = await all(
      paginateListPermissionSetsProvisionedToAccount({ client }, { InstanceArn, AccountId: accountId("production") }),
      (page) => page.PermissionSets,
    );
    const sets = await Promise.all(
      provisioned.map(async (PermissionSetArn) => {
        const given = { InstanceArn, PermissionSetArn };
        const [described, managed, inline, assignments] = await Promise.all([
          client.send(new DescribePermissionSetCommand(given)),
          client.send(new ListManagedPoliciesInPermissionSetCommand(given)),
          client.send(new GetInlinePolicyForPermissionSetCommand(given)),
          all(
            paginateListAccountAssignments({ client }, { ...given, AccountId: accountId("production") }),
            (page) => page.AccountAssignments,
          ),
        ]);
        const { Name, SessionDuration } = described.PermissionSet!;
        const types = assignments.map(({ PrincipalType }) => PrincipalType!);
        return { Name, SessionDuration, types, managed: managed.AttachedManagedPolicies, inline: inline.InlinePolicy };
      }),
    );
    const byName = new Map(sets.map((set) => [set.Name, set]));
    expect(byName.get("Support")).toMatchObject({ SessionDuration: "PT8H", types: ["GROUP", "USER"], inline: "" });
    expect(byName.get("PlatformEngineer")).toMatchObject({ SessionDuration: "PT4H", types: ["GROUP"] });
    expect(byName.get("PlatformEngineer")!.inline).toContain("iam:CreateUser");
    expect(byName.get("PlatformEngineer")!.managed).toEqual([
      { Name: "PowerUserAccess", Arn: "arn:aws:iam::aws:policy/PowerUserAccess" },
    ]);
  });

  it("is not there in other Regions, nor before the company began with it", async () => {
    const instancesOf = async (region?: string) => {
      const { ssoAdmin } = await clientsOf(MANAGEMENT_ACCOUNT_ID, region ? { region } : {});
      return (await ssoAdmin.send(new ListInstancesCommand({}))).Instances!.length;
    };
    expect(await instancesOf()).toBe(1);
    expect(await instancesOf("us-east-1")).toBe(0);
    emulator.setNow(new Date(ENDS_AT.getTime() - 330 * 86_400_000));
    expect(await instancesOf()).toBe(0);
  });
});

describe("Roles Anywhere", () => {
  it("has an anchor, two profiles and machines of which some come no more", async () => {
    const { rolesAnywhere } = await clientsOf(accountId("shared"));
    const { trustAnchors } = await rolesAnywhere.send(new ListTrustAnchorsCommand({}));
    expect(trustAnchors).toMatchObject([{ enabled: true, source: { sourceType: "CERTIFICATE_BUNDLE" } }]);
    const { profiles } = await rolesAnywhere.send(new ListProfilesCommand({}));
    const roles = emulator.state().accounts.get(accountId("shared"))!.roles;
    expect(profiles).toHaveLength(2);
    for (const { roleArns } of profiles!) expect(roles.has(roleArns![0]!.split("/").at(-1)!.toLowerCase())).toBe(true);
    const { subjects } = await rolesAnywhere.send(new ListSubjectsCommand({}));
    const quiet = subjects!.filter(({ lastSeenAt }) => ENDS_AT.getTime() - lastSeenAt!.getTime() > 60 * 86_400_000);
    expect([subjects!.length, quiet.length]).toEqual([4, 2]);
  });

  it("sees its machines again over time", async () => {
    const seenAt = async () => {
      const { rolesAnywhere } = await clientsOf(accountId("shared"));
      const { subjects } = await rolesAnywhere.send(new ListSubjectsCommand({}));
      const { subjectId } = subjects!.find(({ x509Subject }) => x509Subject!.startsWith("CN=plc-gateway-01"))!;
      const { subject } = await rolesAnywhere.send(new GetSubjectCommand({ subjectId }));
      return subject!.lastSeenAt!;
    };
    const late = await seenAt();
    emulator.setNow(new Date(ENDS_AT.getTime() - 90 * 86_400_000));
    const early = await seenAt();
    expect(late.getTime() - early.getTime()).toBeGreaterThan(89 * 86_400_000);
  });

  it("is in one Region of one account", async () => {
    const { rolesAnywhere } = await clientsOf(accountId("shared"), { region: "eu-west-1" });
    expect((await rolesAnywhere.send(new ListTrustAnchorsCommand({}))).trustAnchors).toEqual([]);
  });
});

describe("CloudTrail", () => {
  const eventsOf = async (EventName: string) => {
    const { cloudTrail } = await clientsOf(accountId("production"), { region: "us-east-1" });
    const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: EventName }];
    const { Events } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }));
    return Events!.map((event) => ({ ...event, detail: JSON.parse(event.CloudTrailEvent!) }));
  };

  it("tells who makes, changes and deletes keys and users at the end of the year", async () => {
    for (const name of ["CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey", "DeleteUser", "CreateRole"]) {
      const events = await eventsOf(name);
      expect(events.length, name).toBeGreaterThan(0);
      expect(
        events.every(({ detail }) => detail.userIdentity.arn.includes(accountId("production"))),
        name,
      ).toBe(true);
    }
  });

  it("tells of the past before the first month too", async () => {
    emulator.setNow(new Date(ENDS_AT.getTime() - 364 * 86_400_000));
    expect((await eventsOf("CreateAccessKey")).length).toBeGreaterThan(0);
  });

  it("shows AWS's own quarantine of the leaked key, and the thief who was refused", async () => {
    const [quarantine] = await eventsOf("AttachUserPolicy");
    expect(quarantine!.detail).toMatchObject({
      userIdentity: { type: "AWSService" },
      requestParameters: { userName: "svc-partner-feed" },
    });
    const { key } = emulator
      .state()
      .accounts.get(accountId("production"))!
      .formerAccessKeys!.find(({ userName }) => userName === "svc-partner-feed")!;
    const { cloudTrail } = await clientsOf(accountId("production"), { region: "us-west-2" });
    const LookupAttributes = [{ AttributeKey: "AccessKeyId" as const, AttributeValue: key.accessKeyId }];
    const { Events } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }));
    expect(Events![0]).toMatchObject({ EventName: "InvokeModel" });
    expect(JSON.parse(Events![0]!.CloudTrailEvent!)).toMatchObject({ errorCode: "AccessDenied" });
  });
});

describe("the work of a StackSet", () => {
  const install = async (body: object) => {
    const response = await fetch(`${emulator.url}/_emulator/reader-roles`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as { awsAccountIds: string[] } };
  };

  it("installs the role in all members but the management account, or in one account", async () => {
    const { json } = await install({ externalId: "everywhere-else" });
    const members = EXAMPLE_ACCOUNTS.map(({ awsAccountId }) => awsAccountId).filter(
      (id) => id !== MANAGEMENT_ACCOUNT_ID,
    );
    expect(json.awsAccountIds.toSorted()).toEqual(members.toSorted());
    await clientsOf(accountId("lab"), { ExternalId: "everywhere-else" });
    await clientsOf(MANAGEMENT_ACCOUNT_ID);
    await install({ externalId: "management-only", awsAccountIds: [MANAGEMENT_ACCOUNT_ID] });
    await clientsOf(MANAGEMENT_ACCOUNT_ID, { ExternalId: "management-only" });
    await expect(clientsOf(accountId("lab"), { ExternalId: "management-only" })).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  it("says what it expects", async () => {
    expect((await install({ roleName: "Reader" })).status).toBe(400);
  });
});
