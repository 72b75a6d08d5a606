/** One AWS account of the example organisation. */
type ExampleAccount = {
  awsAccountId: string;
  name: string;
  organizationalUnits: readonly string[];
  /** Whether the organisation's visitors find it connected; the other one is theirs to connect. */
  connected: boolean;
  /** The month of the story in which it joins the organisation; 0 has been there all along. */
  joinsMonth: number;
  createdDaysBefore: number;
  alias: string | null;
  root: { password: boolean; mfa: "none" | "virtual" | "hardware"; accessKeyAgeDays: number | null };
};

const noRootCredentials = { password: false, mfa: "none", accessKeyAgeDays: null } as const;

export const ACCOUNTS = {
  management: {
    awsAccountId: "618402957731",
    name: "fernhill-management",
    organizationalUnits: [],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 3400,
    alias: "fernhill",
    root: { password: true, mfa: "hardware", accessKeyAgeDays: null },
  },
  security: {
    awsAccountId: "270915348862",
    name: "security-audit",
    organizationalUnits: ["Security"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 2300,
    alias: "fernhill-security",
    root: noRootCredentials,
  },
  logs: {
    awsAccountId: "041736290518",
    name: "log-archive",
    organizationalUnits: ["Security"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 2300,
    alias: null,
    root: noRootCredentials,
  },
  shared: {
    awsAccountId: "853260174409",
    name: "shared-services",
    organizationalUnits: ["Infrastructure"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 2700,
    alias: "fernhill-shared",
    root: { password: true, mfa: "virtual", accessKeyAgeDays: null },
  },
  production: {
    awsAccountId: "396518027745",
    name: "production",
    organizationalUnits: ["Workloads", "Production"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 3100,
    alias: "fernhill-production",
    root: { password: true, mfa: "hardware", accessKeyAgeDays: null },
  },
  staging: {
    awsAccountId: "724190683356",
    name: "staging",
    organizationalUnits: ["Workloads", "Staging"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 2600,
    alias: "fernhill-staging",
    root: { password: true, mfa: "virtual", accessKeyAgeDays: null },
  },
  development: {
    awsAccountId: "159347820664",
    name: "development",
    organizationalUnits: ["Workloads", "Development"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 2900,
    alias: "fernhill-dev",
    root: { password: true, mfa: "virtual", accessKeyAgeDays: null },
  },
  data: {
    awsAccountId: "502873619947",
    name: "data-platform",
    organizationalUnits: ["Workloads", "Data"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 1900,
    alias: "fernhill-data",
    root: noRootCredentials,
  },
  sandbox: {
    awsAccountId: "937206481153",
    name: "sandbox",
    organizationalUnits: ["Sandbox"],
    connected: true,
    joinsMonth: 0,
    createdDaysBefore: 1500,
    alias: null,
    root: { password: true, mfa: "none", accessKeyAgeDays: null },
  },
  legacy: {
    awsAccountId: "680451937728",
    name: "parcelwise-legacy",
    organizationalUnits: ["Acquisitions"],
    connected: true,
    joinsMonth: 5,
    createdDaysBefore: 4320,
    alias: "parcelwise",
    root: { password: true, mfa: "virtual", accessKeyAgeDays: 2870 },
  },
  lab: {
    awsAccountId: "215768304492",
    name: "sandbox-lab",
    organizationalUnits: ["Sandbox"],
    connected: false,
    joinsMonth: 0,
    createdDaysBefore: 700,
    alias: "fernhill-lab",
    root: noRootCredentials,
  },
} as const satisfies Record<string, ExampleAccount>;

export type AccountName = keyof typeof ACCOUNTS;

export const ACCOUNT_NAMES = Object.keys(ACCOUNTS) as AccountName[];

export const MANAGEMENT_ACCOUNT_ID = ACCOUNTS.management.awsAccountId;

export const ORGANIZATION_ID = "o-7h2kq9vx4m";

export const COMPANY_DOMAIN = "fernhill.example";

export const accountId = (name: AccountName): string => ACCOUNTS[name].awsAccountId;

/** The accounts of the example organisation, for whoever connects them or draws its tree. */
export const EXAMPLE_ACCOUNTS: readonly Pick<
  ExampleAccount,
  "awsAccountId" | "name" | "organizationalUnits" | "connected" | "joinsMonth"
>[] = ACCOUNT_NAMES.map((name) => {
  const { awsAccountId, name: accountName, organizationalUnits, connected, joinsMonth } = ACCOUNTS[name];
  return { awsAccountId, name: accountName, organizationalUnits, connected, joinsMonth };
});
