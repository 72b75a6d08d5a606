import type pg from "pg";
import { BENCH_NOW } from "../emulated-account.ts";
import { MIGRATION_TABLES, migrationsSql } from "./fill-migrations.ts";

/** How large a tenant is made: its accounts, and what they have in all. */
export type TenantSize = {
  accounts: number;
  users: number;
  credentials: number;
  roles: number;
  findings: number;
  days: number;
};

/** A million identities in one tenant. */
export const MILLION: TenantSize = {
  accounts: 1_001,
  users: 500_500,
  credentials: 700_700,
  roles: 200_200,
  findings: 693_000,
  days: 1_096,
};

/** The id of a record by its kind and number, so that rows find each other without being looked up. */
const KINDS = { account: 1, user: 2, credential: 3, role: 4, finding: 5, group: 6, policy: 7, scan: 8, exception: 9 };
export const idOf = (kind: keyof typeof KINDS, index: number): string =>
  `${KINDS[kind].toString(16).padStart(8, "0")}-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;
const id = (kind: keyof typeof KINDS, index: string): string =>
  `('${KINDS[kind].toString(16).padStart(8, "0")}-0000-7000-8000-' || lpad(to_hex(${index}), 12, '0'))::uuid`;

/** The number of an AWS account, by its place. */
export const awsAccountIdOf = (index: number): string => String(500_000_000_000 + index);

const NOW = `'${BENCH_NOW.toISOString()}'::timestamptz`;
const zeros = (columns: readonly string[]) => columns.map(() => "0").join(", ");

/** Users of which a third has a console password and a few have none of the common kinds of MFA; names are of ten kinds. */
const users = ({ accounts, users: count }: TenantSize) => `
  INSERT INTO iam_user (tenant_id, id, account_id, user_id, user_name, arn, path, created_at, tags, group_names, attached_policy_arns,
    inline_policies, owner, has_console_password, has_mfa, mfa, active_access_keys, oldest_active_key_at, last_activity, last_activity_at,
    power, content_hash, first_seen_at)
  SELECT current_tenant(), ${id("user", "n")}, ${id("account", `n % ${accounts}`)}, 'AIDA' || n, name, 'arn:aws:iam::500000000000:user/' || name, '/',
    ${NOW} - (n % 100003 * 7919 % 1500) * interval '1 day' - n * interval '1 second', jsonb_build_array(jsonb_build_object('key', 'team', 'value', 'team-' || n % 40)),
    ARRAY['group-' || n % 5], '{}', '[]', 'team-' || n % 40, n % 3 = 0, n % 6 = 0, CASE WHEN n % 6 = 0 THEN 'virtual' ELSE 'none' END, 1,
    ${NOW} - (n % 100003 * 7919 % 900) * interval '1 day' - n * interval '1 second',
    CASE WHEN n % 10 = 0 THEN 'never' ELSE 'at' END, CASE WHEN n % 10 > 0 THEN ${NOW} - (n * 31 % 400) * interval '1 day' - n * interval '1 second' END,
    (ARRAY['read', 'write', 'admin'])[1 + n % 3], 'hash', ${NOW} - interval '900 days'
  FROM (
    SELECT n, (ARRAY['deploy', 'service', 'machine', 'backup', 'ada', 'grace', 'etl', 'robot', 'vendor', 'user'])[1 + n % 10] || '-' || left(md5(n::text), 6) || '-' || n AS name
    FROM generate_series(0, ${count - 1}) n
  ) named`;

/** Of each user one credential and of some a second one; most are access keys, of all ages. Seven root users have a key. */
const credentials = ({ accounts, users: people, credentials: count }: TenantSize) => `
  INSERT INTO credential (tenant_id, id, account_id, user_record_id, kind, identity, access_key_id, user_name, user_id, owner, status, created_at,
    last_use, last_used_at, last_used_service, last_used_region, deadline_at, due_soon_at, unused_at, content_hash, first_seen_at)
  SELECT current_tenant(), ${id("credential", "n")}, u.account_id, CASE WHEN kind <> 'root_access_key' THEN u.id END, kind, 'identity-' || n,
    CASE WHEN kind LIKE '%access_key' THEN 'AKIA' || upper(left(md5(n::text), 16)) END, u.user_name, u.user_id, u.owner,
    CASE WHEN n % 50 = 49 THEN 'inactive' ELSE 'active' END, made_at, CASE WHEN n % 10 = 9 THEN 'never' ELSE 'at' END,
    CASE WHEN n % 10 < 9 THEN ${NOW} - (n * 31 % 400) * interval '1 day' - n * interval '1 second' END, 's3', 'eu-central-1',
    CASE WHEN kind LIKE '%access_key' THEN made_at + interval '90 days' END, CASE WHEN kind LIKE '%access_key' THEN made_at + interval '76 days' END,
    ${NOW} - (n * 31 % 400) * interval '1 day' - n * interval '1 second' + interval '90 days', 'hash', ${NOW} - interval '900 days'
  FROM (
    SELECT n, n % ${people} AS user_index, ${NOW} - (n % 100003 * 7919 % 900) * interval '1 day' - n * interval '1 second' AS made_at,
      CASE WHEN n < 7 THEN 'root_access_key' WHEN n % 10 = 7 THEN 'console_password' WHEN n % 1000 = 8 THEN 'ssh_public_key' ELSE 'access_key' END AS kind
    FROM generate_series(0, ${count - 1}) n
  ) made JOIN iam_user u ON u.tenant_id = current_tenant() AND u.id = ${id("user", "user_index")}
  WHERE ${accounts} > 0`;

const limits = () => `
  INSERT INTO credential_limit (tenant_id, credential_id, valid_from, account_id, rotation_days, unused_days, grace_days, warn_days_before, holder, reason)
  SELECT tenant_id, id, first_seen_at, account_id, CASE WHEN kind LIKE '%access_key' THEN 90 END, 90, 7, '{14}', 'machine', 'default' FROM credential
  WHERE tenant_id = current_tenant()`;

/** Roles of which a tenth is graded weak, 20 are not graded, and none is critical. */
const roles = ({ accounts, roles: count }: TenantSize) => `
  INSERT INTO iam_role (tenant_id, id, account_id, role_id, role_name, arn, path, created_at, kind, trust, tags, attached_policy_arns, inline_policies,
    instance_profile_names, last_use, last_used_at, trust_grade, power, content_hash, first_seen_at)
  SELECT current_tenant(), ${id("role", "n")}, ${id("account", `n % ${accounts}`)}, 'AROA' || n, name, 'arn:aws:iam::500000000000:role/' || name, '/',
    ${NOW} - (n % 100003 * 7919 % 1500) * interval '1 day' - n * interval '1 second',
    (ARRAY['service', 'service', 'service_linked', 'cross_account', 'federated', 'identity_center', 'other'])[1 + n % 7],
    '{"principals": [{"type": "Service", "value": "lambda.amazonaws.com"}], "requiresExternalId": false, "document": {"Version": "2012-10-17", "Statement": []}}',
    '[]', '{}', '[]', '{}', CASE WHEN n % 10 = 0 THEN 'never' ELSE 'at' END,
    CASE WHEN n % 10 > 0 THEN ${NOW} - (n * 31 % 400) * interval '1 day' - n * interval '1 second' END,
    CASE WHEN n < 20 THEN 'unknown' WHEN n % 10 = 3 THEN 'weak' ELSE 'ok' END, (ARRAY['read', 'write', 'admin'])[1 + n % 3], 'hash', ${NOW} - interval '900 days'
  FROM (
    SELECT n, (ARRAY['lambda', 'ecs', 'reader', 'deployer', 'AWSServiceRoleFor'])[1 + n % 5] || '-' || left(md5(n::text), 6) || '-' || n AS name
    FROM generate_series(0, ${count - 1}) n
  ) named`;

const groupsAndPolicies = ({ accounts }: TenantSize) => [
  `INSERT INTO iam_group (tenant_id, id, account_id, group_id, group_name, arn, path, created_at, attached_policy_arns, inline_policies, content_hash, first_seen_at)
   SELECT current_tenant(), ${id("group", "n")}, ${id("account", `n % ${accounts}`)}, 'AGPA' || n, 'group-' || n / ${accounts}, 'arn:aws:iam::500000000000:group/group-' || n, '/',
     ${NOW} - interval '900 days', '{}', '[]', 'hash', ${NOW} - interval '900 days' FROM generate_series(0, ${5 * accounts - 1}) n`,
  `INSERT INTO iam_policy (tenant_id, id, account_id, policy_id, policy_name, arn, path, is_aws_managed, created_at, default_version_id, policy, attachment_count,
     content_hash, first_seen_at)
   SELECT current_tenant(), ${id("policy", "n")}, ${id("account", `n % ${accounts}`)}, 'ANPA' || n, 'policy-' || n / ${accounts}, 'arn:aws:iam::500000000000:policy/policy-' || n, '/',
     n % 2 = 0, ${NOW} - interval '900 days', 'v1', '{"document": {"Version": "2012-10-17", "Statement": []}, "problem": null}', 1, 'hash', ${NOW} - interval '900 days'
   FROM generate_series(0, ${20 * accounts - 1}) n`,
];

/** Checks with their subjects and severities; one of 20,000 findings is critical, none is only for information. */
const CHECKS = `ARRAY['credential_overdue', 'credential_unused', 'one_active_key', 'console_user_mfa', 'user_direct_policies', 'trust_service_without_source',
  'trust_external_without_id', 'key_made_with_user', 'two_key_deadlock', 'rotated_in_name_only']`;

const findings = ({ users: people, credentials: keys, roles: graded, findings: count }: TenantSize) => `
  INSERT INTO finding (tenant_id, id, account_id, check_id, subject, subject_id, resource_name, user_record_id, owner, is_open, is_provisional, severity, grade,
    sentence, facts, first_opened_at, opened_at, times_opened, resolved_at, resolution, assignee)
  SELECT current_tenant(), ${id("finding", "n")}, coalesce(c.account_id, u.account_id, r.account_id), check_id, subject, coalesce(c.id, u.id, r.id),
    coalesce(c.access_key_id, c.user_name, u.user_name, r.role_name), coalesce(c.user_record_id, u.id), coalesce(c.owned_by, u.owner), n % 10 > 0, n % 50 = 1,
    CASE WHEN n % 20000 = 1 THEN 'critical' WHEN check_id = 'credential_overdue' THEN 'high' WHEN n % 5 = 2 THEN 'low' ELSE 'medium' END,
    CASE WHEN subject = 'role' THEN 'weak' END, 'It had to be rotated.', '[{"field": "status", "value": "active"}]', opened_at, opened_at, 1,
    CASE WHEN n % 10 = 0 THEN ${NOW} - interval '1 day' END, CASE WHEN n % 10 = 0 THEN '{"kind": "corrected", "sentence": "Done.", "scanId": null}'::jsonb END,
    CASE WHEN n % 10000 = 3 THEN 'Ada' END
  FROM (
    SELECT n, check_id, opened_at, CASE WHEN check_id LIKE 'trust%' THEN 'role' WHEN check_id ~ '^(console|user)' THEN 'user' ELSE 'credential' END AS subject
    FROM (
      SELECT n, (${CHECKS})[CASE WHEN n % 1000 = 8 THEN 9 WHEN n % 1000 = 9 THEN 10 ELSE 1 + n * 7 / 10 % 8 END] AS check_id,
        ${NOW} - (n % 100003 * 7919 % 700) * interval '1 day' - n * interval '1 second' AS opened_at FROM generate_series(0, ${count - 1}) n
    ) numbered
  ) f
  LEFT JOIN credential c ON f.subject = 'credential' AND c.tenant_id = current_tenant() AND c.id = ${id("credential", `n % ${keys}`)}
  LEFT JOIN iam_user u ON f.subject = 'user' AND u.tenant_id = current_tenant() AND u.id = ${id("user", `n % ${people}`)}
  LEFT JOIN iam_role r ON f.subject = 'role' AND r.tenant_id = current_tenant() AND r.id = ${id("role", `n % ${graded}`)}
  ON CONFLICT DO NOTHING`;

const courseOfFindings = [
  `INSERT INTO finding_period (tenant_id, finding_id, opened_at, account_id, severity, grade, sentence, facts, resolved_at, resolution)
   SELECT tenant_id, id, opened_at, account_id, severity, grade, sentence, facts, resolved_at, resolution FROM finding WHERE tenant_id = current_tenant()`,
  // One of 500 is answered for.
  `INSERT INTO finding_exception (tenant_id, id, account_id, check_id, subject, subject_id, owner, reason, approver, created_at, created_by, expires_at)
   SELECT tenant_id, gen_random_uuid(), account_id, check_id, subject, subject_id, 'Ada', 'The vendor changes it in spring.', 'Grace', ${NOW} - interval '30 days',
     'ada@rolecall.test', ${NOW} + interval '60 days' FROM finding WHERE tenant_id = current_tenant() AND is_open AND ('x' || right(id::text, 2))::bit(8)::int = 7`,
  "INSERT INTO judgement_context (tenant_id, hash, content) VALUES (current_tenant(), 'hash', '{}') ON CONFLICT DO NOTHING",
  `INSERT INTO judgement (tenant_id, account_id, judged_at, context_hash, checks)
   SELECT a.tenant_id, a.id, ${NOW} - month * interval '30 days', 'hash', checks.counts
   FROM aws_account a CROSS JOIN generate_series(0, 36) month CROSS JOIN (
     SELECT jsonb_object_agg(check_id, '{"failed": 60, "passed": 400, "unknown": 3}'::jsonb) AS counts FROM unnest(${CHECKS}) check_id
   ) checks WHERE a.tenant_id = current_tenant()`,
];

const DAY_COUNTS = ["users_keys_unknown", "console_users_without_mfa", "identity_center_roles", "active_keys_excepted"];
const STATES = ["ok", "due_soon", "overdue", "unused", "excepted", "unknown"];
const BANDS = ["d0_30", "d31_60", "d61_90", "d91_180", "d181_365", "d366"];

/** Three years of days: each account is scanned on each of them, and its owners' numbers change about once a month. */
const rollUps = ({ accounts, days }: TenantSize) => {
  const dates = `generate_series((${NOW})::date - ${days - 1}, (${NOW})::date, interval '1 day') day`;
  const counts = `500, 166, 450, 200, 30, 120, 700, ${BANDS.map(() => "100").join(", ")}, 400, 50, 60, 150000, ${zeros(DAY_COUNTS)}`;
  const columns = `users, users_with_console_password, users_with_active_key, roles, roles_service_linked, roles_used_90_days, active_keys, ${BANDS.join(", ")},
    active_keys_overdue, active_keys_due_soon, active_keys_unused, active_keys_age_days_sum, ${DAY_COUNTS.join(", ")}`;
  const kinds = `700, ${BANDS.map(() => "100").join(", ")}, 0, 400, 50, 60, 7`;
  const kindColumns = `active, ${BANDS.join(", ")}, age_unknown, overdue, due_soon, unused, excepted`;
  return [
    `INSERT INTO account_day (tenant_id, account_id, day, scan_id, partial, ${columns})
     SELECT tenant_id, id, day, id, FALSE, ${counts} FROM aws_account CROSS JOIN ${dates} WHERE tenant_id = current_tenant()`,
    `INSERT INTO tenant_day (tenant_id, day, accounts, accounts_carried, accounts_partial, ${columns})
     SELECT current_tenant(), day, ${accounts}, 0, 0, ${counts} FROM ${dates}`,
    `INSERT INTO account_credential_day (tenant_id, account_id, day, kind, ${kindColumns})
     SELECT tenant_id, id, day, kind, ${kinds} FROM aws_account CROSS JOIN ${dates} CROSS JOIN unnest(ARRAY['access_key', 'console_password']) kind
     WHERE tenant_id = current_tenant()`,
    `INSERT INTO tenant_credential_day (tenant_id, day, kind, ${kindColumns})
     SELECT current_tenant(), day, kind, ${kinds} FROM ${dates} CROSS JOIN unnest(ARRAY['access_key', 'console_password']) kind`,
    `INSERT INTO rotation_day (tenant_id, account_id, owner, day, ok, due_soon, overdue, unused, excepted, unknown)
     SELECT tenant_id, id, owner, day, 100 + extract(day FROM day)::int, 10, 80, 20, 3, 0 FROM aws_account
     CROSS JOIN ${dates} CROSS JOIN unnest(ARRAY['', 'team-1', 'team-2']) WITH ORDINALITY owners (owner, place)
     WHERE tenant_id = current_tenant() AND ((hashtext(id::text) & 1023) + place + (day::date - '2020-01-01'::date)) % 30 = 0`,
    `INSERT INTO tenant_rotation_day (tenant_id, day, ${STATES.join(", ")}, accounts_scanned)
     SELECT current_tenant(), day::date, ${STATES.map((state) => `coalesce(sum(${state}), 0)`).join(", ")}, ${accounts} FROM ${dates} LEFT JOIN (
       SELECT day AS on_day, ${STATES.map((state) => `${state} - lag(${state}, 1, 0) OVER held AS ${state}`).join(", ")} FROM rotation_day
       WHERE tenant_id = current_tenant() WINDOW held AS (PARTITION BY account_id, owner ORDER BY day)
     ) steps ON on_day = day::date GROUP BY day`,
    `INSERT INTO key_rotation (tenant_id, made_id, account_id, started_at, ended_at)
     SELECT DISTINCT ON (made.id) made.tenant_id, made.id, made.account_id, made.created_at,
       CASE WHEN made.status = 'active' THEN made.created_at + extract(day FROM made.created_at) * interval '1 day' END
     FROM credential made JOIN credential old ON old.tenant_id = made.tenant_id AND old.user_record_id = made.user_record_id AND old.created_at < made.created_at
     WHERE made.tenant_id = current_tenant() AND made.kind = 'access_key' AND old.kind = 'access_key'`,
    `INSERT INTO finding_count (tenant_id, account_id, check_id, severity, open, provisional)
     SELECT tenant_id, account_id, check_id, severity, count(*), count(*) FILTER (WHERE is_provisional) FROM finding
     WHERE tenant_id = current_tenant() AND is_open GROUP BY 1, 2, 3, 4`,
  ];
};

const accountsSql = ({ accounts }: TenantSize) => [
  `INSERT INTO aws_account (tenant_id, id, connection_id, aws_account_id, partition, name, status, created_at, last_scan_at, users, roles, credentials, freshness)
   SELECT tenant_id, ${id("account", "n")}, id, (500000000000 + n)::text, 'aws', 'Account ' || n, 'ok', ${NOW} - interval '1100 days', ${NOW}, 500, 200, 700,
     jsonb_build_object('users', jsonb_build_object('source', 'live_api', 'observedAt', to_char(${NOW}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
   FROM connection CROSS JOIN generate_series(0, ${accounts - 1}) n WHERE tenant_id = current_tenant()`,
  `INSERT INTO scan (tenant_id, id, account_id, status, trigger, requested_at, started_at, finished_at, attempt, api_calls, coverage, problems)
   SELECT a.tenant_id, gen_random_uuid(), a.id, 'complete', 'scheduled', at, at, at, 1, '{"total": 3, "throttled": 0, "byAction": {}}',
     '[{"resource": "users", "state": "read", "observedAt": null, "reason": null, "action": null}]', '[]'
   FROM aws_account a CROSS JOIN generate_series(${NOW} - interval '20 days', ${NOW}, interval '6 hours') at WHERE a.tenant_id = current_tenant()`,
  `INSERT INTO organization (tenant_id, connection_id, units, chosen_unit_ids, chosen_account_ids, left_out_account_ids)
   SELECT tenant_id, id, (SELECT jsonb_agg(jsonb_build_object('unitId', 'ou-' || n, 'parentId', 'r-root', 'name', 'Unit ' || n)) FROM generate_series(0, 19) n), '{}', '{}', '{}'
   FROM connection WHERE tenant_id = current_tenant()`,
  `INSERT INTO organization_account (tenant_id, connection_id, aws_account_id, name, state, unit_ids, first_seen_at, is_chosen, status, checks)
   SELECT a.tenant_id, a.connection_id, a.aws_account_id, a.name, 'ACTIVE', ARRAY['r-root', 'ou-' || a.aws_account_id::bigint % 20], ${NOW}, TRUE, 'active', '[]'
   FROM aws_account a WHERE a.tenant_id = current_tenant()`,
];

const OWN = "- '{tenant_id,id,account_id,content_hash,first_seen_at,gone_at}'::text[]";
const versions = (table: string, subject: string) => `
  INSERT INTO entity_version (tenant_id, subject, subject_id, valid_from, account_id, scan_id, change, content_hash, content)
  SELECT tenant_id, '${subject}', id, first_seen_at, account_id, account_id, 'created', content_hash, to_jsonb(t) ${OWN} FROM ${table} t
  WHERE tenant_id = current_tenant()`;

const FILLED = [
  ...[
    "iam_user",
    "credential",
    "iam_role",
    "iam_group",
    "iam_policy",
    "credential_limit",
    "finding",
    "finding_period",
    "finding_exception",
    "judgement",
  ],
  ...[
    "account_day",
    "tenant_day",
    "account_credential_day",
    "tenant_credential_day",
    "rotation_day",
    "entity_version",
    "scan",
    "aws_account",
  ],
  ...["organization", "organization_account", "tenant_rotation_day", "key_rotation", "finding_count"],
  ...MIGRATION_TABLES,
];

/** Tables of which indexes are dropped while they are filled: they are made faster than they grow. */
const INDEXED = [
  "iam_user",
  "credential",
  "iam_role",
  "finding",
  "finding_period",
  "entity_version",
  "rotation_day",
  "credential_limit",
  "migration_period",
];

/**
 * Fills a tenant that has a connection: inventory with its first versions, findings, judgements and roll-ups, by SQL alone.
 *
 * @param owner a connection of the tables' owner
 */
export async function fillTenant(owner: pg.Client, tenantId: string, size: TenantSize): Promise<void> {
  await owner.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);
  // Nothing refers to rows that are not there, and each check of that would take longer than the row.
  await owner.query(
    "SET session_replication_role = replica; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'",
  );
  const { rows: indexes } = await owner.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = ANY($1) AND indexname NOT LIKE '%_pkey' AND indexdef NOT LIKE '%UNIQUE%'`,
    [INDEXED],
  );
  for (const { name } of indexes) await owner.query(`DROP INDEX "${name}"`);
  const statements = [
    ...accountsSql(size),
    users(size),
    credentials(size),
    "ANALYZE iam_user, credential",
    limits(),
    roles(size),
    ...groupsAndPolicies(size),
    "ANALYZE iam_role",
    findings(size),
    "ANALYZE finding",
    ...courseOfFindings,
    ...rollUps(size),
    ...migrationsSql(),
    ...[versions("iam_user", "user"), versions("credential", "credential"), versions("iam_role", "role")],
  ];
  for (const statement of statements) await owner.query(statement);
  for (const { definition } of indexes) await owner.query(definition);
  await owner.query(`VACUUM ANALYZE ${FILLED.join(", ")}`);
}
