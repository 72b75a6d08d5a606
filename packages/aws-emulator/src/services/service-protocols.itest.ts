import { ListRegionsCommand, paginateListRegions } from "@aws-sdk/client-account";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { GetUserCommand } from "@aws-sdk/client-iam";
import { ListAccountsCommand } from "@aws-sdk/client-organizations";
import { GetSubjectCommand, ListTrustAnchorsCommand } from "@aws-sdk/client-rolesanywhere";
import { ListInstancesCommand, ListPermissionSetsCommand } from "@aws-sdk/client-sso-admin";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accountOf, DEFAULT_VENDOR, type Emulator, organisationOf, readerRoleOf, startEmulator } from "../index.ts";
import { assumeReader, iamClient, serviceClients, stsClient } from "../testing/clients.ts";

const MANAGEMENT = "300000000001";
const MEMBER = "300000000002";
const ALONE = "300000000003";
const ExternalId = "rolecall-services";
const reader = () => readerRoleOf(DEFAULT_VENDOR, { externalId: ExternalId });

let emulator: Emulator;
beforeEach(async () => {
  const accounts = [
    accountOf({ awsAccountId: MANAGEMENT, roles: [reader()] }),
    accountOf({ awsAccountId: MEMBER, roles: [reader()], optInRegions: { "eu-central-2": "ENABLED" } }),
    accountOf({ awsAccountId: ALONE, roles: [reader()], standsAlone: true }),
  ];
  emulator = await startEmulator({ world: organisationOf({ accounts }) });
});
afterEach(() => emulator.close());

