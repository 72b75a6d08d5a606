import { accounts, connections, organizations, type TenantTx } from "@rolecall/db";
import { type AccessObstacle, type AccountAccess, AppError, accessOf, isObstacle } from "@rolecall/domain";

/** How an account may be reached at this moment, or what is in the way. @throws AppError NOT_FOUND */
export async function findAccess(tx: TenantTx, accountId: string): Promise<AccountAccess | AccessObstacle> {
  const account = await accounts.findAccountById(tx, accountId);
  if (!account) throw new AppError("NOT_FOUND", "No such account");
  const { awsAccountId, connectionId } = account;
  const connection = connectionId ? await connections.findConnection(tx, connectionId) : null;
  const isMember = connection?.kind === "organization";
  const member = isMember ? await organizations.findMember(tx, connection.id, awsAccountId) : null;
  return accessOf({ account, connection, member });
}

/**
 * How an account may be reached, for somebody who asks for it to be read.
 *
 * @throws AppError CONFLICT if it may not, or its scans are paused.
 */
export async function openAccess(tx: TenantTx, account: { id: string; awsAccountId: string }): Promise<AccountAccess> {
  const access = await findAccess(tx, account.id);
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
