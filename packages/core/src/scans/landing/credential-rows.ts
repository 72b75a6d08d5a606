import {
  type CredentialKind,
  type CredentialStatus,
  type LastUse,
  ownerFromTags,
  type RootFact,
  type ServerCertificateFact,
  type SshPublicKeyFact,
  type UserFact,
} from "@rolecall/domain";
import { type IdentifiedKey, identifyKeys, type KnownKey } from "./access-key-identities.ts";
import { serviceCredentialKind } from "./credential-kinds.ts";
import { type Found, iso, type Keep, keeping, keepKnown, usage } from "./found-row.ts";

type CredentialFact = {
  identity: string;
  kind: CredentialKind;
  status: CredentialStatus;
  createdAt: Date | null;
  lastUse?: LastUse;
  expiresAt?: Date | null;
  accessKeyId?: string | null;
  name?: string | null;
  serviceName?: string;
  knownAs?: string | undefined;
  keep?: Record<string, Keep>;
};

/** Whose it is: columns that each of a user's credentials carries. */
export type Owner = { user_record_id: string | null; user_name: string; user_id: string | null; owner: string | null };

const UNTOLD: LastUse = { kind: "unknown", reason: "AWS does not tell it" };
const ROOT: Owner = { user_record_id: null, user_name: "<root_account>", user_id: null, owner: null };
const NOBODY: Owner = { ...ROOT, user_name: "" };

const ownerColumns = (user: UserFact, userRecordId: string): Owner => ({
  user_record_id: userRecordId,
  user_name: user.userName,
  user_id: user.userId,
  owner: ownerFromTags(user.tags),
});

function credentialRow(fact: CredentialFact, owner: Owner): Found {
  const lastUse = fact.lastUse ?? UNTOLD;
  return {
    identity: fact.identity,
    knownAs: fact.knownAs,
    values: {
      kind: fact.kind,
      identity: fact.identity,
      access_key_id: fact.accessKeyId ?? null,
      ...owner,
      name: fact.name ?? null,
      service_name: fact.serviceName ?? null,
      status: fact.status,
      created_at: iso(fact.createdAt),
      expires_at: iso(fact.expiresAt),
      ...usage(lastUse),
      last_used_service: lastUse.kind === "at" ? lastUse.service : null,
    },
    keep: fact.keep ?? {},
  };
}

const STATUS = { Active: "active", Inactive: "inactive", Expired: "expired" } as const;
/** What has no date in a reading keeps the one that is known. */
const keepDate = (createdAt: Date | null): Record<string, Keep> => (createdAt === null ? keeping(["created_at"]) : {});

/** A report's date is that of the last change: the creation that came with the key's id stays. */
const accessKeyFact = ({ key, identity, accessKeyId, knownAs }: IdentifiedKey): CredentialFact => ({
  identity,
  knownAs,
  kind: "access_key",
  status: STATUS[key.status],
  createdAt: key.createdAt,
  lastUse: key.lastUse,
  accessKeyId,
  keep: key.accessKeyId === null && accessKeyId !== null ? keeping(["created_at"]) : keepDate(key.createdAt),
});

function passwordFacts({ userId, consolePassword }: UserFact): CredentialFact[] {
  if (consolePassword.state === "unread" || !consolePassword.value.exists) return [];
  const { lastChangedAt, lastUse } = consolePassword.value;
  return [
    {
      identity: `${userId}:console_password`,
      kind: "console_password",
      status: "active",
      createdAt: lastChangedAt,
      lastUse,
      keep: keepDate(lastChangedAt),
    },
  ];
}

const sshPublicKeyFact = ({ sshPublicKeyId, status, uploadedAt }: SshPublicKeyFact): CredentialFact => ({
  identity: sshPublicKeyId,
  kind: "ssh_public_key",
  status: STATUS[status],
  createdAt: uploadedAt,
});

/** An SSH public key of a user of whom nothing else was read. */
export const sshPublicKeyRow = (key: SshPublicKeyFact, owner: Owner): Found =>
  credentialRow(sshPublicKeyFact(key), owner);

const readOr = <T>(part: { state: "read"; value: T[] } | { state: "unread" }): T[] =>
  part.state === "read" ? part.value : [];

/** The credentials of a user as far as they were read. `known` are the rows of the user's access keys. */
export function userCredentialRows(user: UserFact, userRecordId: string, known: readonly KnownKey[]): Found[] {
  const facts: CredentialFact[] = [
    ...identifyKeys(user.userId, readOr(user.accessKeys), known).map(accessKeyFact),
    ...passwordFacts(user),
    ...readOr(user.sshPublicKeys).map(sshPublicKeyFact),
    ...readOr(user.signingCertificates).map(
      ({ certificateId, status, uploadedAt }): CredentialFact => ({
        identity: certificateId,
        kind: "signing_certificate",
        status: STATUS[status],
        createdAt: uploadedAt,
      }),
    ),
    ...readOr(user.serviceSpecificCredentials).map(
      (credential): CredentialFact => ({
        identity: credential.serviceSpecificCredentialId,
        kind: serviceCredentialKind(credential.serviceName),
        status: STATUS[credential.status],
        createdAt: credential.createdAt,
        expiresAt: credential.expiresAt,
        name: credential.name,
        serviceName: credential.serviceName,
      }),
    ),
  ];
  const owner = ownerColumns(user, userRecordId);
  const keep: Record<string, Keep> = user.unreadDetails?.includes("tags") ? { owner: keepKnown } : {};
  return facts.map((fact) => credentialRow({ ...fact, keep: { ...fact.keep, ...keep } }, owner));
}

export const serverCertificateRow = (certificate: ServerCertificateFact): Found =>
  credentialRow(
    {
      identity: certificate.serverCertificateId,
      kind: "server_certificate",
      status: "active",
      createdAt: certificate.uploadedAt,
      expiresAt: certificate.expiresAt,
      name: certificate.serverCertificateName,
    },
    NOBODY,
  );

/** The root user's long-lived secrets. It has no id in AWS and at most two keys and certificates, told apart by their slots. */
export function rootRows(root: RootFact): Found[] {
  const facts: CredentialFact[] = [
    ...root.accessKeys.map(
      ({ slot, lastRotatedAt, lastUse }): CredentialFact => ({
        identity: `root:access_key_${slot}`,
        kind: "root_access_key",
        status: "active",
        createdAt: lastRotatedAt,
        lastUse,
        keep: keepDate(lastRotatedAt),
      }),
    ),
    ...(root.signingCertificates ?? []).map(
      ({ slot, lastRotatedAt }): CredentialFact => ({
        identity: `root:signing_certificate_${slot}`,
        kind: "root_signing_certificate",
        status: "active",
        createdAt: lastRotatedAt,
        keep: keepDate(lastRotatedAt),
      }),
    ),
  ];
  if (root.hasPassword) {
    facts.push({
      identity: "root:password",
      kind: "root_password",
      status: "active",
      createdAt: root.passwordLastChangedAt,
      lastUse: root.passwordLastUse,
      keep: keepDate(root.passwordLastChangedAt),
    });
  }
  return facts.map((fact) => credentialRow(fact, ROOT));
}
