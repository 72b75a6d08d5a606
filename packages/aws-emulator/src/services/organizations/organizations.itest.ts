import { afterAll, beforeAll, expect, it } from "vitest";
import { accountOf, DEFAULT_VENDOR, type Emulator, organisationOf, readerRoleOf, startEmulator } from "../../index.ts";
import { assumeReader } from "../../testing/clients.ts";

const MANAGEMENT = "300000000001";
const memberId = (index: number) => String(300000000002 + index);
const externalId = "rolecall-organisation";
const reader = () => readerRoleOf(DEFAULT_VENDOR, { externalId });

let emulator: Emulator;
beforeAll(async () => {
  const members = Array.from({ length: 100 }, (_, index) =>
    accountOf({
      awsAccountId: memberId(index),
      state: index === 7 ? "CLOSED" : "ACTIVE",
      organizationalUnits: index % 2 === 0 ? ["Workloads", "Production"] : ["Workloads"],
      roles: index === 0 ? [reader()] : [],
    }),
  );
  const accounts = [accountOf({ awsAccountId: MANAGEMENT, roles: [reader()] }), ...members];
  emulator = await startEmulator({ world: organisationOf({ accounts }) });
});
afterAll(() => emulator.close());

type Reply = Record<string, unknown> & { NextToken?: string };

/** Calls as the SDK does on the wire: the action in a header, JSON in the body. */
async function call(
  action: string,
  input: object,
  awsAccountId = MANAGEMENT,
): Promise<{ status: number; json: Reply }> {
  const RoleArn = `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`;
  const keys = await assumeReader(emulator, { RoleArn, ExternalId: externalId });
  const response = await fetch(emulator.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSOrganizationsV20161128.${action}`,
      "x-amz-security-token": keys.sessionToken!,
      authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/20260601/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, json: (await response.json()) as Reply };
}

async function allPages(action: string, list: string, input: object = {}): Promise<Record<string, string>[][]> {
  const pages: Record<string, string>[][] = [];
  let NextToken: string | undefined;
  do {
    const { json } = await call(action, { ...input, NextToken });
    pages.push(json[list] as Record<string, string>[]);
    NextToken = json.NextToken;
  } while (NextToken !== undefined);
  return pages;
}

it("lists every account once, over pages of which some are empty", async () => {
  const pages = await allPages("ListAccounts", "Accounts");
  const accounts = pages.flat();
  expect(new Set(accounts.map((account) => account.Id)).size).toBe(101);
  expect(accounts).toHaveLength(101);
  expect(pages.slice(0, -1).some((page) => page.length === 0)).toBe(true);
  expect(accounts.find((account) => account.Id === memberId(7))).toMatchObject({
    State: "CLOSED",
    Status: "SUSPENDED",
  });
  expect(typeof accounts[0]!.JoinedTimestamp).toBe("number");
});

it("describes the organisation and its tree", async () => {
  const { json } = await call("DescribeOrganization", {});
  expect(json.Organization).toMatchObject({ MasterAccountId: MANAGEMENT, FeatureSet: "ALL" });
  const [[root]] = (await allPages("ListRoots", "Roots")) as [[{ Id: string }]];
  const [[workloads]] = (await allPages("ListOrganizationalUnitsForParent", "OrganizationalUnits", {
    ParentId: root.Id,
  })) as [[{ Id: string; Name: string }]];
  expect(workloads.Name).toBe("Workloads");
  const inWorkloads = (await allPages("ListAccountsForParent", "Accounts", { ParentId: workloads.Id })).flat();
  expect(inWorkloads).toHaveLength(50);
  const atRoot = (await allPages("ListAccountsForParent", "Accounts", { ParentId: root.Id })).flat();
  expect(atRoot.map((account) => account.Id)).toEqual([MANAGEMENT]);
});

it.each([
  ["from another account", "ListAccounts", {}, memberId(0), "AccessDeniedException"],
  [
    "with a parent that is not there",
    "ListAccountsForParent",
    { ParentId: "ou-none-00000000" },
    MANAGEMENT,
    "ParentNotFoundException",
  ],
  ["with a token of somebody else", "ListAccounts", { NextToken: "abc" }, MANAGEMENT, "InvalidInputException"],
  ["with a page too large", "ListAccounts", { MaxResults: 21 }, MANAGEMENT, "ValidationException"],
  ["of an action that is not there", "ListWishes", {}, MANAGEMENT, "UnknownOperationException"],
])("refuses a call %s", async (_, action, input, awsAccountId, type) => {
  const { status, json } = await call(action, input, awsAccountId);
  expect([status, json.__type]).toEqual([400, type]);
});

it("throttles in its own words", async () => {
  emulator.faults.add({ action: "DescribeOrganization", kind: "Throttling" });
  const { json } = await call("DescribeOrganization", {});
  expect(json.__type).toBe("TooManyRequestsException");
});
