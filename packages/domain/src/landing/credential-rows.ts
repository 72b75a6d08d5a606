import { ownerFromTags } from "../inventory/owner.ts";
import type {
  ConsolePasswordFact,
  LastUse,
  Read,
  ServerCertificateFact,
  ServiceSpecificCredentialFact,
  SigningCertificateFact,
  SshPublicKeyFact,
  UserFact,
} from "../scans/reading.ts";
import { type IdentifiedKey, identifyKeys } from "./access-key-identities.ts";
import { withUseAtAge } from "./merge-row.ts";
import { keepKnown } from "./merge-rules.ts";
import type { MergeRules, WholeRow } from "./rows.ts";
import { serviceCredentialKind } from "./service-credential-kind.ts";
import { iso, isoOrNull, useColumns } from "./stored-values.ts";
import type { ColumnsOf, IndexRow } from "./tables.ts";

type CredentialColumns = ColumnsOf<"credential">;
type CredentialRow = WholeRow<"credential">;

/** Whose it is: columns that each of a user's credentials carries. */
export type CredentialOwner = Pick<CredentialColumns, "user_record_id" | "user_name" | "user_id" | "owner">;

const NOBODY: CredentialOwner = { user_record_id: null, user_name: "", user_id: null, owner: null };

export const credentialRow = (
  columns: CredentialColumns,
  merge: MergeRules<"credential"> = {},
  knownAs?: string,
): CredentialRow => ({ identity: columns.identity, knownAs, columns: withUseAtAge(columns), merge });

export const lastUseColumns = (use: LastUse) => ({
  ...useColumns(use),
  last_used_service: use.kind === "at" ? use.service : null,
});
/** AWS records the use of keys, passwords and roles alone. */
export const UNTRACKED = lastUseColumns({ kind: "unknown", reason: "AWS does not record it" });

const STATUS = { Active: "active", Inactive: "inactive", Expired: "expired" } as const;

/** What has no date in a reading keeps the one that is known. */
export const keepDate = (createdAt: Date | null): MergeRules<"credential"> => ({
  created_at: createdAt === null && keepKnown,
});

/** A report's date is that of the last change: the creation that came with the key's id stays. */
function accessKeyRow({ key, identity, accessKeyId, knownAs }: IdentifiedKey, owner: CredentialOwner): CredentialRow {
  const isReportsDate = key.accessKeyId === null && accessKeyId !== null;
  return credentialRow(
    {
      ...owner,
      ...lastUseColumns(key.lastUse),
      kind: "access_key",
      identity,
      access_key_id: accessKeyId,
      name: null,
      service_name: null,
      status: STATUS[key.status],
      created_at: isoOrNull(key.createdAt),
      expires_at: null,
    },
    isReportsDate ? { created_at: keepKnown } : keepDate(key.createdAt),
    knownAs,
  );
}

function* passwordRows(
  userId: string,
  password: ConsolePasswordFact,
  owner: CredentialOwner,
): Generator<CredentialRow> {
  if (!password.exists) return;
  yield credentialRow(
    {
      ...owner,
      ...lastUseColumns(password.lastUse),
      kind: "console_password",
      identity: `${userId}:console_password`,
      access_key_id: null,
      name: null,
      service_name: null,
      status: "active",
      created_at: isoOrNull(password.lastChangedAt),
      expires_at: null,
    },
    keepDate(password.lastChangedAt),
  );
}

export const sshPublicKeyRow = (key: SshPublicKeyFact, owner: CredentialOwner): CredentialRow =>
  credentialRow({
    ...owner,
    ...UNTRACKED,
    kind: "ssh_public_key",
    identity: key.sshPublicKeyId,
    access_key_id: null,
    name: null,
    service_name: null,
    status: STATUS[key.status],
    created_at: iso(key.uploadedAt),
    expires_at: null,
  });

const signingCertificateRow = (certificate: SigningCertificateFact, owner: CredentialOwner): CredentialRow =>
  credentialRow({
    ...owner,
    ...UNTRACKED,
    kind: "signing_certificate",
    identity: certificate.certificateId,
    access_key_id: null,
    name: null,
    service_name: null,
    status: STATUS[certificate.status],
    created_at: iso(certificate.uploadedAt),
    expires_at: null,
  });

const serviceCredentialRow = (credential: ServiceSpecificCredentialFact, owner: CredentialOwner): CredentialRow =>
  credentialRow({
    ...owner,
    ...UNTRACKED,
    kind: serviceCredentialKind(credential.serviceName),
    identity: credential.serviceSpecificCredentialId,
    access_key_id: null,
    name: credential.name,
    service_name: credential.serviceName,
    status: STATUS[credential.status],
    created_at: iso(credential.createdAt),
    expires_at: isoOrNull(credential.expiresAt),
  });

const readOrNone = <T>(part: Read<T[]>): T[] => (part.state === "read" ? part.value : []);

function* rowsOfUser(
  user: UserFact,
  owner: CredentialOwner,
  knownKeys: readonly IndexRow<"credential">[],
): Generator<CredentialRow> {
  for (const key of identifyKeys(user.userId, readOrNone(user.accessKeys), knownKeys)) yield accessKeyRow(key, owner);
  if (user.consolePassword.state === "read") yield* passwordRows(user.userId, user.consolePassword.value, owner);
  for (const key of readOrNone(user.sshPublicKeys)) yield sshPublicKeyRow(key, owner);
  for (const certificate of readOrNone(user.signingCertificates)) yield signingCertificateRow(certificate, owner);
  for (const credential of readOrNone(user.serviceSpecificCredentials)) yield serviceCredentialRow(credential, owner);
}

/** The credentials of a user as far as they were read. `knownKeys` are the rows of the user's access keys. */
export function* userCredentialRows(
  user: UserFact,
  userRecordId: string,
  knownKeys: readonly IndexRow<"credential">[],
): Generator<CredentialRow> {
  const owner: CredentialOwner = {
    user_record_id: userRecordId,
    user_name: user.userName,
    user_id: user.userId,
    owner: ownerFromTags(user.tags),
  };
  const isOwnerUnread = user.unreadDetails?.includes("tags") ?? false;
  for (const row of rowsOfUser(user, owner, knownKeys)) {
    yield isOwnerUnread ? { ...row, merge: { ...row.merge, owner: keepKnown } } : row;
  }
}

export const serverCertificateRow = (certificate: ServerCertificateFact): CredentialRow =>
  credentialRow({
    ...NOBODY,
    ...UNTRACKED,
    kind: "server_certificate",
    identity: certificate.serverCertificateId,
    access_key_id: null,
    name: certificate.serverCertificateName,
    service_name: null,
    status: "active",
    created_at: iso(certificate.uploadedAt),
    expires_at: isoOrNull(certificate.expiresAt),
  });
