import {
  type Ctx,
  getCredential,
  getFinding,
  getFindingSummary,
  getKeyAgeSeries,
  getOverview,
  getRole,
  getRotationSeries,
  getUser,
  listChecks,
  listCredentials,
  listFindings,
  listRoles,
  listRotationStandings,
  listUsers,
} from "@rolecall/core";
import { ListCredentialsInput, ListFindingsInput, ListRolesInput, ListUsersInput } from "@rolecall/domain";
import { BENCH_NOW } from "../emulated-account.ts";
import { awsAccountIdOf, idOf } from "./million-tenant.ts";

/** What somebody asks of a tenant: how the product answers, and the SQL of the same question with nothing around it. */
export type Question = { what: string; ask: (ctx: Ctx) => Promise<unknown>; bare: string };

const PAGE = 50;
const NOW = `'${BENCH_NOW.toISOString()}'::timestamptz`;
const OWN = "t.tenant_id = current_tenant()";

type Bare = { where?: string; order: string };
/** A page of rows that exist, in connected accounts. */
const page =
  (table: string, exists: string) =>
  ({ where = "TRUE", order }: Bare): string =>
    `SELECT t.*, a.name FROM ${table} t JOIN aws_account a ON a.tenant_id = t.tenant_id AND a.id = t.account_id
     WHERE ${OWN} AND ${exists} AND a.status <> 'disconnected' AND ${where} ORDER BY ${order}, t.id LIMIT ${PAGE + 1}`;
const one = (table: string, id: string): string => `SELECT * FROM ${table} t WHERE ${OWN} AND t.id = '${id}'`;

const part = (columns: readonly string[], text: string) =>
  `(${columns.map((column) => `t.${column} ILIKE '%${text}%'`).join(" OR ")})`;
const inAccount = `a.aws_account_id = '${awsAccountIdOf(3)}'`;

/** Of a list: what is asked, as an API client asks it, and its conditions and order in SQL. */
type Asked = [what: string, given: object, bare: Bare];
type ListOf = {
  name: string;
  ask: (ctx: Ctx, given: object) => Promise<unknown>;
  page: (bare: Bare) => string;
  asked: Asked[];
};

const LISTS: ListOf[] = [
  {
    name: "users",
    ask: (ctx, given) => listUsers(ctx, ListUsersInput.parse(given)),
    page: page("iam_user", "t.gone_at IS NULL"),
    asked: [
      ["by name", {}, { order: "t.user_name" }],
      ["the newest first", { sort: "-createdAt" }, { order: "t.created_at DESC" }],
      ["seen last", { sort: "-lastActivity" }, { order: "t.last_activity_at DESC NULLS LAST" }],
      ["by the age of keys", { sort: "-keyAge" }, { order: "t.oldest_active_key_at" }],
      ["with a kind of MFA that none has", { mfa: "fido" }, { where: "t.mfa = 'fido'", order: "t.user_name" }],
      [
        "without an active key, none",
        { hasActiveKey: "false" },
        { where: "t.active_access_keys = 0", order: "t.user_name" },
      ],
      [
        "with keys older than all",
        { minKeyAgeDays: 5_000 },
        { where: `t.oldest_active_key_at <= ${NOW} - interval '120000 hours'`, order: "t.user_name" },
      ],
      ["of one account", { awsAccountId: awsAccountIdOf(3) }, { where: inAccount, order: "t.user_name" }],
      [
        "search: a part that none has",
        { q: "nobody-is-called-so" },
        { where: part(["user_name"], "nobody-is-called-so"), order: "t.user_name" },
      ],
      ["search: a part of few names", { q: "abcde" }, { where: part(["user_name"], "abcde"), order: "t.user_name" }],
      [
        "search: a part of a tenth of all names",
        { q: "backup-" },
        { where: part(["user_name"], "backup-"), order: "t.user_name" },
      ],
    ],
  },
  {
    name: "credentials",
    ask: (ctx, given) => listCredentials(ctx, ListCredentialsInput.parse(given)),
    page: page("credential", "t.gone_at IS NULL"),
    asked: [
      ["the oldest first", {}, { order: "t.created_at" }],
      ["the youngest first", { sort: "age" }, { order: "t.created_at DESC NULLS LAST" }],
      ["used last", { sort: "-lastUsed" }, { order: "t.last_used_at DESC NULLS LAST" }],
      ["by user", { sort: "userName" }, { order: "t.user_name" }],
      [
        "of a kind that few are",
        { kind: "root_access_key" },
        { where: "t.kind = 'root_access_key'", order: "t.created_at" },
      ],
      [
        "of a kind that none is",
        { kind: "server_certificate" },
        { where: "t.kind = 'server_certificate'", order: "t.created_at" },
      ],
      ["expired ones, none", { status: "expired" }, { where: "t.status = 'expired'", order: "t.created_at" }],
      ["of an owner", { owner: "team-3" }, { where: "t.owner = 'team-3'", order: "t.created_at" }],
      ["of an owner that has none", { owner: "nobody" }, { where: "t.owner = 'nobody'", order: "t.created_at" }],
      ["of one account", { awsAccountId: awsAccountIdOf(3) }, { where: inAccount, order: "t.created_at" }],
      [
        "search: a part of a key id",
        { q: "1F9C0" },
        { where: part(["user_name", "access_key_id", "name"], "1F9C0"), order: "t.created_at" },
      ],
      [
        "search: a part that none has",
        { q: "nobody-is" },
        { where: part(["user_name", "access_key_id", "name"], "nobody-is"), order: "t.created_at" },
      ],
    ],
  },
  {
    name: "roles",
    ask: (ctx, given) => listRoles(ctx, ListRolesInput.parse(given)),
    page: page("iam_role", "t.gone_at IS NULL"),
    asked: [
      ["by name", {}, { order: "t.role_name" }],
      ["the newest first", { sort: "-createdAt" }, { order: "t.created_at DESC" }],
      ["used last", { sort: "-lastUsed" }, { order: "t.last_used_at DESC NULLS LAST" }],
      [
        "of a grade that none has",
        { grade: "critical" },
        { where: "t.trust_grade = 'critical'", order: "t.role_name" },
      ],
      ["of a grade that few have", { grade: "unknown" }, { where: "t.trust_grade = 'unknown'", order: "t.role_name" }],
      ["search: a part of few names", { q: "abcde" }, { where: part(["role_name"], "abcde"), order: "t.role_name" }],
    ],
  },
  {
    name: "findings",
    ask: (ctx, given) => listFindings(ctx, ListFindingsInput.parse(given)),
    page: page("finding", "t.is_open"),
    asked: [
      ["the gravest first", {}, { order: "t.triage_order" }],
      ["the newest first", { sort: "-openedAt" }, { order: "t.opened_at DESC" }],
      ["by resource", { sort: "resourceName" }, { order: "t.resource_name" }],
      [
        "of a severity that none has",
        { severity: "info" },
        { where: "coalesce(t.severity_override, t.severity) = 'info'", order: "t.triage_order" },
      ],
      [
        "of a severity that few have",
        { severity: "critical" },
        { where: "coalesce(t.severity_override, t.severity) = 'critical'", order: "t.triage_order" },
      ],
      [
        "of a check that few fail",
        { checkId: "two_key_deadlock" },
        { where: "t.check_id = 'two_key_deadlock'", order: "t.triage_order" },
      ],
      ["of groups, none", { subject: "group" }, { where: "t.subject = 'group'", order: "t.triage_order" }],
      ["of somebody who has few", { assignee: "Ada" }, { where: "t.assignee = 'Ada'", order: "t.triage_order" }],
      ["of an owner that has none", { owner: "nobody" }, { where: "t.owner = 'nobody'", order: "t.triage_order" }],
      [
        "search: a part of few names",
        { q: "abcde" },
        { where: part(["resource_name"], "abcde"), order: "t.triage_order" },
      ],
    ],
  },
];

