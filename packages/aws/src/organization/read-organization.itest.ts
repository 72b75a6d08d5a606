import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  accountOf,
  DEFAULT_VENDOR,
  type EmulatedIdentityCenter,
  organisationOf,
  readerRoleOf,
  type World,
} from "@rolecall/aws-emulator";
import type { OrganizationReading } from "@rolecall/domain";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type EmulatedWorld, EXTERNAL_ID, emulateWorld, NOW, REGION } from "../testing/emulated-world.ts";

const MANAGEMENT = "300000000001";
const DELEGATED = "300000000002";
const memberId = (index: number) => String(300000000002 + index);

/** 46 accounts: the management account at the root, the others in units two deep; some of them are not active. */
function organisation(): World {
  const role = () => readerRoleOf(DEFAULT_VENDOR, { externalId: EXTERNAL_ID });
  const members = Array.from({ length: 45 }, (_, index) =>
    accountOf({
      awsAccountId: memberId(index),
      state: index === 7 ? "CLOSED" : index === 8 ? "SUSPENDED" : "ACTIVE",
      organizationalUnits: index % 2 === 0 ? ["Workloads", "Production"] : ["Workloads"],
      roles: index === 0 ? [role()] : [],
    }),
  );
  const accounts = [accountOf({ awsAccountId: MANAGEMENT, roles: [role()] }), ...members];
  return organisationOf({ accounts });
}

const permissionSetArn = (number: number) => `arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-${number}`;

const identityCenter = (homeRegion: string): EmulatedIdentityCenter => ({
  instanceArn: "arn:aws:sso:::instance/ssoins-1111111111111111",
  identityStoreId: "d-1111111111",
  homeRegion,
  createdAt: new Date("2024-01-01T00:00:00Z"),
  permissionSets: ["Administrator", "ReadOnly"].map((name, index) => ({
    arn: permissionSetArn(index),
    name,
    description: index === 0 ? "Break glass" : null,
    createdAt: new Date("2024-02-02T00:00:00Z"),
    sessionDuration: "PT8H",
    managedPolicies: [],
    inlinePolicy: null,
  })),
  assignments: [
    { permissionSetArn: permissionSetArn(0), awsAccountId: MANAGEMENT, principalType: "USER", principalId: "user-1" },
    ...[0, 1, 2].map((index) => ({
      permissionSetArn: permissionSetArn(1),
      awsAccountId: memberId(index),
      principalType: "GROUP" as const,
      principalId: `group-${index}`,
    })),
  ],
});

async function emulateOrganisation(given: { homeRegion?: string | null; awsAccountId?: string } = {}) {
  const { homeRegion = REGION, awsAccountId = MANAGEMENT } = given;
  const world = await emulateWorld({ world: organisation(), awsAccountId });
  world.emulator.mutate((state) => {
    state.identityCenter = homeRegion === null ? null : identityCenter(homeRegion);
    state.rootAccessFeatures = ["RootSessions"];
    state.delegatedAdministrators = ["sso.amazonaws.com", "iam.amazonaws.com"].map((servicePrincipal) => ({
      awsAccountId: DELEGATED,
      servicePrincipal,
      enabledAt: NOW,
    }));
  });
  return world;
}

const read = (world: EmulatedWorld) => world.reader.readOrganization(world.input);
const accountIn = ({ accounts }: OrganizationReading, id: string) =>
  accounts.find(({ awsAccountId }) => awsAccountId === id);
const unitNamed = ({ units }: OrganizationReading, name: string) => units.find((unit) => unit.name === name);
const live = (value: unknown) => ({ state: "read", value, source: "live_api", observedAt: NOW });

