import type {
  EmulatedAccount,
  EmulatedPasswordPolicy,
  EmulatedRoot,
  EmulatedSigningCertificate,
} from "@rolecall/aws-emulator";
import { passwordPolicyOf, signingCertificateOf } from "@rolecall/aws-emulator";
import { ACCOUNTS, type AccountName, accountId, COMPANY_DOMAIN } from "./accounts.ts";
import { groupsOf, policiesOf } from "./groups-and-policies.ts";
import type { AccountChange } from "./plans.ts";
import { trailOf } from "./trail.ts";
import { type Clockwork, usagePattern } from "./usage.ts";
import type { AccountEvent } from "./user-event.ts";

/** Hours between sign-ins as root, where there are any: the acquired company does its daily work so, though nobody should. */
const ROOT_SIGN_INS: Partial<Record<AccountName, number>> = { management: 10_500, sandbox: 4400, legacy: 20 };

/** Accounts with a password policy of their own; in the others AWS's default applies. */
const PASSWORD_POLICIES: Partial<Record<AccountName, EmulatedPasswordPolicy>> = {
  management: passwordPolicyOf({ minimumLength: 16, reusePrevention: 24 }),
  security: passwordPolicyOf({ reusePrevention: 24 }),
  logs: passwordPolicyOf({ reusePrevention: 24 }),
  shared: passwordPolicyOf({ reusePrevention: 24 }),
  development: passwordPolicyOf({ minimumLength: 12, reusePrevention: 24 }),
  data: passwordPolicyOf({ reusePrevention: 24 }),
  production: passwordPolicyOf({ maxPasswordAgeDays: 180, reusePrevention: 24 }),
  staging: passwordPolicyOf({ reusePrevention: 5 }),
  legacy: passwordPolicyOf({ minimumLength: 6, requiresSymbols: false, requiresUppercase: false }),
};

/** Regions beyond those that every account has. */
const OPT_IN_REGIONS: Partial<Record<AccountName, EmulatedAccount["optInRegions"]>> = {
  production: { "eu-central-2": "ENABLED" },
  data: { "eu-central-2": "ENABLED", "eu-south-2": "ENABLED" },
  sandbox: { "ap-southeast-4": "DISABLING" },
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
    optInRegions: { ...OPT_IN_REGIONS[name] },
    users: new Map(),
    roles: new Map(),
    groups: groupsOf(clockwork.ids, name, createdAt),
    policies: policiesOf(clockwork.ids, name, createdAt),
    instanceProfiles: new Map(),
    serverCertificates: [],
    oidcProviders: [],
    samlProviders: [],
    unassignedMfaDevices: [],
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
    signingCertificates: [],
  };
  if (name === "legacy") root.signingCertificates.push(oldCertificate(clockwork));
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

/** The root user of the acquired account signed SOAP calls once. */
const oldCertificate = ({ ids, calendar }: Clockwork): EmulatedSigningCertificate =>
  signingCertificateOf("legacy root", {
    certificateId: ids.hex(32, "legacy", "root signing certificate").toUpperCase(),
    uploadedAt: calendar.workingInstant(-4290),
  });

/** Compiles a change of an account itself. */
export function accountChangeEvent({ calendar, ids }: Clockwork, change: AccountChange): AccountEvent {
  const { account, day, what, apply, calls = [] } = change;
  const at = calendar.workingInstant(day + 0.3);
  const trail = trailOf(ids, { account, label: what }, day, calls);
  return { account, at, what, apply: (state) => apply(state, at), trail };
}
