import {
  type Credential,
  type DayMetrics,
  type MigrationProgress,
  MigrationStage,
  type SummaryReport,
} from "@rolecall/domain";

export const dayMetrics = (over: Partial<DayMetrics> = {}): DayMetrics => ({
  day: "2026-11-22",
  accounts: 12,
  accountsCarried: 0,
  accountsPartial: 0,
  users: 1040,
  usersWithConsolePassword: 212,
  usersWithActiveKey: 379,
  usersKeysUnknown: 0,
  consoleUsersWithoutMfa: 7,
  roles: 1927,
  rolesServiceLinked: 60,
  rolesUsed90Days: 700,
  identityCenterRoles: 40,
  activeKeys: 400,
  activeKeysByAge: { d0_30: 100, d31_60: 80, d61_90: 70, d91_180: 60, d181_365: 50, d366: 40 },
  activeKeysOverdue: 100,
  activeKeysDueSoon: 12,
  activeKeysUnused: 90,
  activeKeysExcepted: 0,
  activeKeysAgeDaysSum: 40_000,
  ...over,
});

export const overdueKey = (over: Partial<Credential> = {}): Credential => ({
  id: "0199b2f0-1111-7000-8000-000000000001",
  kind: "access_key",
  awsAccountId: "111122223333",
  accountName: "production",
  userRecordId: "0199b2f0-1111-7000-8000-000000000002",
  userName: "deploy-bot",
  userId: "AIDAEXAMPLE",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  credentialId: "AKIAIOSFODNN7EXAMPLE",
  name: null,
  serviceName: null,
  expiresAt: null,
  status: "active",
  createdAt: new Date("2023-01-05T10:00:00Z"),
  ageDays: 1417,
  lastUse: "at",
  lastUsedAt: new Date("2026-11-20T00:00:00Z"),
  lastUsedBefore: null,
  lastUsedService: "s3",
  lastUsedRegion: "eu-central-1",
  deadlineAt: new Date("2023-04-05T10:00:00Z"),
  dueInDays: -1327,
  warningDays: 0,
  limits: { rotationDays: 90, unusedDays: 45, holder: "machine", reason: "default for machines" },
  state: "overdue",
  use: "ok",
  owner: null,
  firstSeenAt: new Date("2026-01-01T00:00:00Z"),
  goneAt: null,
  sources: [],
  ...over,
});

const NOBODY = Object.fromEntries(MigrationStage.options.map((stage) => [stage, 0])) as Record<MigrationStage, number>;

/** Where the users of an organisation stood in a week of its way to roles. */
function progressOf(week: number): MigrationProgress["points"][number] {
  const [moved, retired, excepted] = [Math.round(week ** 1.35), Math.round(week / 2), 6];
  const scope = 380 + week;
  const left = scope - moved - retired - excepted;
  const planned = Math.min(left, Math.round(week * 1.5));
  return {
    day: new Date(Date.UTC(2025, 10, 23) + week * 7 * 86_400_000).toISOString().slice(0, 10),
    stages: { ...NOBODY, identified: left - planned, planned, verified: moved, retired, excepted },
    ...{ scope, moved, retired, excepted, left },
  };
}

/** A year of an organisation on its way from users to roles. */
export function summaryReport(over: Partial<SummaryReport> = {}): SummaryReport {
  return {
    tenantName: "Acme",
    scheduleName: "Weekly summary",
    asOf: new Date("2026-11-22T07:00:00Z"),
    since: new Date("2026-11-15T07:00:00Z"),
    timeZone: "Europe/Berlin",
    overview: {
      asOf: new Date("2026-11-22T07:00:00Z"),
      accounts: { total: 12, scanned: 12, partial: 0, failing: 0, neverScanned: 0, pending: 0, pendingUsers: 0 },
      today: dayMetrics(),
      weekAgo: dayMetrics({
        day: "2026-11-15",
        activeKeys: 412,
        activeKeysOverdue: 120,
        usersWithActiveKey: 379,
        roles: 1904,
        consoleUsersWithoutMfa: 4,
      }),
      rotation: { compliant: 300, total: 400, percent: 75, unknown: 0, usersUnread: 0 },
    },
    migration: {
      ...{ from: "2025-11-23", to: "2026-11-22", interval: "week" },
      points: Array.from({ length: 53 }, (_, week) => progressOf(week)),
      forecast: {
        intervals: [{ percent: 50, from: new Date("2027-05-02T00:00:00Z"), to: new Date("2027-06-20T00:00:00Z") }],
        ...{ pacePerWeek: 5.25, paceNeeded: null, reason: null },
      },
    },
    nextSteps: {
      steps: [
        {
          ...{ what: "Delete the root user's access key", why: "It may do everything, and no policy limits it" },
          ...{
            severity: "critical",
            isSafe: false,
            count: 1,
            source: { kind: "findings", checkId: "root_access_key" },
          },
          first: {
            ...{ name: "root", awsAccountId: "111122223333", accountName: "production", owner: null },
            path: "/findings/0199b2f0-1111-7000-8000-000000000009",
          },
        },
        {
          ...{ what: "Deactivate the credentials of 12 users that are quiet", why: "A role does their work" },
          ...{ severity: "medium", isSafe: true, count: 12, source: { kind: "migrations", stage: "quiet" } },
          first: {
            ...{ name: "ci-deploy", awsAccountId: "111122223333", accountName: "production", owner: "platform" },
            path: "/migration/0199b2f0-1111-7000-8000-000000000008",
          },
        },
      ],
      more: 0,
      accountsNotJudged: 0,
    },
    changes: {
      created: 14,
      changed: 9,
      removed: 1023,
      lines: [
        {
          at: new Date("2026-11-20T23:30:00Z"),
          awsAccountId: "444455556666",
          accountName: "444455556666",
          summary: "User paul.müller@example.com gained AdministratorAccess",
          href: "/users/0199b2f0-1111-7000-8000-000000000004",
        },
        {
          at: new Date("2026-11-17T09:00:00Z"),
          awsAccountId: "111122223333",
          accountName: "production",
          summary: "Access key AKIAIOSFODNN7GONEAAA of ci-legacy was deleted",
          href: "/credentials/0199b2f0-1111-7000-8000-000000000007",
        },
        {
          at: new Date("2026-11-16T09:00:00Z"),
          awsAccountId: "111122223333",
          accountName: "production",
          summary: "Role github-deploy appeared",
          href: "/roles/0199b2f0-1111-7000-8000-000000000003",
        },
      ],
      linesLeftOut: 1043,
    },
    overdue: {
      total: 100,
      rows: [
        overdueKey(),
        overdueKey({
          id: "0199b2f0-1111-7000-8000-000000000005",
          userName: "backup-prod-eu-central-1-nightly",
          accessKeyId: "AKIAI44QH8DHBEXAMPLE",
          ageDays: 812,
          lastUse: "never",
          lastUsedAt: null,
        }),
        overdueKey({
          id: "0199b2f0-1111-7000-8000-000000000006",
          userName: "wordpress-media",
          accountName: "444455556666",
          awsAccountId: "444455556666",
          accessKeyId: "AKIAIEXAMPLE33333333",
          ageDays: 203,
          lastUse: "unknown",
          lastUsedAt: null,
        }),
      ],
    },
    consoleUrl: "https://rolecall.example.com/",
    ...over,
  };
}
