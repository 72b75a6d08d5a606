import type { Calendar } from "../clockwork/calendar.ts";
import { hexId } from "../clockwork/ids.ts";
import { permissionSetRoleName } from "../events/administrators.ts";
import { roleInstant } from "../roles/role-events.ts";
import { AccountChange } from "../story/account-changes.ts";
import {
  ACCOUNT_NAMES,
  ACCOUNTS,
  type AccountName,
  accountEntries,
  accountId,
  ORGANISATION,
} from "../story/accounts.ts";
import { IDENTITY_CENTER, type PermissionSet } from "../story/identity-center.ts";
import { Role } from "../story/roles.ts";

const SIGN_IN = "https://signin.aws.amazon.com/saml";
const PROVIDER_VALID_DAYS = 3650;

const providerName = (account: AccountName) => `AWSSSO_${hexId(16, "instance", account)}_DO_NOT_DELETE`;

/** What Identity Center puts into the accounts: a SAML provider for each, the day before its first permission set. */
export const permissionSetProviders = (): AccountChange[] =>
  ACCOUNT_NAMES.flatMap((account) => {
    const { identityCenterDay } = ACCOUNTS[account];
    if (identityCenterDay === undefined) return [];
    const [day, name] = [identityCenterDay - 1, providerName(account)];
    return [AccountChange.parse({ kind: "saml_provider_created", account, day, name, validDays: PROVIDER_VALID_DAYS })];
  });

/** And a role of each permission set that is assigned there. */
export const permissionSetRoles = (): Role[] => IDENTITY_CENTER.permissionSets.flatMap(rolesOf);

function rolesOf({ name, in: accounts, ...set }: PermissionSet): Role[] {
  return accountEntries(accounts).map(([account, { createdDay, usedFromDay }]) =>
    Role.parse({
      account,
      roleName: permissionSetRoleName(name, account),
      path: `/aws-reserved/sso.amazonaws.com/${ORGANISATION.homeRegion}/`,
      createdDay,
      maxSessionHours: set.sessionHours,
      trust: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::${accountId(account)}:saml-provider/${providerName(account)}` },
          Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
          Condition: { StringEquals: { "SAML:aud": SIGN_IN } },
        },
      ],
      policies: [set.policy],
      origin: "browser",
      people: set.people,
      rhythm: set.rhythm,
      uses: [{ fromDay: usedFromDay }],
    }),
  );
}

/** The instants at which the roles of a permission set appear, by account. */
export const assignedAt = (calendar: Calendar, { name, in: accounts }: PermissionSet): [AccountName, Date][] =>
  accountEntries(accounts).map(([account, { createdDay }]) => [
    account,
    roleInstant(calendar, { account, roleName: permissionSetRoleName(name, account) }, createdDay),
  ]);
