import { samlProviderOf } from "@rolecall/aws-emulator";
import { ACCOUNT_NAMES, ACCOUNTS, type AccountName, accountId } from "./accounts.ts";
import { awsManaged } from "./groups-and-policies.ts";
import { assignedDay, STARTS_DAY } from "./identity-center-start.ts";
import type { AccountChange, RolePlan, Scene, StoryLine } from "./plans.ts";
import { randomOf } from "./random.ts";
import type { ServiceSet } from "./services.ts";
import { iamCall } from "./trail.ts";
import { trustSaml } from "./trust.ts";

export const HOME_REGION = "eu-central-1";
const SIGN_IN = "https://signin.aws.amazon.com/saml";
const OKTA_DAY = -1500;

/** A permission set: where it is assigned, and how much its people work with it. */
export type PermissionSet = {
  name: string;
  policy: string;
  accounts: readonly AccountName[] | "all";
  services: ServiceSet;
  everyHours: number;
  hours: number;
};

export const PERMISSION_SETS: readonly PermissionSet[] = [
  {
    name: "AdministratorAccess",
    policy: "AdministratorAccess",
    accounts: "all",
    services: "platform",
    everyHours: 60,
    hours: 1,
  },
  {
    name: "ViewOnlyAccess",
    policy: "job-function/ViewOnlyAccess",
    accounts: "all",
    services: "support",
    everyHours: 20,
    hours: 8,
  },
  {
    name: "Developer",
    policy: "PowerUserAccess",
    accounts: ["development", "staging", "production", "sandbox", "shared", "legacy"],
    services: "developer",
    everyHours: 1,
    hours: 8,
  },
  {
    name: "PlatformEngineer",
    policy: "PowerUserAccess",
    accounts: ["shared", "production", "staging", "development"],
    services: "platform",
    everyHours: 1,
    hours: 4,
  },
  {
    name: "DataEngineer",
    policy: "AmazonAthenaFullAccess",
    accounts: ["data", "development", "sandbox"],
    services: "analyst",
    everyHours: 1,
    hours: 8,
  },
  { name: "SecurityAudit", policy: "SecurityAudit", accounts: "all", services: "auditor", everyHours: 12, hours: 4 },
  {
    name: "Billing",
    policy: "job-function/Billing",
    accounts: ["management"],
    services: "finance",
    everyHours: 24,
    hours: 4,
  },
  {
    name: "Support",
    policy: "CloudWatchReadOnlyAccess",
    accounts: ["production"],
    services: "support",
    everyHours: 2,
    hours: 8,
  },
];

/** The roles that Identity Center makes of a permission set, one in each account where it is assigned. */
export function permissionSetRoles(scene: Scene, set: PermissionSet): RolePlan[] {
  const accounts = set.accounts === "all" ? ACCOUNT_NAMES.filter((name) => ACCOUNTS[name].connected) : set.accounts;
  return accounts.map((account) => {
    const random = randomOf(scene.seed, "permission set", set.name, account);
    const createdDay = assignedDay(account) + random.int(0, 5);
    const provider = `AWSSSO_${scene.ids.hex(16, "instance", account)}_DO_NOT_DELETE`;
    return {
      account,
      roleName: `AWSReservedSSO_${set.name}_${scene.ids.hex(16, "permission set", set.name, account)}`,
      path: `/aws-reserved/sso.amazonaws.com/${HOME_REGION}/`,
      createdDay,
      maxSessionHours: set.hours,
      trust: trustSaml(accountId(account), provider, SIGN_IN),
      attached: [awsManaged(set.policy)],
      usage: [
        { fromDay: createdDay + random.int(2, 14), untilDay: null, everyHours: set.everyHours, services: set.services },
      ],
    };
  });
}

function samlProvider(account: AccountName, name: string, day: number, validDays: number): AccountChange {
  return {
    account,
    day,
    what: `SAML provider ${name} created`,
    calls: [iamCall("CreateSAMLProvider", { name }, `arn:aws:iam::${accountId(account)}:saml-provider/${name}`)],
    apply: (state, at) => {
      const validUntil = new Date(at.getTime() + validDays * 86_400_000);
      state.samlProviders.push(samlProviderOf(state.awsAccountId, { name, validUntil, createdAt: at }));
    },
  };
}

/** Before Identity Center there was Okta, account by account; two of its roles check the wrong audience or none. */
function oktaRoles(): RolePlan[] {
  const rows: readonly [AccountName, string, string | undefined, string][] = [
    ["shared", "OktaPowerUser", SIGN_IN, "PowerUserAccess"],
    ["production", "OktaReadOnly", SIGN_IN, "ReadOnlyAccess"],
    ["production", "OktaOperations", undefined, "PowerUserAccess"],
    ["shared", "OktaReadOnly", "https://signin.amazonaws.cn/saml", "ReadOnlyAccess"],
  ];
  return rows.map(([account, roleName, audience, policy]) => ({
    account,
    roleName,
    createdDay: OKTA_DAY + 2,
    description: "Federation through Okta",
    maxSessionHours: 12,
    trust: trustSaml(accountId(account), "Okta", audience),
    attached: [awsManaged(policy)],
    usage: [{ fromDay: OKTA_DAY + 5, untilDay: STARTS_DAY + 90, everyHours: 5, services: "platform" }],
  }));
}

/** People's way from users to roles: Okta for a few, Identity Center for everybody from month 3 on. */
export function identityCenter(scene: Scene): StoryLine {
  const assigned = ACCOUNT_NAMES.filter((name) => ACCOUNTS[name].connected);
  return {
    roles: [...PERMISSION_SETS.flatMap((set) => permissionSetRoles(scene, set)), ...oktaRoles()],
    changes: [
      ...(["shared", "production"] as const).map((account) => samlProvider(account, "Okta", OKTA_DAY, 1900)),
      ...assigned.map((account) =>
        samlProvider(
          account,
          `AWSSSO_${scene.ids.hex(16, "instance", account)}_DO_NOT_DELETE`,
          assignedDay(account) - 1,
          3650,
        ),
      ),
    ],
  };
}