describe("an organisation", () => {
  it.each([
    ["its management account", MANAGEMENT],
    ["a delegated administrator", DELEGATED],
  ])("is read whole from %s", async (_, awsAccountId) => {
    const world = await emulateOrganisation({ awsAccountId });
    const reading = await read(world);
    expect(reading).toMatchObject({
      organizationId: "o-exampleorg1",
      managementAccountId: MANAGEMENT,
      awsAccountId,
      delegatedAdministratorIds: live([DELEGATED]),
      features: live(["RootSessions"]),
    });
    expect(reading.accounts).toHaveLength(46);
    expect(new Set(reading.accounts.map((account) => account.awsAccountId)).size).toBe(46);
    expect(accountIn(reading, memberId(7))?.state).toBe("CLOSED");
    expect(accountIn(reading, memberId(8))?.state).toBe("SUSPENDED");

    const [root, workloads, production] = ["Root", "Workloads", "Production"].map((name) => unitNamed(reading, name));
    expect(reading.units).toHaveLength(3);
    expect([root?.parentId, workloads?.parentId, production?.parentId]).toEqual([
      null,
      root?.unitId,
      workloads?.unitId,
    ]);
    expect(accountIn(reading, MANAGEMENT)?.unitIds).toEqual([root?.unitId]);
    expect(accountIn(reading, memberId(0))?.unitIds).toEqual([root?.unitId, workloads?.unitId, production?.unitId]);
    expect(world.emulator.calls().byAction.ListAccountsForParent).toBeUndefined();
    expect(reading.apiCalls.total).toBe(world.emulator.calls().total);
  });

  it("has its permission sets with who is assigned to which account", async () => {
    const { permissionSets } = await read(await emulateOrganisation());
    expect(permissionSets).toMatchObject(
      live([
        {
          arn: permissionSetArn(0),
          name: "Administrator",
          description: "Break glass",
          sessionDuration: "PT8H",
          assignments: live([{ awsAccountId: MANAGEMENT, principalType: "USER", principalId: "user-1" }]),
        },
        {
          name: "ReadOnly",
          description: null,
          assignments: live(
            [0, 1, 2].map((index) => ({
              awsAccountId: memberId(index),
              principalType: "GROUP",
              principalId: `group-${index}`,
            })),
          ),
        },
      ]),
    );
  });

  it("has them although Identity Center is in another Region than the reader", async () => {
    const { permissionSets } = await read(await emulateOrganisation({ homeRegion: "us-west-2" }));
    expect(permissionSets).toMatchObject({ state: "read", value: { length: 2 } });
  });

  it("is told in words where no Identity Center is found", async () => {
    const { permissionSets } = await read(await emulateOrganisation({ homeRegion: null }));
    expect(permissionSets).toMatchObject({
      state: "unread",
      reason: expect.stringMatching(/No organization instance .* found in eu-central-1, us-east-1/),
    });
  });
});

