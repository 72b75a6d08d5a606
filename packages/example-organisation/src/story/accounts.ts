import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { Use } from "./calls.ts";
import { readJson } from "./read-json.ts";

/** The accounts by the names that the story has for them. */
export const AccountName = z.enum([
  "management",
  "security",
  "logs",
  "shared",
  "production",
  "staging",
  "development",
  "data",
  "sandbox",
  "legacy",
  "lab",
]);
export type AccountName = z.infer<typeof AccountName>;

/** What is given for some accounts, account by account. */
export const accountEntries = <T>(given: Partial<Record<AccountName, T>>): [AccountName, T][] =>
  Object.entries(given) as [AccountName, T][];

/** A password policy; what is left out is as strict as the company has it everywhere. */
export const PasswordPolicy = z.strictObject({
  minimumLength: z.int().optional(),
  requiresSymbols: z.boolean().optional(),
  requiresUppercase: z.boolean().optional(),
  maxPasswordAgeDays: z.int().optional(),
  reusePrevention: z.int().optional(),
});

const Root = z.strictObject({
  mfa: z.enum(["none", "virtual", "hardware"]),
  /** Absent: no password. */
  password: z.strictObject({ uses: z.array(Use).default([]) }).optional(),
  accessKey: z.strictObject({ createdDay: Day, uses: z.array(Use).default([]) }).optional(),
  signingCertificateDay: Day.optional(),
});

const AccountRow = z.strictObject({
  awsAccountId: z.string().regex(/^\d{12}$/),
  name: z.string(),
  /** From the root of the organisation down. */
  organizationalUnits: z.array(z.string()),
  /** Whether the organisation's visitors find it connected; another one is theirs to connect. */
  connected: z.boolean(),
  /** The month of the story in which it joins the organisation; 0 has been there all along. */
  joinsMonth: z.int().default(0),
  createdDay: Day,
  alias: z.string().nullable().default(null),
  root: Root,
  /** Absent: AWS's default applies. */
  passwordPolicy: PasswordPolicy.optional(),
  optInRegions: z.record(z.string(), z.enum(["ENABLED", "ENABLING", "DISABLING"])).default({}),
  /** The issuer of its EKS cluster. */
  eksIssuer: z.string().optional(),
  /** The day on which it gets its permission sets. */
  identityCenterDay: Day.optional(),
  /** Who did everything before that; the organisation's own role if nobody is named. */
  earlyAdministrator: z.string().optional(),
  /** From this day on Terraform works by a role, and before it by a user with a key. */
  terraformRoleDay: Day.optional(),
  /** Actions that the reader's role was installed without. */
  readerLacks: z.array(z.string()).default([]),
});

export const ORGANISATION = readJson(
  z.strictObject({
    organizationId: z.string(),
    domain: z.string(),
    homeRegion: z.string(),
    /** The AWS accounts of third parties. */
    vendors: z.record(z.string(), z.string()),
    accounts: z.record(AccountName, AccountRow),
    /** Members that nobody connected, and that came to an end during the year. */
    otherMembers: z.array(
      z.strictObject({
        awsAccountId: z.string(),
        name: z.string(),
        organizationalUnits: z.array(z.string()),
        createdDay: Day,
        states: z.array(z.strictObject({ day: Day, state: z.enum(["SUSPENDED", "PENDING_CLOSURE", "CLOSED"]) })),
      }),
    ),
    delegations: z.array(z.strictObject({ servicePrincipal: z.string(), account: AccountName, day: Day })),
  }),
  "organisation.json",
);

export const ACCOUNTS = ORGANISATION.accounts;

export const ACCOUNT_NAMES = AccountName.options;

export const accountId = (name: AccountName): string => ACCOUNTS[name].awsAccountId;

export const MANAGEMENT_ACCOUNT_ID = accountId("management");

/** The accounts of the example organisation, for whoever connects them or draws its tree. */
export const EXAMPLE_ACCOUNTS: readonly Pick<
  z.infer<typeof AccountRow>,
  "awsAccountId" | "name" | "organizationalUnits" | "connected" | "joinsMonth"
>[] = ACCOUNT_NAMES.map((account) => {
  const { awsAccountId, name, organizationalUnits, connected, joinsMonth } = ACCOUNTS[account];
  return { awsAccountId, name, organizationalUnits, connected, joinsMonth };
});
