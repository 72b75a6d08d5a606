import { type Ctx, getMigrationProgress, getMigrationStanding, listMigrations } from "@rolecall/core";
import { ListMigrationsInput, MS_PER_DAY } from "@rolecall/domain";
import { BENCH_NOW } from "../emulated-account.ts";
import { awsAccountIdOf } from "./million-tenant.ts";
import type { Question } from "./questions.ts";

const PAGE = 50;
const list = (given: object) => (ctx: Ctx) => listMigrations(ctx, ListMigrationsInput.parse({ limit: PAGE, ...given }));
const NOW_ROWS = "t.valid_to IS NULL";
const EARLIER = new Date(BENCH_NOW.getTime() - 90 * MS_PER_DAY);
const THEN = `t.valid_from <= '${EARLIER.toISOString()}' AND (t.valid_to IS NULL OR t.valid_to > '${EARLIER.toISOString()}')`;

const page = (where: string, order = "t.user_name", of = NOW_ROWS): string =>
  `SELECT t.*, a.name FROM migration_period t JOIN aws_account a ON a.tenant_id = t.tenant_id AND a.id = t.account_id
   WHERE t.tenant_id = current_tenant() AND ${of} AND ${where} ORDER BY ${order}, t.user_id LIMIT ${PAGE + 1}`;
const counts = (where: string) =>
  `SELECT stage, target, count(*) FROM migration_period t WHERE t.tenant_id = current_tenant() AND ${NOW_ROWS} AND ${where} GROUP BY 1, 2`;
const ofAccount = `t.account_id = (SELECT id FROM aws_account WHERE aws_account_id = '${awsAccountIdOf(3)}' AND tenant_id = current_tenant())`;

/** What is asked of migrations: the queue with its filters, the board, and the progress. */
export const MIGRATION_QUESTIONS: readonly Question[] = [
  { what: "migrations: by name", ask: list({}), bare: page("TRUE") },
  { what: "migrations: of a stage", ask: list({ stage: "quiet" }), bare: page("t.stage = 'quiet'") },
  {
    what: "migrations: of a target that none has",
    ask: list({ target: "keyspaces" }),
    bare: page("t.target = 'keyspaces'"),
  },
  { what: "migrations: of an owner that none has", ask: list({ owner: "nobody" }), bare: page("t.owner = 'nobody'") },
  {
    what: "migrations: of a confidence that none has",
    ask: list({ confidence: "high" }),
    bare: page("t.confidence = 'high'"),
  },
  {
    what: "migrations: what is to be done next",
    ask: list({ sort: "next" }),
    bare: page("TRUE", "migration_turn(t.stage, t.target, t.confidence, t.due_on)"),
  },
  { what: "migrations: those that are due first", ask: list({ sort: "dueOn" }), bare: page("TRUE", "t.due_on") },
  {
    what: "migrations: those that stand the longest",
    ask: list({ sort: "stageSince" }),
    bare: page("TRUE", "t.stage_since"),
  },
  { what: "migrations: of one account", ask: list({ awsAccountId: awsAccountIdOf(3) }), bare: page(ofAccount) },
  {
    what: "migrations: search, a part of few names",
    ask: list({ q: "abcde" }),
    bare: page("t.user_name ILIKE '%abcde%'"),
  },
  { what: "migrations: as of three months ago", ask: list({ asOf: EARLIER }), bare: page("TRUE", "t.user_name", THEN) },
  { what: "migrations: the board", ask: (ctx) => getMigrationStanding(ctx, {}), bare: counts("TRUE") },
  {
    what: "migrations: the board of an account",
    ask: (ctx) => getMigrationStanding(ctx, { awsAccountId: awsAccountIdOf(3) }),
    bare: counts(ofAccount),
  },
  {
    what: "metrics: migration",
    ask: (ctx) => getMigrationProgress(ctx, { interval: "day" }),
    bare: "SELECT day, stage, sum(more) FROM tenant_migration_day WHERE tenant_id = current_tenant() GROUP BY 1, 2 ORDER BY 1, 2",
  },
  {
    what: "metrics: migration of an owner",
    ask: (ctx) => getMigrationProgress(ctx, { interval: "day", owner: "team-7" }),
    bare: "SELECT day, stage, sum(more) FROM migration_day WHERE tenant_id = current_tenant() AND owner = 'team-7' GROUP BY 1, 2 ORDER BY 1",
  },
];
