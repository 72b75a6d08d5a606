import {
  CreateServiceSpecificCredentialCommand,
  DeleteServerCertificateCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  ListServerCertificatesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSSHPublicKeyCommand,
  UploadServerCertificateCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import { SIGNING_CERTIFICATE_PEM } from "../../../builders/signing-certificate.ts";
import { EVERY_KIND_WORLD } from "../../../index.ts";
import { iamClient, longTerm } from "../../../testing/clients.ts";
import { everyKind } from "../../../testing/every-kind.ts";

const started = everyKind();
const admin = () =>
  iamClient(started.emulator, longTerm(started.account().users.get("admin")!.accessKeys[0]!.accessKeyId));
const UserName = "ghost";
const SSH_KEY = `ssh-rsa ${Buffer.from("a public key").toString("base64")} ghost@example.test`;

it("uploads, switches off and deletes an SSH public key", async () => {
  const { SSHPublicKey } = await admin().send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: SSH_KEY }));
  const { SSHPublicKeyId } = SSHPublicKey!;
  expect(SSHPublicKey!.Fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
  await expect(admin().send(new DeleteUserCommand({ UserName }))).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  await admin().send(new UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId, Status: "Inactive" }));
  const listed = async () => (await admin().send(new ListSSHPublicKeysCommand({ UserName }))).SSHPublicKeys;
  expect(await listed()).toMatchObject([{ SSHPublicKeyId, Status: "Inactive" }]);
  await admin().send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId }));
  expect(await listed()).toEqual([]);
  const malformed = admin().send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: "nonsense" }));
  await expect(malformed).rejects.toMatchObject({ name: "UnrecognizedPublicKeyEncodingException" });
});

it("makes API keys that expire and passwords that do not", async () => {
  const create = async (ServiceName: string, CredentialAgeDays?: number) =>
    (await admin().send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName, CredentialAgeDays })))
      .ServiceSpecificCredential!;
  const apiKey = await create("bedrock.amazonaws.com", 30);
  expect(apiKey).toMatchObject({ ServiceCredentialSecret: expect.any(String), Status: "Active" });
  expect(apiKey.ExpirationDate!.getTime()).toBe(EVERY_KIND_WORLD.now.getTime() + 30 * 86_400_000);
  const names = [await create("codecommit.amazonaws.com"), await create("codecommit.amazonaws.com")].map(
    ({ ServiceUserName }) => ServiceUserName,
  );
  expect(names).toEqual(["ghost-at-300000000001", "ghost+1-at-300000000001"]);
  await expect(create("codecommit.amazonaws.com")).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(create("cassandra.amazonaws.com", 30)).rejects.toMatchObject({ name: "ValidationError" });
  const { ServiceSpecificCredentialId } = apiKey;
  const named = { UserName, ServiceSpecificCredentialId };
  await admin().send(new UpdateServiceSpecificCredentialCommand({ ...named, Status: "Inactive" }));
  await admin().send(new DeleteServiceSpecificCredentialCommand(named));
  const { ServiceSpecificCredentials } = await admin().send(new ListServiceSpecificCredentialsCommand({ UserName }));
  expect(ServiceSpecificCredentials).toHaveLength(2);
});

it("keeps certificates of users and servers", async () => {
  const { Certificate } = await admin().send(
    new UploadSigningCertificateCommand({ UserName, CertificateBody: SIGNING_CERTIFICATE_PEM }),
  );
  const { CertificateId } = Certificate!;
  await admin().send(new DeleteSigningCertificateCommand({ UserName, CertificateId }));
  expect((await admin().send(new ListSigningCertificatesCommand({ UserName }))).Certificates).toEqual([]);
  const malformed = admin().send(new UploadSigningCertificateCommand({ UserName, CertificateBody: "nonsense" }));
  await expect(malformed).rejects.toMatchObject({ name: "MalformedCertificateException" });

  const named = { ServerCertificateName: "new-one" };
  const upload = new UploadServerCertificateCommand({
    ...named,
    CertificateBody: SIGNING_CERTIFICATE_PEM,
    PrivateKey: "not kept",
  });
  const { ServerCertificateMetadata } = await admin().send(upload);
  expect(ServerCertificateMetadata!.Expiration).toEqual(new Date("2034-03-06T10:15:00Z"));
  await expect(admin().send(upload)).rejects.toMatchObject({ name: "EntityAlreadyExistsException" });
  await admin().send(new DeleteServerCertificateCommand(named));
  await expect(admin().send(new DeleteServerCertificateCommand(named))).rejects.toMatchObject({
    name: "NoSuchEntityException",
  });
  const { ServerCertificateMetadataList } = await admin().send(new ListServerCertificatesCommand({}));
  expect(ServerCertificateMetadataList).toHaveLength(2);
});
