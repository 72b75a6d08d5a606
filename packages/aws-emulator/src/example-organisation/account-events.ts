import type { EmulatedAccount, EmulatedPasswordPolicy, EmulatedRoot } from "../model.ts";
import { ACCOUNTS, type AccountName, accountId, COMPANY_DOMAIN } from "./accounts.ts";
import { groupsOf, policiesOf } from "./groups-and-policies.ts";
import type { AccountChange } from "./plans.ts";
import { type Clockwork, usagePattern } from "./usage.ts";
import type { AccountEvent } from "./user-events.ts";

/** A root password that somebody still signs in with every few months, though nobody should. */
const ROOT_SIGN_INS: Partial<Record<AccountName, number>> = { management: 2600, sandbox: 1900, legacy: 900 };

/** Accounts with a password policy of their own; in the others AWS's default applies. */
const PASSWORD_POLICIES: Partial<Record<AccountName, EmulatedPasswordPolicy>> = {
  management: { minimumLength: 16, maxPasswordAgeDays: null, reusePrevention: 24 },
  production: { minimumLength: 14, maxPasswordAgeDays: 180, reusePrevention: 24 },
  staging: { minimumLength: 14, maxPasswordAgeDays: null, reusePrevention: 5 },
  legacy: { minimumLength: 6, maxPasswordAgeDays: null, reusePrevention: null },
};

/** A new account with its root user, groups and policies, as the company makes them. */
export function emptyAccount(clockwork: Clockwork, name: AccountName): EmulatedAccount {
  const { awsAccountId, name: accountName, organizationalUnits, createdDaysBefore, alias } = ACCOUNTS[name];
  const createdAt = clockwork.calendar.workingInstant(-createdDaysBefore);
  return {
    awsAccountId,
    name: accountName,
    email: `aws+${accountName}@${COMPANY_DOMAIN}`,
    alias,
    partition: "aws",
    createdAt,
    state: "ACTIVE",
    organizationalUnits: [...organizationalUnits],
    root: rootOf(clockwork, name),
    users: new Map(),
    roles: new Map(),
    groups: groupsOf(clockwork.ids, name, createdAt),
    policies: policiesOf(clockwork.ids, name, createdAt),
    oidcProviders: [],
    samlProviders: [],
    passwordPolicy: structuredClone(PASSWORD_POLICIES[name] ?? null),
  };
}

function rootOf(clockwork: Clockwork, name: AccountName): EmulatedRoot {
  const { ids, calendar } = clockwork;
  const { password, mfa, accessKeyAgeDays } = ACCOUNTS[name].root;
  const window = (daysBefore: number) => ({ from: calendar.workingInstant(-daysBefore), until: null });
  const signInEveryHours = ROOT_SIGN_INS[name];
  const signIns =
    signInEveryHours === undefined
      ? null
      : usagePattern(
          clockwork,
          { fromDay: -900, untilDay: null, everyHours: signInEveryHours, services: "console" },
          0,
          window(900),
          `${name}/root`,
        );
  const root: EmulatedRoot = {
    passwordEnabled: password,
    passwordUsage: signIns ? [signIns] : [],
    mfa,
    accessKeys: [],
  };
  if (accessKeyAgeDays === null) return root;
  const accessKeyId = ids.accessKeyId(accountId(name), "root");
  const backups = usagePattern(
    clockwork,
    { fromDay: -accessKeyAgeDays, untilDay: 290, everyHours: 168, services: "storage" },
    0.4,
    window(accessKeyAgeDays),
    `${name}/root/key`,
  );
  root.accessKeys.push({
    accessKeyId,
    secretAccessKey: ids.secret(accessKeyId),
    status: "Active",
    createdAt: calendar.workingInstant(-accessKeyAgeDays),
    usage: backups ? [backups] : [],
  });
  return root;
}

/** Compiles a change of an account itself. */
export function accountChangeEvent({ calendar }: Clockwork, change: AccountChange): AccountEvent {
  const at = calendar.workingInstant(change.day + 0.3);
  return { account: change.account, at, what: change.what, apply: (account) => change.apply(account, at) };
}
