import { stableId } from "../builders/stable-id.ts";
import { readerRoleOf } from "../builders/trust-policies.ts";
import type { EmulatedAccount, EmulatedRole, WorldState } from "../world/model.ts";

/** What a StackSet, or a stack, is to install. */
export type ReaderRoleInstallation = {
  externalId: string;
  /** RolecallReadOnly by default. */
  roleName?: string | undefined;
  /** These accounts only; all member accounts by default, to which the management account does not belong, as for a StackSet. */
  awsAccountIds?: readonly string[] | undefined;
  /** What the role allows; what it allows already, or all that reads, by default. */
  actions?: readonly string[] | undefined;
};

/**
 * Installs the role by which the vendor reads accounts, or changes the one that is there. Accounts that are suspended, closed or
 * not in the world are left out, as no stack gets there.
 *
 * @returns the ids of the accounts that have it now.
 */
export function installReaderRoles(state: WorldState, installation: ReaderRoleInstallation, now: Date): string[] {
  const { awsAccountIds } = installation;
  const isWanted = ({ awsAccountId }: EmulatedAccount) =>
    awsAccountIds?.includes(awsAccountId) ?? awsAccountId !== state.managementAccountId;
  const accounts = [...state.accounts.values()].filter((account) => account.state === "ACTIVE" && isWanted(account));
  for (const account of accounts) install(state, account, installation, now);
  return accounts.map(({ awsAccountId }) => awsAccountId);
}

function install(
  { vendor }: WorldState,
  account: EmulatedAccount,
  { externalId, roleName = "RolecallReadOnly", actions }: ReaderRoleInstallation,
  now: Date,
): void {
  const wanted = readerRoleOf(vendor, { externalId, roleName });
  const name = roleName.toLowerCase();
  const known = account.roles.get(name);
  const role: EmulatedRole = known
    ? { ...known, trustPolicy: wanted.trustPolicy }
    : { ...wanted, createdAt: now, roleId: stableId("AROA", `reader ${account.awsAccountId} ${roleName}`, 17) };
  account.roles.set(name, actions ? { ...role, inlinePolicies: [policyOf(actions)] } : role);
}

const policyOf = (actions: readonly string[]) => ({
  name: "RolecallRead",
  document: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  }),
});
