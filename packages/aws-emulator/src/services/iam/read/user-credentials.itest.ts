import {
  GetLoginProfileCommand,
  GetMFADeviceCommand,
  GetUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsCommandInput,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserTagsCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { EVERY_KIND_WORLD, everyKindWorld, startEmulator } from "../../../index.ts";
import { assumeReader, iamClient, longTerm } from "../../../testing/clients.ts";
import { everyKind } from "../../../testing/every-kind.ts";

const { awsAccountId, now } = EVERY_KIND_WORLD;
const OLD = "old.dev+legacy=1@example.test";
const started = everyKind();
const noSuchEntity = { name: "NoSuchEntityException", $metadata: { httpStatusCode: 404 } };

it("lists each user's SSH public keys", async () => {
  for (const user of started.account().users.values()) {
    const { SSHPublicKeys } = await started.iam.send(new ListSSHPublicKeysCommand({ UserName: user.userName }));
    expect(SSHPublicKeys!.toSorted((a, b) => (a.SSHPublicKeyId! < b.SSHPublicKeyId! ? -1 : 1))).toEqual(
      user.sshPublicKeys
        .map((key) => ({
          UserName: user.userName,
          SSHPublicKeyId: key.sshPublicKeyId,
          Status: key.status,
          UploadDate: key.uploadedAt,
        }))
        .toSorted((a, b) => (a.SSHPublicKeyId < b.SSHPublicKeyId ? -1 : 1)),
    );
  }
});

it("lists a user's signing certificates with their bodies", async () => {
  const { Certificates } = await started.iam.send(new ListSigningCertificatesCommand({ UserName: OLD }));
  expect(Certificates!.map(({ Status }) => Status).toSorted()).toEqual(["Active", "Inactive"]);
  expect(Certificates![0]).toMatchObject({ UserName: OLD, CertificateId: expect.stringMatching(/^[A-Z2-7]{32}$/) });
  expect(Certificates![0]!.CertificateBody).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
});

it("lists the root user's signing certificates for the root user only", async () => {
  const root = started.account().root;
  const client = iamClient(started.emulator, longTerm(root.accessKeys[0]!.accessKeyId));
  const { Certificates } = await client.send(new ListSigningCertificatesCommand({}));
  expect(Certificates!.map(({ CertificateId }) => CertificateId).toSorted()).toEqual(
    root.signingCertificates.map(({ certificateId }) => certificateId).toSorted(),
  );
  await expect(started.iam.send(new ListSigningCertificatesCommand({}))).rejects.toMatchObject({
    name: "ValidationError",
  });
});

describe("service-specific credentials", () => {
  const list = (input: ListServiceSpecificCredentialsCommandInput) =>
    started.iam.send(new ListServiceSpecificCredentialsCommand(input));

  it("are listed by user, with what has expired", async () => {
    const { ServiceSpecificCredentials } = await list({ UserName: "BedrockAPIKey-7f3a" });
    const shown = Object.fromEntries(
      ServiceSpecificCredentials!.map((one) => [`${one.ServiceName} ${one.Status}`, one.ExpirationDate]),
    );
    expect(shown).toEqual({
      "bedrock.amazonaws.com Active": new Date("2026-06-30T10:00:00Z"),
      "bedrock.amazonaws.com Expired": new Date("2025-12-30T10:00:00Z"),
      "cloudwatch.amazonaws.com Active": undefined,
      "logs.amazonaws.com Inactive": new Date("2026-11-01T10:00:00Z"),
    });
    expect(ServiceSpecificCredentials![0]).toMatchObject({
      ServiceCredentialAlias: expect.stringContaining(`-at-${awsAccountId}`),
      ServiceSpecificCredentialId: expect.stringMatching(/^ACCA[A-Z2-7]{17}$/),
    });
    expect(ServiceSpecificCredentials![0]).not.toHaveProperty("ServiceUserName");
  });

  it("are listed by service, and for all users page by page", async () => {
    const bedrock = await list({ AllUsers: true, ServiceName: "cassandra.amazonaws.com" });
    expect(bedrock.ServiceSpecificCredentials!.map(({ ServiceUserName }) => ServiceUserName).toSorted()).toEqual([
      `keyspaces-app+1-at-${awsAccountId}`,
      `keyspaces-app-at-${awsAccountId}`,
    ]);
    const ids: string[] = [];
    for (let page = await list({ AllUsers: true, MaxItems: 3 }); ; ) {
      ids.push(...page.ServiceSpecificCredentials!.map((one) => one.ServiceSpecificCredentialId!));
      if (!page.IsTruncated) break;
      page = await list({ AllUsers: true, MaxItems: 3, Marker: page.Marker });
    }
    const held = [...started.account().users.values()].flatMap((user) => user.serviceSpecificCredentials);
    expect(ids.toSorted()).toEqual(held.map((one) => one.serviceSpecificCredentialId).toSorted());
  });

  it("are refused for unknown users, unknown services, and both of a user and all users", async () => {
    await expect(list({ UserName: "missing" })).rejects.toMatchObject(noSuchEntity);
    await expect(list({ AllUsers: true, ServiceName: "s3.amazonaws.com" })).rejects.toMatchObject({
      name: "ServiceNotSupportedException",
    });
    await expect(list({ AllUsers: true, UserName: "admin" })).rejects.toMatchObject({ name: "ValidationError" });
    await expect(list({})).rejects.toMatchObject({ name: "ValidationError" });
  });
});

describe("MFA devices", () => {
  it("are of several kinds for one user, and a FIDO device has certifications", async () => {
    const { MFADevices } = await started.iam.send(new ListMFADevicesCommand({ UserName: "admin" }));
    const serialNumbers = MFADevices!.map(({ SerialNumber }) => SerialNumber!);
    expect(serialNumbers).toEqual([
      expect.stringMatching(/^GAHT/),
      `arn:aws:iam::${awsAccountId}:mfa/admin`,
      expect.stringMatching(`^arn:aws:iam::${awsAccountId}:u2f/user/admin/YubiKey-`),
    ]);
    const fido = await started.iam.send(new GetMFADeviceCommand({ SerialNumber: serialNumbers[2], UserName: "admin" }));
    expect(fido).toMatchObject({ UserName: "admin", Certifications: { FIDO: "L1", "FIPS-140-2": "L2" } });
    const missing = started.iam.send(new GetMFADeviceCommand({ SerialNumber: "arn:aws:iam::1:u2f/user/x/missing" }));
    await expect(missing).rejects.toMatchObject(noSuchEntity);
  });

  it("that are virtual are listed by whether somebody has them", async () => {
    const list = async (AssignmentStatus: "Assigned" | "Unassigned" | "Any" | undefined) =>
      (await started.iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus }))).VirtualMFADevices!;
    const unassigned = await list("Unassigned");
    expect(unassigned.map(({ SerialNumber, User }) => [SerialNumber, User])).toEqual(
      started.account().unassignedMfaDevices.map(({ serialNumber }) => [serialNumber, undefined]),
    );
    const assigned = await list("Assigned");
    expect(assigned.map(({ User }) => User!.Arn)).toContain(`arn:aws:iam::${awsAccountId}:root`);
    expect(await list("Any")).toHaveLength(assigned.length + unassigned.length);
    expect(await list(undefined)).toHaveLength(assigned.length + unassigned.length);
  });
});

