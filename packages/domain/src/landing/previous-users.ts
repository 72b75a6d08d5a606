import type { Credential } from "../inventory/credential.ts";
import type { IamUser } from "../inventory/user.ts";
import type { AccessKeyFact, LastUse, MfaDeviceFact, PreviousUser, SigningCertificateFact } from "../scans/reading.ts";
import { lastUseOfUnusedKey } from "../scans/use-record.ts";
import type { ColumnsOf } from "./tables.ts";

type StoredDevices = ColumnsOf<"iam_user">["mfa_devices"];

/** What the inventory knows of a user, as far as it spares the next reading calls. */
export type KnownUser = Pick<IamUser, "id" | "userId" | "mfa" | "activeAccessKeys"> & {
  reportFingerprint: string | null;
  mfaDevices: StoredDevices;
};
/** An access key or signing certificate of a user. */
export type KnownCredential = Pick<
  Credential,
  | "userRecordId"
  | "kind"
  | "accessKeyId"
  | "status"
  | "createdAt"
  | "lastUse"
  | "lastUsedAt"
  | "lastUsedService"
  | "lastUsedRegion"
> & { identity: string };

const STATUS = { active: "Active", inactive: "Inactive", expired: "Expired" } as const;

function lastUseOf({ lastUse, lastUsedAt, lastUsedService, lastUsedRegion, createdAt }: KnownCredential): LastUse {
  if (lastUse === "at" && lastUsedAt)
    return { kind: "at", at: lastUsedAt, service: lastUsedService, region: lastUsedRegion };
  if (lastUse === "never" || lastUse === "before_record") return lastUseOfUnusedKey(createdAt);
  return { kind: "unknown", reason: "Not read before" };
}

const devicesOf = (stored: StoredDevices): MfaDeviceFact[] =>
  (stored ?? []).map((device) => ({
    ...device,
    enabledAt: device.enabledAt === null ? null : new Date(device.enabledAt),
  }));

const keyOf = (key: KnownCredential): AccessKeyFact => ({
  accessKeyId: key.accessKeyId,
  status: STATUS[key.status],
  createdAt: key.createdAt,
  lastUse: lastUseOf(key),
});

const certificatesOf = ({ kind, identity, status, createdAt }: KnownCredential): SigningCertificateFact[] =>
  kind === "signing_certificate" && createdAt
    ? [{ certificateId: identity, status: status === "active" ? "Active" : "Inactive", uploadedAt: createdAt }]
    : [];

/**
 * What the next reading is given, so that unchanged users cost no call of their own. Users whose keys were never read, or are known by
 * an upload alone and so without ids, have no digest: they are asked for.
 */
export function previousUsers(users: readonly KnownUser[], credentials: readonly KnownCredential[]): PreviousUser[] {
  const byUser = Map.groupBy(credentials, ({ userRecordId }) => userRecordId);
  return users.map(({ id, userId, mfa, mfaDevices, activeAccessKeys, reportFingerprint }): PreviousUser => {
    const own = byUser.get(id) ?? [];
    const keys = own.filter(({ kind }) => kind === "access_key");
    const withId = keys.filter(({ accessKeyId }) => accessKeyId !== null);
    const areKnown = activeAccessKeys !== null && withId.length === keys.length;
    return {
      userId,
      reportFingerprint: areKnown ? reportFingerprint : null,
      mfa,
      mfaDevices: devicesOf(mfaDevices),
      accessKeys: withId.map(keyOf),
      signingCertificates: own.flatMap(certificatesOf),
    };
  });
}
