import type { AwsAccount } from "../accounts/account.ts";
import type { Connection } from "../accounts/connection.ts";
import type { OrganizationMember } from "./organization-member.ts";

/** How an account is reached. */
export type AccountAccess = {
  roleArn: string;
  externalId: string;
  connectionId: string;
  connectionName: string;
  callCeilingPerSecond: number;
  packs: Connection["packs"];
  scanPausedReason: string | null;
};

/** Why nothing is asked in an account, in words that follow a colon; `isPassing`: it will be known shortly whether it may be. */
export type AccessObstacle = { obstacle: string; isPassing: boolean };

export const isObstacle = (access: AccountAccess | AccessObstacle | null): access is AccessObstacle =>
  access !== null && "obstacle" in access;

/** What stands for and against reading an account. */
export type AccountReach = {
  account: Pick<AwsAccount, "status" | "statusReason" | "roleArn">;
  /** Null: the account is known by uploads alone. */
  connection: Pick<
    Connection,
    "id" | "name" | "status" | "statusReason" | "externalId" | "callCeilingPerSecond" | "packs" | "scanPausedReason"
  > | null;
  /** The account as a member of the connection's organisation: it has a role of its own, which is verified by itself. Null: none. */
  member: Pick<OrganizationMember, "status" | "statusReason"> | null;
};

const lasting = (obstacle: string): AccessObstacle => ({ obstacle, isPassing: false });

/** What an account's own state says against reading it. */
function obstacleOfAccount({ account, connection }: AccountReach): AccessObstacle | null {
  const { status, statusReason } = account;
  if (status === "suspended") {
    const why = statusReason ?? "AWS Organizations says so";
    return lasting(`the account is suspended or closed in its organisation, and its history stays. ${why}`);
  }
  if (!connection) return lasting("it is known by uploaded files alone. Connect it, or upload newer files");
  if (status === "disconnected") return lasting(`it is disconnected. ${statusReason ?? "Connect it again"}`);
  return null;
}

function obstacleOfMember({ member }: AccountReach): AccessObstacle | null {
  if (!member || member.status === "active") return null;
  const obstacle = `its role is ${member.status.replaceAll("_", " ")}. ${member.statusReason ?? "Verify it first"}`;
  return { obstacle, isPassing: member.status === "verifying" };
}

/** How an account may be reached at this moment, or what is in the way. A pause is named, and left to the caller to heed. */
export function accessOf(reach: AccountReach): AccountAccess | AccessObstacle {
  const { account, connection } = reach;
  const ofAccount = obstacleOfAccount(reach);
  if (ofAccount || !connection) return ofAccount ?? lasting("it has no connection");
  const { id, name, status, statusReason, externalId, callCeilingPerSecond, packs, scanPausedReason } = connection;
  const { roleArn } = account;
  if (status !== "active" || !roleArn) {
    const obstacle = `the connection “${name}” is ${status}. ${statusReason ?? "Verify it first"}`;
    return { obstacle, isPassing: status === "verifying" };
  }
  const reached = { roleArn, externalId, connectionId: id, connectionName: name };
  return obstacleOfMember(reach) ?? { ...reached, callCeilingPerSecond, packs, scanPausedReason };
}
