import type { TenantTx } from "@rolecall/db";
import type {
  AccessKeyFact,
  LastUse,
  MfaDeviceFact,
  MfaKind,
  PreviousUser,
  SigningCertificateFact,
  SlowLaneUser,
} from "@rolecall/domain";

const KEY_STATUS = { active: "Active", inactive: "Inactive", expired: "Expired" } as const;
const keyStatus = (status: string): AccessKeyFact["status"] => KEY_STATUS[status as keyof typeof KEY_STATUS];

type UseColumns = {
  lastUse: string;
  lastUsedAt: Date | null;
  lastUsedService: string | null;
  lastUsedRegion: string | null;
};
function lastUseOf({ lastUse, lastUsedAt, lastUsedService, lastUsedRegion }: UseColumns): LastUse {
  if (lastUse === "at" && lastUsedAt)
    return { kind: "at", at: lastUsedAt, service: lastUsedService, region: lastUsedRegion };
  return lastUse === "never" ? { kind: "never" } : { kind: "unknown", reason: "Not read before" };
}

type StoredDevice = Omit<MfaDeviceFact, "enabledAt"> & { enabledAt: string | null };
const devicesOf = (stored: unknown): MfaDeviceFact[] =>
  ((stored ?? []) as StoredDevice[]).map((device) => ({
    ...device,
    enabledAt: device.enabledAt === null ? null : new Date(device.enabledAt),
  }));

/**
 * What the inventory knows of the account's users, so that unchanged ones cost no call of their own. Users whose keys were never
 * read, or are known by an upload alone and so without ids, have no digest: they are asked for.
 */
export async function readPreviousUsers(tx: TenantTx, accountId: string): Promise<PreviousUser[]> {
  const users = await tx.iamUser.findMany({
    where: { accountId, goneAt: null },
    select: { id: true, userId: true, reportFingerprint: true, mfa: true, mfaDevices: true, activeAccessKeys: true },
  });
  const credentials = await tx.credential.findMany({
    where: { accountId, goneAt: null, kind: { in: ["access_key", "signing_certificate"] } },
    select: {
      userRecordId: true,
      kind: true,
      identity: true,
      accessKeyId: true,
      status: true,
      createdAt: true,
      lastUse: true,
      lastUsedAt: true,
      lastUsedService: true,
      lastUsedRegion: true,
    },
  });
  const byUser = Map.groupBy(credentials, ({ userRecordId }) => userRecordId);
  return users.map((user): PreviousUser => {
    const own = byUser.get(user.id) ?? [];
    const keys = own.filter(({ kind }) => kind === "access_key");
    const areKnown = user.activeAccessKeys !== null && keys.every(({ accessKeyId }) => accessKeyId !== null);
    return {
      userId: user.userId,
      reportFingerprint: areKnown ? user.reportFingerprint : null,
      mfa: user.mfa as MfaKind,
      mfaDevices: devicesOf(user.mfaDevices),
      accessKeys: keys
        .filter(({ accessKeyId }) => accessKeyId !== null)
        .map((key) => ({
          accessKeyId: key.accessKeyId,
          status: keyStatus(key.status),
          createdAt: key.createdAt,
          lastUse: lastUseOf(key),
        })),
      signingCertificates: own.flatMap(({ kind, identity, status, createdAt }): SigningCertificateFact[] =>
        kind === "signing_certificate" && createdAt
          ? [{ certificateId: identity, status: status === "active" ? "Active" : "Inactive", uploadedAt: createdAt }]
          : [],
      ),
    };
  });
}

/**
 * The users of an account, for what has no bulk call. Candidates for a migration to roles are those with an active access key or a
 * console password.
 */
export async function readSlowLaneUsers(tx: TenantTx, accountId: string): Promise<SlowLaneUser[]> {
  return tx.$queryRaw<SlowLaneUser[]>`
    SELECT u.user_id AS "userId", u.user_name AS "userName", u.arn, u.has_mfa AS "hasMfa", EXISTS (
      SELECT 1 FROM credential c
      WHERE c.user_record_id = u.id AND c.gone_at IS NULL AND c.kind IN ('access_key', 'console_password') AND c.status = 'active'
    ) AS "isMigrationCandidate"
    FROM iam_user u WHERE u.account_id = ${accountId}::uuid AND u.gone_at IS NULL ORDER BY u.user_name`;
}
