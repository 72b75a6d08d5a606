import { accounts, organizations, type TenantTx } from "@rolecall/db";
import { type OrganizationalUnitFact, type OrganizationMember, stopOfMember, unitPathOf } from "@rolecall/domain";
import { stopAccounts } from "../accounts/stop-accounts.ts";
import type { Ctx } from "../context.ts";

const BACK = "AWS Organizations says that the account is ACTIVE again: its role is checked before it is scanned";

/** What its organisation says of an account that is still read: its name, its units, and that it came back. */
async function followMember(
  tx: TenantTx,
  account: accounts.ConnectedAccount,
  member: OrganizationMember,
  units: readonly OrganizationalUnitFact[],
): Promise<void> {
  const unitPath = unitPathOf(units, member.unitIds);
  const isBack = account.status === "suspended" && account.statusReason !== BACK;
  const isMoved = unitPath.join("/") !== account.organizationalUnitPath.join("/");
  if (!isBack && !isMoved && account.name === member.name) return;
  await accounts.setAccounts(tx, [account.id], {
    name: member.name,
    organizationalUnitPath: unitPath,
    ...(isBack ? { statusReason: BACK } : {}),
  });
}

/** Writes the members that changed, and has the accounts that this connection owns follow. The organisation must be locked. */
export async function writeMembers(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  change: {
    before: readonly OrganizationMember[];
    after: readonly OrganizationMember[];
    units: readonly OrganizationalUnitFact[];
  },
): Promise<void> {
  const before = new Map(change.before.map((member) => [member.awsAccountId, JSON.stringify(member)]));
  const changed = change.after.filter((member) => before.get(member.awsAccountId) !== JSON.stringify(member));
  await organizations.writeMembers(tx, { tenantId: ctx.tenantId, connectionId }, changed);
  await organizations.noteVerifyDue(tx, connectionId);

  const byId = new Map(change.after.map((member) => [member.awsAccountId, member]));
  for (const account of await accounts.listConnectedAccountRows(tx, connectionId)) {
    const member = byId.get(account.awsAccountId);
    if (!member || account.status === "disconnected") continue;
    const stop = stopOfMember(member);
    if (!stop) await followMember(tx, account, member, change.units);
    else if (stop.status !== account.status || stop.reason !== account.statusReason) {
      await stopAccounts(ctx, tx, [account.id], stop);
    }
  }
}
