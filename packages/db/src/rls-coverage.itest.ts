import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { DATABASE_ROLES } from "./migrate.ts";

/** Tables with personal or tenant data and no column `tenant_id`. */
const OTHER_GUARDED_TABLES = ["tenant", "person", "web_session"];
const INVENTORY = [
  "iam_user",
  "credential",
  "iam_role",
  "iam_policy",
  "iam_group",
  "instance_profile",
  "identity_provider",
  "permission_set",
  "roles_anywhere_resource",
  "account_settings",
  "activity_day",
  "event",
  "entity_version",
  "account_day",
  "tenant_day",
  "account_credential_day",
  "tenant_credential_day",
  "organization_account",
  "trail_event",
  "upload_part",
];
/** Nobody signs in as it: functions run as it. */
const SEARCH_ROLE = "rolecall_search";
const ROLES = Object.values(DATABASE_ROLES);

const owner = new pg.Client({ connectionString: inject("ownerUrl") });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

/** Names of the tables that hold tenants' data and lack row-level security, FORCE, or a policy. */
async function unguardedTables(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND (c.relname = ANY($1) OR EXISTS (
         SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity
         AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))`,
    [OTHER_GUARDED_TABLES],
  );
  return rows.map(({ name }) => name);
}

/** Public tables of which this role may read at least one column. */
async function readableTables(role: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND has_any_column_privilege($1, c.oid, 'SELECT')
     ORDER BY 1`,
    [role],
  );
  return rows.map(({ name }) => name);
}

