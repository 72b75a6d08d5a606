import { BENCH_NOW } from "../emulated-account.ts";

const NOW = `'${BENCH_NOW.toISOString()}'::timestamptz`;
const textArray = (values: readonly string[]) => `(ARRAY[${values.map((value) => `'${value}'`).join(", ")}])`;
/** Few have come far, as in the middle of a year's work; of the last stages there are the fewest. */
const STAGES = [
  ...Array.from({ length: 60 }, () => "identified"),
  ...Array.from({ length: 20 }, () => "planned"),
  ...["role_ready", "role_ready", "adopted", "adopted", "adopted", "quiet", "deactivated", "deleted", "removed"],
  ...["verified", "verified", "verified", "verified", "retired", "retired", "retired", "excepted", "blocked"],
];
const TARGETS = [
  "ask_owner",
  "remove",
  "identity_center",
  "github_actions_oidc",
  "ecs_task_role",
  "lambda_execution_role",
];
const COLUMNS = `tenant_id, user_id, valid_from, valid_to, account_id, user_name, stage, proved_stage, stage_since, target, proposed_target,
  confidence, owner, due_on, evidence`;

/** Each user's migration: where it stands, and where a half of them had stood before; with the days that follow from them. */
export const migrationsSql = (): string[] => [
  `INSERT INTO migration_period (${COLUMNS})
   SELECT tenant_id, id, since, NULL, account_id, user_name, stage, CASE WHEN stage IN ('retired', 'excepted', 'blocked') THEN 'planned' ELSE stage END,
     since, target, target, 'low', owner, CASE WHEN stage <> 'identified' THEN (${NOW})::date + n % 200 END, '[]'
   FROM (
     SELECT u.*, ${textArray(STAGES)}[1 + n % ${STAGES.length}] AS stage, ${textArray(TARGETS)}[1 + n % ${TARGETS.length}] AS target,
       ${NOW} - (n % 300) * interval '1 day' - n * interval '1 millisecond' AS since
     FROM (SELECT *, row_number() OVER (ORDER BY id)::int AS n FROM iam_user WHERE tenant_id = current_tenant()) u
   ) moving`,
  `INSERT INTO migration_period (${COLUMNS})
   SELECT tenant_id, user_id, valid_from - interval '100 days', valid_from, account_id, user_name, 'identified', 'identified',
     valid_from - interval '100 days', proposed_target, proposed_target, confidence, owner, NULL, '[]'
   FROM migration_period WHERE tenant_id = current_tenant() AND stage <> 'identified'`,
  `INSERT INTO migration_day (tenant_id, account_id, owner, campaign_id, stage, day, more)
   SELECT tenant_id, account_id, owner, '00000000-0000-0000-0000-000000000000', stage, day, sum(more) FROM (
     SELECT tenant_id, account_id, coalesce(owner, '') AS owner, stage, (valid_from AT TIME ZONE 'UTC')::date AS day, 1 AS more
     FROM migration_period WHERE tenant_id = current_tenant()
     UNION ALL SELECT tenant_id, account_id, coalesce(owner, ''), stage, (valid_to AT TIME ZONE 'UTC')::date, -1
     FROM migration_period WHERE tenant_id = current_tenant() AND valid_to IS NOT NULL
   ) steps GROUP BY 1, 2, 3, 5, 6`,
  `INSERT INTO tenant_migration_day (tenant_id, stage, target, day, more)
   SELECT tenant_id, stage, target, day, sum(more) FROM (
     SELECT tenant_id, stage, target, (valid_from AT TIME ZONE 'UTC')::date AS day, 1 AS more
     FROM migration_period WHERE tenant_id = current_tenant()
     UNION ALL SELECT tenant_id, stage, target, (valid_to AT TIME ZONE 'UTC')::date, -1
     FROM migration_period WHERE tenant_id = current_tenant() AND valid_to IS NOT NULL
   ) steps GROUP BY 1, 2, 3, 4`,
];

export const MIGRATION_TABLES = ["migration_period", "migration_day", "tenant_migration_day"];
