import { API_KEY_SERVICES, type EmulatedUser, signingCertificateOf } from "@rolecall/aws-emulator";
import { hexId, uniqueId } from "../clockwork/ids.ts";
import type { CredentialLife, ServiceCredential } from "../story/users.ts";
import { statusChanges, usageOf } from "./credential-use.ts";
import { type DayEvent, eventOf, instantOf, type Life } from "./life.ts";
import { ownCall } from "./user-calls.ts";

const MS_PER_DAY = 86_400_000;

/** What happens to a user's SSH keys, signing certificates and service-specific credentials. */
export function otherCredentialEvents(life: Life): DayEvent[] {
  const { sshKeys, signingCertificates, serviceCredentials } = life.user;
  return [
    ...sshKeys.flatMap((key, index) => lifeEvents(life, key, sshKey(life, key, index))),
    ...signingCertificates.flatMap((certificate, index) =>
      lifeEvents(life, certificate, signingCertificate(life, certificate, index)),
    ),
    ...serviceCredentials.flatMap((credential, index) =>
      lifeEvents(life, credential, serviceCredential(life, credential, index)),
    ),
  ];
}

type Kind = "sshPublicKeys" | "signingCertificates" | "serviceSpecificCredentials";
type Held = EmulatedUser[Kind][number];

/** A credential, and how IAM's calls name it. */
type Credential = {
  kind: Kind;
  id: string;
  idName: string;
  noun: string;
  name: string;
  created: {
    what: string;
    eventName: string;
    parameters: Record<string, unknown>;
    apply: (user: EmulatedUser) => void;
  };
};

const idOf = (held: Held): string => {
  if ("sshPublicKeyId" in held) return held.sshPublicKeyId;
  return "certificateId" in held ? held.certificateId : held.serviceSpecificCredentialId;
};

function sshKey(life: Life, key: CredentialLife, index: number): Credential {
  const id = uniqueId("APKA", life.label, "ssh key", index);
  const uploadedAt = instantOf(life, key.createdDay);
  const usage = usageOf(life, key, { label: `${life.label}/ssh/${index}` });
  return {
    kind: "sshPublicKeys",
    id,
    idName: "sSHPublicKeyId",
    noun: "SSHPublicKey",
    name: `SSH public key ...${id.slice(-4)}`,
    created: {
      what: "uploaded",
      eventName: "UploadSSHPublicKey",
      parameters: { sSHPublicKeyId: id },
      apply: (user) => void user.sshPublicKeys.push({ sshPublicKeyId: id, status: "Active", uploadedAt, usage }),
    },
  };
}

function signingCertificate(life: Life, certificate: CredentialLife, index: number): Credential {
  const id = hexId(32, life.label, "signing certificate", index).toUpperCase();
  const uploadedAt = instantOf(life, certificate.createdDay);
  return {
    kind: "signingCertificates",
    id,
    idName: "certificateId",
    noun: "SigningCertificate",
    name: `signing certificate ...${id.slice(-4)}`,
    created: {
      what: "uploaded",
      eventName: "UploadSigningCertificate",
      parameters: { certificateId: id },
      apply: (user) =>
        void user.signingCertificates.push(signingCertificateOf(life.label, { certificateId: id, uploadedAt })),
    },
  };
}

function serviceCredential(life: Life, credential: ServiceCredential, index: number): Credential {
  const { serviceName, lifetimeDays, createdDay } = credential;
  const id = uniqueId("ACCA", life.label, "service credential", index);
  const createdAt = instantOf(life, createdDay);
  const expiresAt = lifetimeDays === undefined ? null : new Date(createdAt.getTime() + lifetimeDays * MS_PER_DAY);
  const userName = `${life.user.userName}${index === 0 ? "" : `+${index}`}-at-${life.awsAccountId}`;
  const isApiKey = API_KEY_SERVICES.includes(serviceName);
  const usage = usageOf(life, credential, { label: `${life.label}/service/${index}`, expiresAt });
  return {
    kind: "serviceSpecificCredentials",
    id,
    idName: "serviceSpecificCredentialId",
    noun: "ServiceSpecificCredential",
    name: `${isApiKey ? "API key" : "credential"} ...${id.slice(-4)} for ${serviceName}`,
    created: {
      what: "created",
      eventName: "CreateServiceSpecificCredential",
      parameters: { serviceName },
      apply: (user) =>
        void user.serviceSpecificCredentials.push({
          serviceSpecificCredentialId: id,
          serviceName,
          serviceUserName: isApiKey ? null : userName,
          serviceCredentialAlias: isApiKey ? userName : null,
          status: "Active",
          createdAt,
          expiresAt,
          usage,
        }),
    },
  };
}

/** A credential's creation, the changes of its status, and its end. */
function lifeEvents(life: Life, credential: CredentialLife, { kind, id, idName, noun, name, created }: Credential) {
  const event = (
    day: number,
    what: string,
    eventName: string,
    parameters: object,
    apply: Credential["created"]["apply"],
  ) =>
    eventOf(
      life,
      { day, what: `${name} ${what}`, calls: [ownCall(life.user, eventName, { parameters: { ...parameters } })] },
      apply,
    );
  const events = [
    event(credential.createdDay, created.what, created.eventName, created.parameters, created.apply),
    ...statusChanges(credential).map(({ day, to, what }) =>
      event(day, what, `Update${noun}`, { [idName]: id, status: to }, (user) => {
        const held = (user[kind] as Held[]).find((candidate) => idOf(candidate) === id);
        if (!held) throw new Error(`No ${name} of ${user.userName}`);
        held.status = to;
      }),
    ),
  ];
  if (credential.deletedDay === undefined) return events;
  const deleted = event(credential.deletedDay, "deleted", `Delete${noun}`, { [idName]: id }, (user) => {
    Object.assign(user, { [kind]: (user[kind] as Held[]).filter((candidate) => idOf(candidate) !== id) });
  });
  return [...events, deleted];
}