const series = (table: string) => `SELECT * FROM ${table} t WHERE ${OWN} AND day > (${NOW})::date - 366 ORDER BY day`;
const OPEN = `SELECT check_id, coalesce(severity_override, severity), count(*) FROM finding t WHERE ${OWN} AND is_open GROUP BY 1, 2`;
const STANDINGS = `SELECT DISTINCT ON (account_id, owner) * FROM rotation_day t WHERE ${OWN} ORDER BY account_id, owner, day DESC`;
const ROTATIONS = `SELECT started_at::date, count(*) FROM key_rotation t WHERE ${OWN} AND started_at > ${NOW} - interval '366 days' GROUP BY 1`;
const day = { interval: "day" } as const;

const NUMBERS: Question[] = [
  { what: "findings: summary", ask: (ctx) => getFindingSummary(ctx, {}), bare: OPEN },
  { what: "checks", ask: (ctx) => listChecks(ctx, {}), bare: OPEN },
  { what: "metrics: overview", ask: (ctx) => getOverview(ctx, {}), bare: series("tenant_day") },
  { what: "metrics: ages of keys", ask: (ctx) => getKeyAgeSeries(ctx, day), bare: series("tenant_day") },
  { what: "metrics: rotation", ask: (ctx) => getRotationSeries(ctx, day), bare: ROTATIONS },
  {
    what: "metrics: rotation of an account",
    ask: (ctx) => getRotationSeries(ctx, { ...day, awsAccountId: awsAccountIdOf(3) }),
    bare: ROTATIONS,
  },
  {
    what: "metrics: standings of accounts",
    ask: (ctx) => listRotationStandings(ctx, { by: "account" }),
    bare: STANDINGS,
  },
  { what: "metrics: standings of units", ask: (ctx) => listRotationStandings(ctx, { by: "unit" }), bare: STANDINGS },
];

const DETAILS: Question[] = [
  {
    what: "a user",
    ask: (ctx) => getUser(ctx, { id: idOf("user", 4_711) }),
    bare: one("iam_user", idOf("user", 4_711)),
  },
  {
    what: "a credential",
    ask: (ctx) => getCredential(ctx, { id: idOf("credential", 4_711) }),
    bare: one("credential", idOf("credential", 4_711)),
  },
  {
    what: "a role",
    ask: (ctx) => getRole(ctx, { id: idOf("role", 4_711) }),
    bare: one("iam_role", idOf("role", 4_711)),
  },
  {
    what: "a finding",
    ask: (ctx) => getFinding(ctx, { id: idOf("finding", 4_711) }),
    bare: one("finding", idOf("finding", 4_711)),
  },
];

/** What is asked of a large tenant: pages of lists whatever the filter, details, searches, and every number. */
export const QUESTIONS: readonly Question[] = [
  ...LISTS.flatMap(({ name, ask, page: bareOf, asked }) =>
    asked.map(([what, given, bare]) => ({
      what: `${name}: ${what}`,
      ask: (ctx: Ctx) => ask(ctx, { limit: PAGE, ...given }),
      bare: bareOf(bare),
    })),
  ),
  ...DETAILS,
  ...NUMBERS,
];
