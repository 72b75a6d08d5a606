import {
  Credential,
  IamUser,
  type KnownCredential,
  type KnownUser,
  LANDING_TABLES,
  type SlowLaneUser,
} from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const { mfa_devices: mfaDevices } = LANDING_TABLES.iam_user.content;
const User = IamUser.pick({ id: true, userId: true, mfa: true, activeAccessKeys: true }).extend({
  reportFingerprint: z.string().nullable(),
  mfaDevices,
});
const UserCredential = Credential.pick({
  userRecordId: true,
  kind: true,
  accessKeyId: true,
  status: true,
  createdAt: true,
  lastUse: true,
  lastUsedAt: true,
  lastUsedService: true,
  lastUsedRegion: true,
}).extend({ identity: z.string() });

/** The users that an account has, with those of their credentials that cost a call for each user. */
export async function readKnownUsers(
  tx: TenantTx,
  accountId: string,
): Promise<{ users: KnownUser[]; credentials: KnownCredential[] }> {
  const users = await rowsOf(
    tx,
    User,
    Prisma.sql`
    SELECT id, user_id AS "userId", report_fingerprint AS "reportFingerprint", mfa, mfa_devices AS "mfaDevices",
      active_access_keys AS "activeAccessKeys"
    FROM iam_user WHERE account_id = ${accountId}::uuid AND gone_at IS NULL`,
  );
  const credentials = await rowsOf(
    tx,
    UserCredential,
    Prisma.sql`
    SELECT user_record_id AS "userRecordId", kind, identity, access_key_id AS "accessKeyId", status, created_at AS "createdAt",
      last_use AS "lastUse", last_used_at AS "lastUsedAt", last_used_service AS "lastUsedService", last_used_region AS "lastUsedRegion"
    FROM credential
    WHERE account_id = ${accountId}::uuid AND gone_at IS NULL AND kind IN ('access_key', 'signing_certificate')`,
  );
  return { users, credentials };
}

const SlowUser = z.object({
  userId: z.string(),
  userName: z.string(),
  arn: z.string(),
  hasMfa: z.boolean().nullable(),
  isMigrationCandidate: z.boolean(),
});

/**
 * The users of an account, for what has no bulk call. Candidates for a migration to roles are those with an active access key or a
 * console password.
 */
export const readSlowLaneUsers = (tx: TenantTx, accountId: string): Promise<SlowLaneUser[]> =>
  rowsOf(
    tx,
    SlowUser,
    Prisma.sql`
    SELECT u.user_id AS "userId", u.user_name AS "userName", u.arn, u.has_mfa AS "hasMfa", EXISTS (
      SELECT 1 FROM credential c
      WHERE c.user_record_id = u.id AND c.gone_at IS NULL AND c.kind IN ('access_key', 'console_password') AND c.status = 'active'
    ) AS "isMigrationCandidate"
    FROM iam_user u WHERE u.account_id = ${accountId}::uuid AND u.gone_at IS NULL ORDER BY u.user_name`,
  );

const UserOfAccount = IamUser.pick({ id: true, awsAccountId: true, userName: true, userId: true, goneAt: true }).extend(
  {
    accountId: z.uuid(),
  },
);

/** A user, also one that is gone, by our id; null if the tenant has none. */
export const findUserOfAccount = (tx: TenantTx, id: string): Promise<z.output<typeof UserOfAccount> | null> =>
  firstRowOf(
    tx,
    UserOfAccount,
    Prisma.sql`
    SELECT u.id, u.account_id AS "accountId", a.aws_account_id AS "awsAccountId", u.user_name AS "userName", u.user_id AS "userId",
      u.gone_at AS "goneAt"
    FROM iam_user u JOIN aws_account a ON a.tenant_id = u.tenant_id AND a.id = u.account_id WHERE u.id = ${id}::uuid`,
  );