it("shows when a password was last used, and whether it must be changed", async () => {
  const { User } = await started.iam.send(new GetUserCommand({ UserName: "admin" }));
  expect(now.getTime() - User!.PasswordLastUsed!.getTime()).toBeLessThan(2 * 86_400_000);
  const { LoginProfile } = await started.iam.send(new GetLoginProfileCommand({ UserName: OLD }));
  expect(LoginProfile).toMatchObject({ UserName: OLD, PasswordResetRequired: true });
});

it("keeps every character of tags", async () => {
  const { Tags } = await started.iam.send(new ListUserTagsCommand({ UserName: "admin" }));
  expect(Tags).toEqual([
    { Key: "owner", Value: "Zoë Müller" },
    { Key: "équipe", Value: "物流システム部" },
    { Key: "note", Value: 'a <b> & "c" = +d@e' },
  ]);
});

it("asks for the permission of each list", async () => {
  const fresh = await startEmulator({ world: everyKindWorld(), clock: { mode: "fixed", now } });
  fresh.mutate(({ accounts }) => {
    const reader = accounts.get(awsAccountId)!.roles.get("rolecallreadonly")!;
    reader.inlinePolicies = [];
  });
  const { readerRoleArn, externalId } = EVERY_KIND_WORLD;
  const keys = await assumeReader(fresh, { RoleArn: readerRoleArn, ExternalId: externalId });
  const client = iamClient(fresh, keys);
  const denied = (action: string, resource: string) => ({
    name: "AccessDenied",
    message: expect.stringMatching(`is not authorized to perform: iam:${action} on resource: .*${resource}`),
  });
  await expect(client.send(new ListSSHPublicKeysCommand({ UserName: "admin" }))).rejects.toMatchObject(
    denied("ListSSHPublicKeys", "user/people/admin"),
  );
  await expect(client.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true }))).rejects.toMatchObject(
    denied("ListServiceSpecificCredentials", "user/"),
  );
  await fresh.close();
});
