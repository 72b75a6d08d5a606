import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  ListVirtualMFADevicesCommand,
  paginateGetAccountAuthorizationDetails,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Emulator, startEmulator } from "@rolecall/aws-emulator";
import { iamClient, stsClient } from "@rolecall/aws-emulator/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, ENDS_AT, VENDOR } from "./month-states-fixture.ts";
import { EXAMPLE_ACCOUNTS } from "./story/accounts.ts";

const READER_ACTIONS = [
  "iam:GetAccountAuthorizationDetails",
  "iam:GenerateCredentialReport",
  "iam:GetCredentialReport",
  "iam:ListVirtualMFADevices",
  "iam:ListMFADevices",
];
const externalIdOf = (awsAccountId: string) => `rolecall-${awsAccountId}`;

let emulator: Emulator;
beforeAll(async () => {
  const world = build({ readerActions: READER_ACTIONS, externalIdOf });
  emulator = await startEmulator({ world, clock: { mode: "fixed", now: ENDS_AT }, options: { reportPolls: 0 } });
});
afterAll(() => emulator.close());

async function readerOf(awsAccountId: string, externalId?: string) {
  const { Credentials } = await stsClient(emulator, VENDOR).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
      RoleSessionName: "rolecall-test",
      ExternalId: externalId,
    }),
  );
  return iamClient(emulator, {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  });
}

describe.each(EXAMPLE_ACCOUNTS.filter(({ connected }) => connected))("$name", ({ awsAccountId, name }) => {
  it("lets the reader in with its External ID only, and shows it everything", async () => {
    await expect(readerOf(awsAccountId)).rejects.toThrow(/not authorized/);
    await expect(readerOf(awsAccountId, "another")).rejects.toThrow(/not authorized/);
    const client = await readerOf(awsAccountId, externalIdOf(awsAccountId));
    const found = { users: 0, roles: 0 };
    for await (const page of paginateGetAccountAuthorizationDetails({ client }, {})) {
      found.users += page.UserDetailList?.length ?? 0;
      found.roles += page.RoleDetailList?.length ?? 0;
    }
    const account = emulator.state().accounts.get(awsAccountId)!;
    expect(found).toEqual({ users: account.users.size, roles: account.roles.size });
  });

  it("has a credential report with a row for each user, and one for root", async () => {
    const client = await readerOf(awsAccountId, externalIdOf(awsAccountId));
    await client.send(new GenerateCredentialReportCommand({}));
    const { Content } = await client.send(new GetCredentialReportCommand({}));
    const rows = new TextDecoder().decode(Content).trim().split("\n");
    expect(rows).toHaveLength(emulator.state().accounts.get(awsAccountId)!.users.size + 2);
  });

  it("answers for MFA devices, but where the role lacks that permission", async () => {
    const client = await readerOf(awsAccountId, externalIdOf(awsAccountId));
    const listing = client.send(new ListVirtualMFADevicesCommand({}));
    if (name === "data-platform") await expect(listing).rejects.toThrow(/not authorized/);
    else expect((await listing).VirtualMFADevices).toBeDefined();
  });
});

it("has an account that nobody connected yet", async () => {
  const lab = EXAMPLE_ACCOUNTS.find(({ connected }) => !connected)!;
  await expect(readerOf(lab.awsAccountId, externalIdOf(lab.awsAccountId))).rejects.toThrow(/not authorized/);
});

it("goes on changing nothing but use after its end", () => {
  emulator.setNow(new Date("2027-03-01T00:00:00Z"));
  expect(emulator.state().accounts.size).toBe(EXAMPLE_ACCOUNTS.length);
  expect(emulator.skippedEvents()).toEqual([]);
});
