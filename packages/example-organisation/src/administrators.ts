import { ACCOUNTS, type AccountName, accountId, COMPANY_DOMAIN } from "./accounts.ts";
import { assignedDay } from "./identity-center-start.ts";
import type { Ids } from "./ids.ts";

/** The people who look after accounts, as their sessions name them. */
const ADMINISTRATORS = ["maren.oakfield", "tobias.lindgren", "aisha.renner"].map((name) => `${name}@${COMPANY_DOMAIN}`);

/** People of all teams, who work through Identity Center. */
const STAFF = [
  "hanna.sorensen",
  "bruno.castile",
  "ines.valdez",
  "oskar.blom",
  "leila.morrow",
  "piotr.zawada",
  "yuna.park",
  "gareth.lowe",
].map((name) => `${name}@${COMPANY_DOMAIN}`);

/** Who may be in the sessions of a federated role. */
export const peopleOfRole = (roleName: string): readonly string[] =>
  /Administrator|OrganizationAccountAccess/.test(roleName) ? ADMINISTRATORS : STAFF;

const administratorOf = (ids: Ids, label: string): string =>
  ADMINISTRATORS[ids.number("administrator", label) % ADMINISTRATORS.length]!;

/** Accounts that the organisation did not make have no role of its own, but a user who did everything. */
const EARLY_ADMINISTRATORS: Partial<Record<AccountName, string>> = {
  management: "user/break-glass/break-glass-1",
  legacy: "user/Administrator",
};

/**
 * Who changed something in an account on a day, as ARN: an administrator by the organisation's role, and by Identity Center from
 * the day on which the account has it.
 */
export function administratorArn(ids: Ids, account: AccountName, day: number, label: string): string {
  const id = accountId(account);
  const person = administratorOf(ids, label);
  if (ACCOUNTS[account].connected && day > assignedDay(account) + 6) {
    const role = `AWSReservedSSO_AdministratorAccess_${ids.hex(16, "permission set", "AdministratorAccess", account)}`;
    return `arn:aws:sts::${id}:assumed-role/${role}/${person}`;
  }
  const early = EARLY_ADMINISTRATORS[account];
  return early === undefined
    ? `arn:aws:sts::${id}:assumed-role/OrganizationAccountAccessRole/${person}`
    : `arn:aws:iam::${id}:${early}`;
}
