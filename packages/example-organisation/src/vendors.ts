import { type AccountName, accountId } from "./accounts.ts";
import { awsManaged } from "./groups-and-policies.ts";
import * as keyLines from "./key-lines.ts";
import type { RolePlan, Scene, StoryLine, UserPlan } from "./plans.ts";
import { randomOf } from "./random.ts";
import type { ServiceSet } from "./services.ts";
import { accountRoot, trustAws, trustOf, trustVendor } from "./trust.ts";

/** AWS accounts of vendors: Datadog and Fivetran as they publish theirs, the others invented. */
const VENDOR_ACCOUNTS = {
  monitoring: "464622532012",
  ingestion: "834469178297",
  costs: "110284956637",
  managedServices: "559034871126",
  backup: "703918426650",
  scanner: "328450197736",
  ticketing: "947103658821",
  formerVendor: "186572093348",
  carrierRates: "640927183305",
  carrierBenchmarks: "293075518846",
  incidentResponse: "875310264498",
} as const;

const vendorRoot = (vendor: keyof typeof VENDOR_ACCOUNTS) => accountRoot(VENDOR_ACCOUNTS[vendor]);

/** Users that vendors asked for before they could do with a role. */
const VENDOR_USERS: readonly {
  userName: string;
  account: AccountName;
  services: ServiceSet;
  life: "role" | "rotated" | "old";
  quietDay?: number;
}[] = [
  { userName: "datadog", account: "production", services: "monitoring", life: "role", quietDay: 52 },
  { userName: "datadog", account: "staging", services: "monitoring", life: "role", quietDay: 57 },
  { userName: "datadog-integration", account: "legacy", services: "monitoring", life: "role", quietDay: 271 },
  { userName: "fivetran", account: "data", services: "warehouse", life: "old" },
  { userName: "fivetran-hvr", account: "data", services: "warehouse", life: "rotated" },
  { userName: "finops-export", account: "management", services: "finance", life: "role", quietDay: 244 },
  { userName: "msp-support", account: "shared", services: "infrastructure", life: "rotated" },
  { userName: "vendor-sftp-drop", account: "production", services: "storage", life: "old" },
];

function vendorUser(
  scene: Scene,
  { userName, account, services, life, quietDay }: (typeof VENDOR_USERS)[number],
): UserPlan {
  const random = randomOf(scene.seed, "vendor", account, userName);
  const createdDay = -random.int(400, 1300);
  const rhythm = { everyHours: random.pick([1, 1, 6]), services };
  const lives = {
    role: () => keyLines.retired(createdDay, rhythm, quietDay ?? 0, random),
    rotated: () => keyLines.rotated({ firstDay: -30, startsDay: 52, everyDays: 80, rhythm, random }),
    old: () => keyLines.steady(createdDay, rhythm),
  };
  return {
    account,
    userName,
    path: "/vendors/",
    createdDay,
    deletedDay: quietDay === undefined ? undefined : quietDay + random.int(33, 50),
    tags: [{ key: "vendor", value: userName.split("-")[0]! }],
    attached: [awsManaged("ReadOnlyAccess")],
    keys: lives[life](),
  };
}

type VendorRole = {
  roleName: string;
  accounts: readonly AccountName[];
  trust: (scene: Scene, awsAccountId: string) => string;
  policy: string;
  createdDay: number;
  usedFromDay?: number;
};

const externalId = (scene: Scene, ...label: string[]) => scene.ids.uuid("external id", ...label);

