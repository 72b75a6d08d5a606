import { createHash } from "node:crypto";
import type { EmulatedAccount, EmulatedOtherMember, WorldState } from "../../world/model.ts";

/** An account as the organisation knows it, whether or not the world can look into it. */
export type Member = EmulatedOtherMember;

const hash = (text: string, length: number) => createHash("sha256").update(text).digest("hex").slice(0, length);

/** An account in another partition cannot be a member. */
function isMember(state: WorldState, { partition, standsAlone = false }: EmulatedAccount): boolean {
  return !standsAlone && partition === state.accounts.get(state.managementAccountId)?.partition;
}

export const members = (state: WorldState): Member[] => [
  ...[...state.accounts.values()].filter((account) => isMember(state, account)),
  ...(state.otherMembers ?? []),
];

/** What an account is to the organisation; null: it is in none. */
export function roleInOrganization(
  state: WorldState,
  account: EmulatedAccount,
): "management" | "delegated" | "member" | null {
  if (!isMember(state, account)) return null;
  const { awsAccountId } = account;
  if (awsAccountId === state.managementAccountId) return "management";
  const isDelegated = state.delegatedAdministrators?.some((delegation) => delegation.awsAccountId === awsAccountId);
  return isDelegated ? "delegated" : "member";
}

/** Whether the account manages the organisation, or administers this one service for it. */
export function callerMay(state: WorldState, account: EmulatedAccount, servicePrincipal: string): boolean {
  const role = roleInOrganization(state, account);
  if (role !== "delegated") return role === "management";
  return (state.delegatedAdministrators ?? []).some(
    (delegation) =>
      delegation.awsAccountId === account.awsAccountId && delegation.servicePrincipal === servicePrincipal,
  );
}

export const rootId = ({ organizationId }: WorldState): string => `r-${hash(organizationId, 4)}`;

export const unitId = ({ organizationId }: WorldState, path: readonly string[]): string =>
  `ou-${hash(organizationId, 4)}-${hash(path.join("/"), 8)}`;

/** The ids from the organisation down to a unit, as AWS writes paths. */
export function unitPath(state: WorldState, path: readonly string[]): string {
  const units = path.map((_, index) => unitId(state, path.slice(0, index + 1)));
  return `${[state.organizationId, rootId(state), ...units].join("/")}/`;
}

/** Each unit that holds an account, or units with accounts, as its path of names; the root is not among them. */
export function units(state: WorldState): string[][] {
  const byId = new Map<string, string[]>();
  for (const { organizationalUnits } of members(state)) {
    for (let depth = 1; depth <= organizationalUnits.length; depth += 1) {
      const path = organizationalUnits.slice(0, depth);
      byId.set(unitId(state, path), path);
    }
  }
  return [...byId.values()];
}