async function keysOf(awsAccountId = MANAGEMENT) {
  return assumeReader(emulator, { RoleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`, ExternalId });
}
const clientsOf = async (awsAccountId?: string, region?: string) =>
  serviceClients(emulator, await keysOf(awsAccountId), region);

/** One call of each service, with the codes that it has for what any service can answer. */
const SERVICES = {
  ListAccounts: {
    send: async () => (await clientsOf()).organizations.send(new ListAccountsCommand({})),
    throttled: "TooManyRequestsException",
    failed: "ServiceException",
    prefix: "organizations",
  },
  ListInstances: {
    send: async () => (await clientsOf()).ssoAdmin.send(new ListInstancesCommand({})),
    throttled: "ThrottlingException",
    failed: "InternalServerException",
    prefix: "sso",
  },
  LookupEvents: {
    send: async () => (await clientsOf()).cloudTrail.send(new LookupEventsCommand({})),
    throttled: "ThrottlingException",
    failed: "InternalFailure",
    prefix: "cloudtrail",
  },
  ListTrustAnchors: {
    send: async () => (await clientsOf()).rolesAnywhere.send(new ListTrustAnchorsCommand({})),
    throttled: "ThrottlingException",
    failed: "InternalServerException",
    prefix: "rolesanywhere",
  },
  ListRegions: {
    send: async () => (await clientsOf()).account.send(new ListRegionsCommand({})),
    throttled: "TooManyRequestsException",
    failed: "InternalServerException",
    prefix: "account",
  },
} as const;

describe.each(Object.entries(SERVICES))("a fault of %s", (action, { send, throttled, failed, prefix }) => {
  it.each([
    ["AccessDenied", "AccessDeniedException", new RegExp(`${prefix}:${action}`)],
    ["Throttling", throttled, /Rate exceeded/],
    ["ServiceFailure", failed, /unknown error/],
    ["expiredSession", "ExpiredTokenException", /expired/],
    ["unsupported", "UnknownOperationException", new RegExp(action)],
    ["regionDisabled", "UnrecognizedClientException", /security token/],
  ] as const)("%s is answered as %s", async (kind, name, message) => {
    emulator.faults.add({ action, kind });
    await expect(send()).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
    await send();
    expect(emulator.faults.waiting()).toEqual([]);
  });

  it("can be a body that is cut short, or an answer that never comes", async () => {
    emulator.faults.add({ action, kind: "truncatedBody" });
    await expect(send()).rejects.toThrow();
    emulator.faults.add({ action, kind: "timeout" });
    const unanswered = Promise.race([send(), emulatorHasTaken()]);
    expect(await unanswered).toBe("taken");
  });

  it("carries the words that name the policy which denied it", async () => {
    const policy = `arn:aws:organizations::${MANAGEMENT}:policy/o-exampleorg1/service_control_policy/p-examplepol`;
    const message = `User is not authorized to perform: ${prefix}:${action} with an explicit deny in a service control policy: ${policy}`;
    emulator.faults.add({ action, kind: "AccessDenied", message });
    await expect(send()).rejects.toMatchObject({ name: "AccessDeniedException", message });
  });
});

/** Resolves once the emulator has met the last fault that waits. */
async function emulatorHasTaken(): Promise<"taken"> {
  while (emulator.faults.waiting().length > 0) await new Promise((resolve) => setImmediate(resolve));
  return "taken";
}

it("lets a fault happen in one Region only", async () => {
  const keys = await keysOf();
  const lookup = (region: string) =>
    serviceClients(emulator, keys, region).cloudTrail.send(new LookupEventsCommand({}));
  emulator.faults.add({ action: "LookupEvents", kind: "regionDisabled", region: "eu-west-1" });
  await lookup("us-east-1");
  await expect(lookup("eu-west-1")).rejects.toMatchObject({ name: "UnrecognizedClientException" });
});

it("gives IAM and STS their own words for a Region that is off, and a denial's message", async () => {
  const keys = await keysOf();
  emulator.faults.add({ action: "GetCallerIdentity", kind: "regionDisabled" });
  await expect(stsClient(emulator, keys).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "RegionDisabledException",
  });
  emulator.faults.add({ action: "GetUser", kind: "AccessDenied", message: "with an explicit deny" });
  await expect(iamClient(emulator, keys).send(new GetUserCommand({ UserName: "ada" }))).rejects.toMatchObject({
    name: "AccessDenied",
    message: "with an explicit deny",
  });
});

describe("a Region that the account has not enabled", () => {
  it.each([
    ["eu-central-2", MEMBER, true],
    ["eu-central-2", MANAGEMENT, false],
    ["me-south-1", MEMBER, false],
    ["eu-west-3", MANAGEMENT, true],
  ])("%s for account %s: known %s", async (region, awsAccountId, isKnown) => {
    const { cloudTrail, rolesAnywhere } = await clientsOf(awsAccountId, region);
    const calls = [cloudTrail.send(new LookupEventsCommand({})), rolesAnywhere.send(new ListTrustAnchorsCommand({}))];
    const names = (await Promise.allSettled(calls)).map((result) =>
      result.status === "rejected" ? result.reason.name : "answered",
    );
    const name = isKnown ? "answered" : "UnrecognizedClientException";
    expect(names).toEqual([name, name]);
  });
});

describe("account", () => {
  it("lists every Region over pages, or those of some states", async () => {
    const { account } = await clientsOf(MEMBER);
    const found: (string | undefined)[] = [];
    let pages = 0;
    for await (const { Regions = [] } of paginateListRegions({ client: account }, {})) {
      pages += 1;
      found.push(...Regions.map(({ RegionName }) => RegionName));
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(30);
    expect(pages).toBeGreaterThan(1);
    const enabled = await account.send(new ListRegionsCommand({ RegionOptStatusContains: ["ENABLED"] }));
    expect(enabled.Regions).toEqual([{ RegionName: "eu-central-2", RegionOptStatus: "ENABLED" }]);
  });
});

describe("a caller without a part in the organisation", () => {
  it("is told that there is none, or that it may not", async () => {
    const list = new ListAccountsCommand({});
    await expect((await clientsOf(ALONE)).organizations.send(list)).rejects.toMatchObject({
      name: "AWSOrganizationsNotInUseException",
    });
    await expect((await clientsOf(MEMBER)).organizations.send(list)).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  it("finds no instance of Identity Center, and no permission set behind an ARN", async () => {
    const { ssoAdmin } = await clientsOf(MEMBER);
    expect((await ssoAdmin.send(new ListInstancesCommand({}))).Instances).toEqual([]);
    const InstanceArn = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
    await expect(ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

it("does not know a subject that was never seen", async () => {
  const { rolesAnywhere } = await clientsOf();
  await expect(rolesAnywhere.send(new GetSubjectCommand({ subjectId: "none" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