const VENDOR_ROLES: readonly VendorRole[] = [
  {
    roleName: "DatadogIntegrationRole",
    accounts: ["production", "staging", "shared"],
    policy: "SecurityAudit",
    createdDay: 45,
    usedFromDay: 50,
    trust: (scene, id) => trustVendor(VENDOR_ACCOUNTS.monitoring, externalId(scene, "monitoring", id)),
  },
  {
    roleName: "DatadogIntegrationRole",
    accounts: ["legacy"],
    policy: "SecurityAudit",
    createdDay: 262,
    usedFromDay: 270,
    trust: (scene, id) => trustVendor(VENDOR_ACCOUNTS.monitoring, externalId(scene, "monitoring", id)),
  },
  {
    roleName: "CostExplorerExport",
    accounts: ["management"],
    policy: "job-function/Billing",
    createdDay: 236,
    usedFromDay: 243,
    trust: (scene, id) =>
      trustAws(vendorRoot("costs"), {
        StringEquals: { "sts:ExternalId": externalId(scene, "costs", id) },
        ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${VENDOR_ACCOUNTS.costs}:role/exporter` },
      }),
  },
  {
    roleName: "FivetranLogs",
    accounts: ["data"],
    policy: "AmazonS3ReadOnlyAccess",
    createdDay: -300,
    trust: (_scene, id) => trustVendor(VENDOR_ACCOUNTS.ingestion, id),
  },
  {
    roleName: "BackupVendorAccess",
    accounts: ["production", "data"],
    policy: "AWSBackupFullAccess",
    createdDay: -500,
    trust: (scene) => trustVendor(VENDOR_ACCOUNTS.backup, externalId(scene, "backup, one for all accounts")),
  },
  {
    roleName: "VulnerabilityScanner",
    accounts: ["staging", "development"],
    policy: "SecurityAudit",
    createdDay: -220,
    trust: () => trustAws(vendorRoot("scanner"), { StringLike: { "sts:ExternalId": "*" } }),
  },
  {
    roleName: "TicketingBridge",
    accounts: ["shared"],
    policy: "ReadOnlyAccess",
    createdDay: -180,
    trust: (scene) =>
      trustAws(vendorRoot("ticketing"), { StringEqualsIfExists: { "sts:ExternalId": externalId(scene, "ticketing") } }),
  },
  {
    roleName: "MonitoringLegacy",
    accounts: ["legacy"],
    policy: "ReadOnlyAccess",
    createdDay: -1400,
    trust: () => trustAws(vendorRoot("managedServices")),
  },
  {
    roleName: "ManagedServicesAdmin",
    accounts: ["shared"],
    policy: "AdministratorAccess",
    createdDay: -1100,
    trust: () => trustAws(vendorRoot("managedServices")),
  },
  {
    roleName: "FormerVendorRead",
    accounts: ["sandbox"],
    policy: "ReadOnlyAccess",
    createdDay: -1200,
    trust: () => trustAws(VENDOR_ACCOUNTS.formerVendor, { StringEquals: { "sts:ExternalId": "fernhill" } }),
  },
  {
    roleName: "CarrierRatesImport",
    accounts: ["data"],
    policy: "AmazonS3ReadOnlyAccess",
    createdDay: -260,
    trust: (scene) => trustVendor(VENDOR_ACCOUNTS.carrierRates, externalId(scene, "carriers")),
  },
  {
    // Written after the role above, by somebody who copied its External ID along.
    roleName: "CarrierBenchmarkFeed",
    accounts: ["staging"],
    policy: "AmazonS3ReadOnlyAccess",
    createdDay: -90,
    trust: (scene) => trustVendor(VENDOR_ACCOUNTS.carrierBenchmarks, externalId(scene, "carriers")),
  },
  {
    roleName: "IncidentResponseTriage",
    accounts: ["security"],
    policy: "SecurityAudit",
    createdDay: 160,
    trust: (scene) =>
      trustOf({
        Effect: "Allow",
        Principal: { AWS: vendorRoot("incidentResponse") },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: { StringEquals: { "sts:ExternalId": externalId(scene, "incident response") } },
      }),
  },
];

/** The one trust policy that the programme has repaired so far. */
const REPAIRED = { roleName: "VulnerabilityScanner", account: "development", day: 318 } as const;

const repairedTrust = (scene: Scene) => ({
  day: REPAIRED.day,
  what: "trust policy demands the vendor's External ID",
  trust: trustVendor(VENDOR_ACCOUNTS.scanner, externalId(scene, "scanner", accountId(REPAIRED.account))),
});

function vendorRoles(
  scene: Scene,
  { roleName, accounts, trust, policy, createdDay, usedFromDay }: VendorRole,
): RolePlan[] {
  return accounts.map((account) => ({
    account,
    roleName,
    path: "/vendors/",
    createdDay,
    description: "Access of a third party",
    trust: trust(scene, accountId(account)),
    trustChanges: roleName === REPAIRED.roleName && account === REPAIRED.account ? [repairedTrust(scene)] : [],
    tags: [{ key: "vendor", value: roleName }],
    attached: [awsManaged(policy)],
    usage:
      roleName === "FormerVendorRead"
        ? [{ fromDay: -1200, untilDay: -500, everyHours: 24, services: "monitoring" }]
        : [{ fromDay: usedFromDay ?? createdDay, untilDay: null, everyHours: 4, services: "monitoring" }],
  }));
}

/** The role through which Rolecall reads: it is in each connected account from the day on which that account is there. */
function readerRoles(
  { vendor, readerActions, externalIdOf }: Scene,
  accounts: readonly { account: AccountName; createdDay: number }[],
): RolePlan[] {
  const withoutMfaDevices = readerActions.filter((action) => !MFA_ACTIONS.includes(action));
  return accounts.map(({ account, createdDay }) => ({
    account,
    roleName: "RolecallReadOnly",
    createdDay,
    description: "Read-only access for Rolecall: users, keys and roles, nothing else",
    trust: trustAws(accountRoot(vendor.awsAccountId), {
      StringEquals: { "sts:ExternalId": externalIdOf(accountId(account)) },
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${vendor.awsAccountId}:role/${vendor.roleName}` },
    }),
    inline: [
      {
        name: "RolecallReadOnly",
        document: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: account === PARTIAL_ACCOUNT ? withoutMfaDevices : readerActions, Resource: "*" },
          ],
        }),
      },
    ],
    usage: [{ fromDay: createdDay + 1, untilDay: null, everyHours: 24, services: "auditor" }],
  }));
}

const MFA_ACTIONS: readonly string[] = ["iam:ListVirtualMFADevices", "iam:ListMFADevices"];

/** The account whose role was installed without the permission to read MFA devices. */
export const PARTIAL_ACCOUNT: AccountName = "data";

/** Third parties: their users, and roles whose trust is right, or wrong in each of the known ways. */
export function vendors(scene: Scene, connected: readonly { account: AccountName; createdDay: number }[]): StoryLine {
  return {
    users: VENDOR_USERS.map((row) => vendorUser(scene, row)),
    roles: [...VENDOR_ROLES.flatMap((row) => vendorRoles(scene, row)), ...readerRoles(scene, connected)],
  };
}
