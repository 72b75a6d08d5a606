import {
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DEFAULT_VENDOR,
  type Emulator,
  type EmulatorOptions,
  SMALL_WORLD,
  smallWorld,
  startEmulator,
} from "./index.ts";
import { assumeReader, iamClient, longTerm, stsClient } from "./testing/clients.ts";

let emulator: Emulator;
const start = async (options?: Partial<EmulatorOptions>) => {
  await emulator?.close();
  emulator = await startEmulator({ world: smallWorld(), clock: { mode: "fixed", now: SMALL_WORLD.now }, options });
};
beforeEach(() => start());
afterEach(() => emulator.close());

const laterBy = (seconds: number) => new Date(SMALL_WORLD.now.getTime() + seconds * 1000);
const reader = async () => iamClient(emulator, await assumeReader(emulator));
const listKeys = new ListAccessKeysCommand({ UserName: "ci-deploy" });

describe("identity", () => {
  it("tells each kind of caller who it is", async () => {
    const arnOf = async (keys: Parameters<typeof stsClient>[1]) =>
      (await stsClient(emulator, keys).send(new GetCallerIdentityCommand({}))).Arn;
    expect(await arnOf(DEFAULT_VENDOR)).toBe("arn:aws:sts::111122223333:assumed-role/rolecall-inventory/rolecall");
    expect(await arnOf(longTerm(SMALL_WORLD.adminAccessKeyId))).toBe("arn:aws:iam::200000000002:user/admin");
    expect(await arnOf(await assumeReader(emulator))).toBe(
      "arn:aws:sts::200000000002:assumed-role/RolecallReadOnly/rolecall-test",
    );
  });

  it("refuses a key that is not known, and a session without its token", async () => {
    const unknown = stsClient(emulator, longTerm("AKIAUNKNOWNUNKNOWN22")).send(new GetCallerIdentityCommand({}));
    await expect(unknown).rejects.toMatchObject({ name: "InvalidClientTokenId", $metadata: { httpStatusCode: 403 } });
    const { accessKeyId } = await assumeReader(emulator);
    const withoutToken = iamClient(emulator, longTerm(accessKeyId)).send(listKeys);
    await expect(withoutToken).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });

  it("refuses an inactive key, and one whose user is gone", async () => {
    const admin = stsClient(emulator, longTerm(SMALL_WORLD.adminAccessKeyId));
    const account = () => emulator.state().accounts.get(SMALL_WORLD.memberAccountId)!;
    emulator.mutate(() => {
      account().users.get("admin")!.accessKeys[0]!.status = "Inactive";
      account().users.delete("auditor");
    });
    const refused = { name: "InvalidClientTokenId" };
    await expect(admin.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(refused);
    const auditor = stsClient(emulator, longTerm(SMALL_WORLD.readOnlyAccessKeyId));
    await expect(auditor.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(refused);
  });

  it("finds the account of a key, and makes sessions of a user's own", async () => {
    const admin = stsClient(emulator, longTerm(SMALL_WORLD.adminAccessKeyId));
    const info = await admin.send(new GetAccessKeyInfoCommand({ AccessKeyId: SMALL_WORLD.readOnlyAccessKeyId }));
    expect(info.Account).toBe(SMALL_WORLD.memberAccountId);
    const { Credentials } = await admin.send(
      new GetSessionTokenCommand({ SerialNumber: "arn:aws:iam::200000000002:mfa/admin", TokenCode: "123456" }),
    );
    const session = { ...longTerm(Credentials!.AccessKeyId!), sessionToken: Credentials!.SessionToken! };
    const { Arn } = await stsClient(emulator, session).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe("arn:aws:iam::200000000002:user/admin");
  });
});

describe("sessions", () => {
  it("expire by the emulator's clock, and say when", async () => {
    const { Credentials } = await stsClient(emulator).send(
      new AssumeRoleCommand({
        RoleArn: SMALL_WORLD.readerRoleArn,
        RoleSessionName: "rolecall-test",
        ExternalId: SMALL_WORLD.externalId,
        DurationSeconds: 900,
      }),
    );
    expect(Credentials!.Expiration).toEqual(laterBy(900));

    const keys = await assumeReader(emulator, { DurationSeconds: 900 });
    emulator.setNow(laterBy(899));
    await iamClient(emulator, keys).send(listKeys);
    emulator.setNow(laterBy(900));
    await expect(iamClient(emulator, keys).send(listKeys)).rejects.toMatchObject({
      name: "ExpiredToken",
      $metadata: { httpStatusCode: 403 },
    });
    const identity = stsClient(emulator, keys).send(new GetCallerIdentityCommand({}));
    await expect(identity).rejects.toMatchObject({ name: "ExpiredTokenException" });
  });

  it("end with their role, even if one of the same name takes its place", async () => {
    const iam = await reader();
    emulator.mutate(({ accounts }) => {
      const { roles } = accounts.get(SMALL_WORLD.memberAccountId)!;
      roles.set("rolecallreadonly", { ...roles.get("rolecallreadonly")!, roleId: "AROAANOTHERROLEALTOGE" });
    });
    await expect(iam.send(listKeys)).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  });

  it.each([
    ["a missing role", { RoleArn: "arn:aws:iam::200000000002:role/Missing" }],
    ["an account that is not there", { RoleArn: "arn:aws:iam::200000000009:role/RolecallReadOnly" }],
    ["a suspended account", { RoleArn: "arn:aws:iam::200000000003:role/RolecallReadOnly" }],
    ["a wrong external id", { ExternalId: "rolecall-wrong" }],
    ["no external id", { ExternalId: undefined }],
  ])("are refused in the same words for %s", async (_, input: Partial<AssumeRoleCommandInput>) => {
    const roleArn = input.RoleArn ?? SMALL_WORLD.readerRoleArn;
    await expect(assumeReader(emulator, input)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::111122223333:assumed-role/rolecall-inventory/rolecall is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it.each([
    ["a session name with a space", { RoleSessionName: "rolecall test" }, "ValidationError"],
    ["an external id of one character", { ExternalId: "x" }, "ValidationError"],
    ["an external id with a space", { ExternalId: "two words" }, "ValidationError"],
    ["899 seconds", { DurationSeconds: 899 }, "ValidationError"],
    ["more than an hour in a chain", { DurationSeconds: 3601 }, "ValidationError"],
    ["no ARN", { RoleArn: "RolecallReadOnly-without-arn" }, "ValidationError"],
    ["a malformed session policy", { Policy: '{"Statement":' }, "MalformedPolicyDocumentException"],
    [
      "a session policy with a principal",
      { Policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}' },
      "MalformedPolicyDocumentException",
    ],
  ])("are refused with %s", async (_, input, name) => {
    await expect(assumeReader(emulator, input)).rejects.toMatchObject({ name });
  });
});

describe("authorization", () => {
  it("names the action and the resource that no policy allows", async () => {
    emulator.mutate(({ accounts }) => {
      accounts.get(SMALL_WORLD.memberAccountId)!.roles.get("rolecallreadonly")!.inlinePolicies = [];
    });
    await expect((await reader()).send(listKeys)).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        "User: arn:aws:sts::200000000002:assumed-role/RolecallReadOnly/rolecall-test is not authorized to perform: iam:ListAccessKeys on resource: arn:aws:iam::200000000002:user/ci-deploy because no identity-based policy allows the iam:ListAccessKeys action",
    });
  });

  it("keeps a session within the policies that were passed for it", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" }],
    });
    const iam = iamClient(emulator, await assumeReader(emulator, { Policy }));
    await iam.send(new ListUsersCommand({}));
    await expect(iam.send(listKeys)).rejects.toThrow("because no session policy allows the iam:ListAccessKeys action");

    const PolicyArns = [{ arn: "arn:aws:iam::aws:policy/SecurityAudit" }];
    const audit = iamClient(emulator, await assumeReader(emulator, { PolicyArns }));
    expect((await audit.send(listKeys)).AccessKeyMetadata).toHaveLength(2);
  });

  it("wants to be told the user by a role", async () => {
    await expect((await reader()).send(new ListAccessKeysCommand({}))).rejects.toMatchObject({
      name: "ValidationError",
      message: "Must specify userName when calling with non-User credentials",
    });
  });

  it("knows no action that IAM does not have", async () => {
    const { accessKeyId } = DEFAULT_VENDOR;
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260601/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(emulator.url, {
      method: "POST",
      headers: { authorization },
      body: "Action=ListWishes",
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("<Code>InvalidAction</Code>");
    expect((await fetch(emulator.url, { method: "POST", body: "Action=ListUsers" })).status).toBe(403);
  });
});

describe("clock", () => {
  it("goes forward through events and back before them, losing what was written", async () => {
    const at = laterBy(3600);
    const events = [
      {
        at,
        what: "ci-deploy leaves",
        apply: ({ accounts }: ReturnType<Emulator["state"]>) =>
          void accounts.get(SMALL_WORLD.memberAccountId)!.users.delete("ci-deploy"),
      },
      {
        at: laterBy(7200),
        what: "its keys rotate",
        apply: ({ accounts }: ReturnType<Emulator["state"]>) =>
          void accounts.get(SMALL_WORLD.memberAccountId)!.users.get("ci-deploy")!.accessKeys.pop(),
      },
    ];
    await emulator.close();
    emulator = await startEmulator({
      world: { ...smallWorld(), events },
      clock: { mode: "fixed", now: SMALL_WORLD.now },
    });
    const userCount = async () => (await (await reader()).send(new GetAccountSummaryCommand({}))).SummaryMap!.Users;

    expect(await userCount()).toBe(5);
    emulator.setNow(at);
    expect(await userCount()).toBe(4);
    emulator.mutate(({ accounts }) => accounts.get(SMALL_WORLD.memberAccountId)!.users.delete("nobody"));
    expect(await userCount()).toBe(3);
    emulator.setNow(SMALL_WORLD.now);
    expect(await userCount()).toBe(5);
    emulator.setNow(laterBy(7200));
    expect(emulator.skippedEvents().map(({ event }) => event.what)).toEqual(["its keys rotate"]);
  });

  it("follows the machine's clock", async () => {
    emulator.followWallClock();
    expect(Math.abs(emulator.now().getTime() - Date.now())).toBeLessThan(1000);
  });

  it("is set over HTTP only where that was allowed", async () => {
    const set = () =>
      fetch(`${emulator.url}/_emulator/clock`, {
        method: "POST",
        body: JSON.stringify({ now: "2026-07-01T00:00:00Z" }),
      });
    expect((await set()).status).toBe(404);
    await start({ controlSurface: true });
    expect(await (await set()).json()).toEqual({ now: "2026-07-01T00:00:00.000Z" });
    expect(emulator.now()).toEqual(new Date("2026-07-01T00:00:00Z"));
    expect((await fetch(`${emulator.url}/_emulator/clock`, { method: "POST", body: "{}" })).status).toBe(400);
    expect(await (await fetch(`${emulator.url}/_emulator/health`)).json()).toMatchObject({ status: "ok" });
  });
});

it("refuses a second server on its port", async () => {
  await expect(startEmulator({ world: smallWorld(), port: emulator.port })).rejects.toThrow("EADDRINUSE");
});

it("reads an account in one page by default", async () => {
  const details = await (await reader()).send(new GetAccountAuthorizationDetailsCommand({}));
  expect(details.IsTruncated).toBe(false);
});