/** Puts a server before the emulator that leaves out what older implementations of Organizations do not tell. */
async function withoutPathsAndStates({ emulator }: EmulatedWorld): Promise<void> {
  const server = createServer(async (request, response) => {
    const body = await Array.fromAsync(request);
    const answer = await fetch(`${emulator.url}${request.url}`, {
      method: request.method ?? "POST",
      headers: Object.entries(request.headers).flatMap(([name, value]) =>
        name === "host" || name === "connection" || name === "content-length" ? [] : [[name, String(value)]],
      ) as [string, string][],
      body: Buffer.concat(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    const without = (key: string, value: unknown) => (key === "Paths" || key === "State" ? undefined : value);
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/xml" });
    response.end(isJson ? JSON.stringify(JSON.parse(text, without)) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
}

describe("accounts whose place is not told with them", () => {
  it("are placed by asking each unit for its accounts", async () => {
    const world = await emulateOrganisation();
    await withoutPathsAndStates(world);
    const reading = await read(world);
    const path = ["Root", "Workloads", "Production"].map((name) => unitNamed(reading, name)?.unitId);
    expect(accountIn(reading, MANAGEMENT)?.unitIds).toEqual(path.slice(0, 1));
    expect(accountIn(reading, memberId(1))?.unitIds).toEqual(path.slice(0, 2));
    expect(accountIn(reading, memberId(2))?.unitIds).toEqual(path);
    expect(accountIn(reading, memberId(8))?.state).toBe("SUSPENDED");
  });

  it("have an unknown place where that is denied too", async () => {
    const world = await emulateOrganisation();
    await withoutPathsAndStates(world);
    world.deny("organizations:ListAccountsForParent");
    const reading = await read(world);
    expect(reading.accounts).toHaveLength(46);
    expect(reading.accounts.every(({ unitIds }) => unitIds === null)).toBe(true);
  });
});

describe("what is denied is unread", () => {
  it.each([
    ["organizations:ListDelegatedAdministrators", "delegatedAdministratorIds"],
    ["iam:ListOrganizationsFeatures", "features"],
    ["sso:ListInstances", "permissionSets"],
    ["sso:ListPermissionSets", "permissionSets"],
    ["sso:DescribePermissionSet", "permissionSets"],
  ])("%s", async (action, part) => {
    const world = await emulateOrganisation();
    world.deny(action);
    const reading = await read(world);
    expect(reading).toHaveProperty(part, { state: "unread", reason: expect.stringContaining(`${action} is denied`) });
    expect(reading.accounts).toHaveLength(46);
  });

  it.each(["sso:ListAccountsForProvisionedPermissionSet", "sso:ListAccountAssignments"])(
    "%s, of each permission set",
    async (action) => {
      const world = await emulateOrganisation();
      world.deny(action);
      const { permissionSets } = await read(world);
      const unread = { state: "unread", reason: expect.stringContaining(action) };
      expect(permissionSets).toMatchObject({
        value: [
          { name: "Administrator", assignments: unread },
          { name: "ReadOnly", assignments: unread },
        ],
      });
    },
  );

  it("the units, of which the accounts' paths still tell", async () => {
    const world = await emulateOrganisation();
    world.deny("organizations:ListRoots");
    const { units, accounts } = await read(world);
    expect(units).toHaveLength(3);
    expect(units.every(({ unitId, name }) => name === unitId)).toBe(true);
    expect(units.filter(({ parentId }) => parentId === null)).toHaveLength(1);
    expect(accounts.every(({ unitIds }) => unitIds !== null)).toBe(true);
  });
});

describe("an organisation that may not be read", () => {
  it("from a mere member is refused, with where to connect instead", async () => {
    const world = await emulateOrganisation({ awsAccountId: DELEGATED });
    world.emulator.mutate((state) => {
      state.delegatedAdministrators = [];
    });
    await expect(read(world)).rejects.toMatchObject({
      code: "UPSTREAM",
      details: { kind: "denied", action: "organizations:ListAccounts" },
      message: expect.stringMatching(/neither the organization's management account nor a delegated administrator/),
    });
  });

  it("is refused where the account is in none", async () => {
    const world = await emulateOrganisation({ awsAccountId: DELEGATED });
    world.emulator.mutate(() => {
      world.account().standsAlone = true;
    });
    await expect(read(world)).rejects.toMatchObject({
      code: "UPSTREAM",
      details: { awsErrorName: "AWSOrganizationsNotInUseException" },
      message: expect.stringContaining("in no organization"),
    });
  });

  it.each(["organizations:DescribeOrganization", "organizations:ListAccounts"])(
    "because %s is denied is refused",
    async (action) => {
      const world = await emulateOrganisation();
      world.deny(action);
      await expect(read(world)).rejects.toMatchObject({ code: "UPSTREAM", details: { kind: "denied", action } });
    },
  );
});

it("a session that expires in the middle is renewed, and the organisation is read whole", async () => {
  const world = await emulateOrganisation();
  world.emulator.faults.add({ action: "ListAccounts", kind: "expiredSession" });
  world.emulator.faults.add({ action: "DescribePermissionSet", kind: "expiredSession" });
  const reading = await read(world);
  expect(reading.accounts).toHaveLength(46);
  expect(reading.permissionSets.state).toBe("read");
});

it("throttled calls are repeated, and none is lost", async () => {
  const world = await emulateOrganisation();
  world.emulator.faults.add({ action: "ListAccounts", kind: "Throttling" });
  const reading = await read(world);
  expect(reading.accounts).toHaveLength(46);
  expect(reading.apiCalls.throttled).toBe(1);
});