async function readableColumns(role: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT c.relname || '.' || a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped AND has_column_privilege($1, c.oid, a.attnum, 'SELECT')`,
    [role],
  );
  return rows.map(({ name }) => name);
}

test("every table with tenants' data has forced row-level security and a policy", async () => {
  expect(await unguardedTables()).toEqual([]);
});

test.each([
  ["has none", ""],
  ["has it without FORCE", "ALTER TABLE scratch ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON scratch USING (true);"],
  ["has no policy", "ALTER TABLE scratch ENABLE ROW LEVEL SECURITY; ALTER TABLE scratch FORCE ROW LEVEL SECURITY;"],
])("a new tenant table that %s is found", async (_, statements) => {
  await owner.query("BEGIN");
  try {
    await owner.query(`CREATE TABLE scratch (tenant_id uuid NOT NULL); ${statements}`);
    expect(await unguardedTables()).toEqual(["scratch"]);
  } finally {
    await owner.query("ROLLBACK");
  }
});

test("no policy lets a role of the product see another tenant but those that find out who asks and what is due", async () => {
  const { rows } = await owner.query<{ table: string; role: string; using: string; check: string | null }>(
    `SELECT tablename AS table, unnest(roles)::text AS role, qual AS using, with_check AS check FROM pg_policies WHERE schemaname = 'public'`,
  );
  const others: string[] = [DATABASE_ROLES.system, DATABASE_ROLES.auth, SEARCH_ROLE];
  const ofApp = rows.filter(({ role }) => !others.includes(role));
  expect(ofApp.filter(({ role }) => role !== DATABASE_ROLES.app)).toEqual([]);
  expect(ofApp.filter(({ using }) => !using?.includes("current_tenant()"))).toEqual([]);
  expect(ofApp.filter(({ check }) => check !== null && !check.includes("current_tenant()"))).toEqual([]);
});

test.each(ROLES)("%s is no superuser, bypasses nothing, is in no other role and owns nothing of ours", async (role) => {
  const { rows } = await owner.query(
    `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
       (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
       (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS relations,
       (SELECT count(*)::int FROM pg_proc p WHERE p.proowner = r.oid) AS functions,
       has_schema_privilege(r.oid, 'public', 'CREATE') AS creates
     FROM pg_roles r WHERE rolname = $1`,
    [role],
  );
  expect(rows).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      memberships: 0,
      relations: 0,
      functions: 0,
      creates: false,
    },
  ]);
});

test("nobody can be the role that searches, and it reads names and ids alone", async () => {
  const { rows } = await owner.query(
    `SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, has_schema_privilege(oid, 'public', 'CREATE') AS creates,
       (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid OR m.roleid = r.oid AND m.inherit_option) AS memberships
     FROM pg_roles r WHERE rolname = $1`,
    [SEARCH_ROLE],
  );
  const none = { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, creates: false };
  expect(rows).toEqual([{ rolcanlogin: false, ...none, memberships: 0 }]);
  expect((await readableColumns(SEARCH_ROLE)).toSorted()).toEqual([
    "credential.access_key_id",
    "credential.id",
    "credential.name",
    "credential.tenant_id",
    "credential.user_name",
    "credential.user_record_id",
    "iam_role.id",
    "iam_role.role_name",
    "iam_role.tenant_id",
    "iam_user.id",
    "iam_user.tenant_id",
    "iam_user.user_name",
  ]);
  const { rows: writable } = await owner.query(
    "SELECT 1 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND has_table_privilege($1, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')",
    [SEARCH_ROLE],
  );
  expect(writable).toEqual([]);
});

test("each function that runs as another role names the tenant, fixes where it looks names up, and answers the app alone", async () => {
  const { rows } = await owner.query<{
    name: string;
    owner: string;
    body: string;
    config: string[];
    callers: string[];
  }>(
    `SELECT p.proname AS name, p.proowner::regrole::text AS owner, p.prosrc AS body, p.proconfig AS config,
       (SELECT array_agg(r.rolname::text) FROM pg_roles r WHERE r.rolname = ANY($1) AND has_function_privilege(r.oid, p.oid, 'EXECUTE')) AS callers
     FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef ORDER BY 1`,
    [ROLES],
  );
  expect(rows.map(({ name }) => name)).toEqual(["search_credentials", "search_roles", "search_users"]);
  for (const { owner: runsAs, body, config, callers } of rows) {
    expect(runsAs).toBe(SEARCH_ROLE);
    const reads = body.match(/FROM public\.\w+/g)?.length;
    expect(body.match(/tenant_id = public\.current_tenant\(\)/g)).toHaveLength(reads!);
    expect(config).toContain("search_path=pg_catalog, public, pg_temp");
    expect(callers).toEqual([DATABASE_ROLES.app]);
  }
});

test("system reads what is due: no inventory, no name, no address, no secret", async () => {
  const tables = await readableTables(DATABASE_ROLES.system);
  expect(tables).toEqual([
    "address_proof",
    "aws_account",
    "connection",
    "last_accessed_lookup",
    "mail",
    "organization",
    "people_grouping",
    "report",
    "report_schedule",
    "scan",
    "trail_lookup",
    "upload",
    "work_lease",
    "worker_presence",
  ]);
  expect(tables.filter((table) => INVENTORY.includes(table))).toEqual([]);
  const telling = /name|alias|email|recipient|external_id|role_arn|aws_account_id|subject|html|text$|error|hash/;
  expect(
    (await readableColumns(DATABASE_ROLES.system)).filter((column) => telling.test(column.split(".")[1]!)),
  ).toEqual([]);
});

test("auth reads who may sign in and nothing that was read from AWS", async () => {
  expect(await readableTables(DATABASE_ROLES.auth)).toEqual([
    "address_proof",
    "attempt_count",
    "mail_refusal",
    "membership",
    "person",
    "tenant",
    "web_session",
  ]);
});

test("queue reads no table of the product", async () => {
  expect(await readableTables(DATABASE_ROLES.queue)).toEqual([]);
});

test("app reads no password and no session", async () => {
  const columns = await readableColumns(DATABASE_ROLES.app);
  expect(columns).toContain("person.email");
  expect(columns).not.toContain("person.password_hash");
  expect(columns.filter((column) => column.startsWith("web_session."))).toEqual([]);
});

test("no role may read the migrations' table", async () => {
  const { rows } = await owner.query<{ role: string; migrations: boolean }>(
    `SELECT rolname AS role, has_table_privilege(oid, 'public._prisma_migrations', 'SELECT') AS migrations
     FROM pg_roles WHERE rolname = ANY($1)`,
    [ROLES],
  );
  expect(rows.length).toBe(ROLES.length);
  expect(rows.filter(({ migrations }) => migrations)).toEqual([]);
});

test.each([
  ["appUrl", "SELECT password_hash FROM person"],
  ["appUrl", "SELECT 1 FROM web_session"],
  ["appUrl", "UPDATE audit_event SET actor = 'nobody'"],
  ["appUrl", "DELETE FROM audit_event"],
  ["appUrl", "UPDATE entity_version SET content = '{}'"],
  ["appUrl", "DELETE FROM entity_version"],
  ["appUrl", "UPDATE event SET facts = '{}'"],
  ["appUrl", "DELETE FROM event"],
  ["appUrl", "DELETE FROM iam_policy"],
  ["appUrl", "DELETE FROM activity_day"],
  ["appUrl", "UPDATE trail_event SET actor_arn = 'nobody'"],
  ["appUrl", "SET ROLE rolecall_auth"],
  ["appUrl", "SELECT 1 FROM attempt_count"],
  ["appUrl", "INSERT INTO worker_presence VALUES (gen_random_uuid(), now(), now(), 'arn:aws:iam::666666666666:root')"],
  ["appUrl", "UPDATE worker_presence SET principal_arn = 'arn:aws:iam::666666666666:root'"],
  ["appUrl", "DELETE FROM worker_presence"],
  ["authUrl", "UPDATE worker_presence SET principal_arn = 'arn:aws:iam::666666666666:root'"],
  ["queueUrl", "UPDATE worker_presence SET principal_arn = 'arn:aws:iam::666666666666:root'"],
  ["systemUrl", "SELECT user_name FROM iam_user"],
  ["systemUrl", "SELECT policy FROM iam_policy"],
  ["systemUrl", "SELECT facts FROM upload_part"],
  ["systemUrl", "SELECT units FROM organization"],
  ["systemUrl", "SELECT name FROM aws_account"],
  ["systemUrl", "UPDATE scan SET status = 'failed'"],
  ["appUrl", "INSERT INTO mail_refusal VALUES ('hash', now())"],
  ["authUrl", "SELECT 1 FROM audit_event"],
  ["authUrl", "UPDATE person SET email = 'mine@rolecall.test'"],
  ["authUrl", "UPDATE address_proof SET email = 'mine@rolecall.test'"],
  ["systemUrl", "SELECT email FROM address_proof"],
  ["authUrl", "SELECT 1 FROM credential"],
  ["authUrl", "SELECT token_hash FROM api_token"],
  ["queueUrl", "SELECT 1 FROM tenant"],
] as const)("as %s, %s is refused", async (url, statement) => {
  const client = new pg.Client({ connectionString: inject(url) });
  await client.connect();
  try {
    await expect(client.query(statement)).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
});
