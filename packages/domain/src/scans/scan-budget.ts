import { z } from "zod";
import { ScanKind } from "./scan.ts";

/** What one action costs in a scan of one kind. */
export const ScanBudgetLine = z.object({
  kind: ScanKind,
  actions: z.array(z.string()).describe("Such as iam:ListAccessKeys; several may share a budget. Empty: all together"),
  calls: z.string().describe("How many calls at the most, in words; throttled calls that are repeated come on top"),
});
export type ScanBudgetLine = z.infer<typeof ScanBudgetLine>;

/** What the number of calls depends on. */
export type AccountSize = {
  users: number;
  groups: number;
  roles: number;
  /** Managed policies, AWS's own ones in use included. */
  policies: number;
  instanceProfiles: number;
  oidcProviders: number;
  /** Users whose row of keys and certificates in the credential report is not the one of the last scan; at first, all with keys. */
  usersChanged: number;
  /** Users with an MFA device that is no virtual one, and is not known from the last scan. */
  usersWithOtherMfa: number;
  /** Users who are candidates for a migration to roles. */
  migrationCandidates: number;
  /** Regions that are enabled, where Roles Anywhere is read. */
  regions: number;
};

type Line = ScanBudgetLine & { most: (size: AccountSize) => number };

/** The most items that IAM gives on one page. */
const PAGE = 1_000;
const pages = (items: number): number => Math.max(1, Math.ceil(items / PAGE));
const once = (kind: ScanKind, action: string): Line => ({ kind, actions: [action], calls: "1", most: () => 1 });

/**
 * What a scan costs, by kind and action: the published budget. AWS may give short pages, and answers that it throttles are asked
 * for again; both come on top. Where GetAccountAuthorizationDetails is denied, users and roles cost calls of their own.
 */
export const SCAN_BUDGET: readonly Line[] = [
  once("inventory", "sts:AssumeRole"),
  once("inventory", "sts:GetCallerIdentity"),
  {
    kind: "inventory",
    actions: ["iam:GetAccountAuthorizationDetails"],
    calls: "1 for each 1,000 users, groups, roles and policies",
    most: ({ users, groups, roles, policies }) => pages(users + groups + roles + policies),
  },
  {
    kind: "inventory",
    actions: ["iam:GenerateCredentialReport", "iam:GetCredentialReport"],
    calls: "2, and 1 for each time that AWS is asked whether a new report is ready",
    most: () => 6,
  },
  {
    kind: "inventory",
    actions: ["iam:ListRoles"],
    calls: "1 for each 1,000 roles",
    most: ({ roles }) => pages(roles),
  },
  {
    kind: "inventory",
    actions: ["iam:ListVirtualMFADevices"],
    calls: "1 for each 1,000 devices",
    most: ({ users }) => pages(users),
  },
  {
    kind: "inventory",
    actions: ["iam:ListInstanceProfiles"],
    calls: "1 for each 1,000 instance profiles",
    most: ({ instanceProfiles }) => pages(instanceProfiles),
  },
  once("inventory", "iam:GetAccountSummary"),
  once("inventory", "iam:ListAccountAliases"),
  once("inventory", "iam:GetAccountPasswordPolicy"),
  once("inventory", "iam:ListSAMLProviders"),
  {
    kind: "inventory",
    actions: ["iam:ListOpenIDConnectProviders", "iam:GetOpenIDConnectProvider"],
    calls: "1, and 1 for each provider",
    most: ({ oidcProviders }) => 1 + oidcProviders,
  },
  once("inventory", "iam:ListServerCertificates"),
  {
    kind: "inventory",
    actions: ["iam:ListServiceSpecificCredentials"],
    calls: "1 for each of the 6 services, and for each 1,000 of their credentials",
    most: ({ users }) => 6 * pages(users),
  },
  {
    kind: "inventory",
    actions: ["iam:ListAccessKeys", "iam:ListSigningCertificates", "iam:GetAccessKeyLastUsed"],
    calls: "1 each for users whose keys or certificates changed since the last scan; 0 for all others",
    most: ({ usersChanged }) => 3 * usersChanged,
  },
  {
    kind: "inventory",
    actions: ["iam:ListMFADevices"],
    calls: "1 for each user with a new MFA device that is not a virtual one",
    most: ({ usersWithOtherMfa }) => usersWithOtherMfa,
  },
  {
    kind: "slow_lane",
    actions: ["sts:AssumeRole"],
    calls: "1, and 1 more where Roles Anywhere may be read",
    most: () => 2,
  },
  once("slow_lane", "sts:GetCallerIdentity"),
  { kind: "slow_lane", actions: ["iam:ListSSHPublicKeys"], calls: "1 for each user", most: ({ users }) => users },
  { kind: "slow_lane", actions: ["iam:ListMFADevices"], calls: "1 for each user with MFA", most: ({ users }) => users },
  {
    kind: "slow_lane",
    actions: ["iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails"],
    calls: "2 for each user who is a candidate for a migration to roles, and 1 for each time that AWS is still at it",
    most: ({ migrationCandidates }) => 6 * migrationCandidates,
  },
  {
    kind: "slow_lane",
    actions: [
      "account:ListRegions",
      "rolesanywhere:ListTrustAnchors",
      "rolesanywhere:ListProfiles",
      "rolesanywhere:ListSubjects",
    ],
    calls: "1, and 3 for each enabled Region, where Roles Anywhere may be read",
    most: ({ regions }) => 1 + 3 * regions,
  },
  {
    kind: "recheck",
    actions: [],
    calls: "at most 30: one user's details, keys, certificates, credentials, devices and policies",
    most: () => 30,
  },
  { kind: "upload", actions: [], calls: "0: nothing is asked of AWS", most: () => 0 },
];

/** The most calls that a scan of this kind makes on an account of this size, throttled ones aside. */
export const scanBudget = (kind: ScanKind, size: AccountSize): number =>
  SCAN_BUDGET.filter((line) => line.kind === kind).reduce((sum, { most }) => sum + most(size), 0);
