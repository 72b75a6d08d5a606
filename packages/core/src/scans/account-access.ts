import type { TenantTx } from "@rolecall/db";
import { AppError, type PermissionPack } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

/** How an account is reached. */
export type AccountAccess = {
  roleArn: string;
  externalId: string;
  connectionId: string;
  connectionName: string;
  callCeilingPerSecond: number;
  packs: PermissionPack[];
  scanPausedReason: string | null;
};

/** Why nothing is asked in an account, in words that follow a colon; `isPassing`: it will be told shortly whether it may be. */
type Obstacle = { obstacle: string; isPassing: boolean };

export const isObstacle = (access: AccountAccess | Obstacle | null): access is Obstacle =>
  access !== null && "obstacle" in access;

const lasting = (obstacle: string): Obstacle => ({ obstacle, isPassing: false });

type Account = { awsAccountId: string; status: string; statusReason: string | null; connectionId: string | null };

/** What an account's own state says against reading it. */
function obstacleOfAccount({ status, statusReason, connectionId }: Account): Obstacle | null {
  if (status === "suspended") {
    const why = statusReason ?? "AWS Organizations says so";
    return lasting(`the account is suspended or closed in its organisation, and its history stays. ${why}`);
  }
  if (connectionId === null) {
    return lasting("it is known by uploaded files alone. Connect it, or upload newer files");
  }
  if (status === "disconnected") return lasting(`it is disconnected. ${statusReason ?? "Connect it again"}`);
  return null;
}

/** A member of an organisation has a role of its own, which is verified by itself. */
async function obstacleOfMember(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  awsAccountId: string,
): Promise<Obstacle | null> {
  const member = await tx.organizationAccount.findUnique({
    where: { tenantId_connectionId_awsAccountId: { tenantId: ctx.tenantId, connectionId, awsAccountId } },
    select: { status: true, statusReason: true },
  });
  if (!member || member.status === "active") return null;
  const obstacle = `its role is ${member.status.replaceAll("_", " ")}. ${member.statusReason ?? "Verify it first"}`;
  return { obstacle, isPassing: member.status === "verifying" };
}

/** How an account may be reached at this moment, or what is in the way. A pause is told, and left to the caller to heed. */
export async function accessOf(ctx: Ctx, tx: TenantTx, accountId: string): Promise<AccountAccess | Obstacle> {
  const account = await tx.awsAccount.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: accountId } },
  });
  const ofAccount = obstacleOfAccount(account);
  if (ofAccount || account.connectionId === null) return ofAccount ?? lasting("it has no connection");
  const connection = await tx.connection.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: account.connectionId } },
  });
  const roleArn = account.roleArn ?? connection.roleArn;
  if (connection.status !== "active" || !roleArn) {
    const why = connection.statusReason ?? "Verify it first";
    const obstacle = `the connection “${connection.name}” is ${connection.status}. ${why}`;
    return { obstacle, isPassing: connection.status === "verifying" };
  }
  const ofMember =
    connection.kind === "organization" ? await obstacleOfMember(ctx, tx, connection.id, account.awsAccountId) : null;
  if (ofMember) return ofMember;
  return {
    roleArn,
    externalId: connection.externalId,
    connectionId: connection.id,
    connectionName: connection.name,
    callCeilingPerSecond: connection.callCeilingPerSecond,
    packs: connection.packs as PermissionPack[],
    scanPausedReason: connection.scanPausedReason,
  };
}

/**
 * How an account may be reached, for somebody who asks for it to be read.
 *
 * @throws AppError CONFLICT if it may not, or its scans are paused.
 */
export async function openAccess(
  ctx: Ctx,
  tx: TenantTx,
  account: { id: string; awsAccountId: string },
): Promise<AccountAccess> {
  const access = await accessOf(ctx, tx, account.id);
  if (isObstacle(access)) {
    const sentence = access.obstacle.replace(/\.?$/, ".");
    throw new AppError("CONFLICT", `Account ${account.awsAccountId} cannot be scanned: ${sentence}`);
  }
  if (access.scanPausedReason) {
    const message = `Scans of account ${account.awsAccountId} are paused: ${access.scanPausedReason}`;
    throw new AppError("CONFLICT", message);
  }
  return access;
}
