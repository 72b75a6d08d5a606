import { hexId, numberOf } from "../clockwork/ids.ts";
import { ACCOUNTS, type AccountName, accountId } from "../story/accounts.ts";
import { CALLS } from "../story/calls.ts";

/** After so many days all administrators work through Identity Center. */
const DAYS_TO_CHANGE_OVER = 6;

/** The role that Identity Center makes of a permission set in an account. */
export const permissionSetRoleName = (permissionSet: string, account: AccountName): string =>
  `AWSReservedSSO_${permissionSet}_${hexId(16, "permission set", permissionSet, account)}`;

/** Somebody out of a circle of people: always the same for one label. */
export const personOf = (circle: keyof typeof CALLS.people, purpose: string, label: string): string => {
  const people = CALLS.people[circle];
  return people[numberOf(purpose, label) % people.length]!;
};

/**
 * Who changed something in an account on a day, as ARN: an administrator by the organisation's role, and by Identity Center from
 * the day on which the account has it. Accounts that the organisation did not make have a user instead of that role.
 */
export function administratorArn(account: AccountName, day: number, label: string): string {
  const id = accountId(account);
  const person = personOf("administrators", "administrator", label);
  const { identityCenterDay, earlyAdministrator } = ACCOUNTS[account];
  if (identityCenterDay !== undefined && day > identityCenterDay + DAYS_TO_CHANGE_OVER)
    return `arn:aws:sts::${id}:assumed-role/${permissionSetRoleName("AdministratorAccess", account)}/${person}`;
  return earlyAdministrator === undefined
    ? `arn:aws:sts::${id}:assumed-role/OrganizationAccountAccessRole/${person}`
    : `arn:aws:iam::${id}:${earlyAdministrator}`;
}
