import pg from "pg";
import { writeFirstStatistics } from "./first-statistics.ts";
import { applyMigrations } from "./schema-engine.ts";

/**
 * The database roles beside the owner. None is a superuser, none owns a table, none bypasses row-level security.
 * `app` works within one tenant, `system` sees what is due over all tenants, `auth` finds out who asks, `queue` moves jobs.
 */
export const DATABASE_ROLES = {
  app: "rolecall_app",
  system: "rolecall_system",
  auth: "rolecall_auth",
  queue: "rolecall_queue",
} as const;
export type DatabaseRole = keyof typeof DATABASE_ROLES;
export type RolePasswords = Record<DatabaseRole, string>;

async function ensureRole(client: pg.Client, name: string, password: string): Promise<void> {
  const role = client.escapeIdentifier(name);
  const secret = client.escapeLiteral(password);
  const attributes = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${secret}`;
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
  await client.query(`${rowCount ? "ALTER" : "CREATE"} ROLE ${role} ${attributes}`);
  await client.query(`GRANT CONNECT ON DATABASE ${client.escapeIdentifier(client.database ?? "postgres")} TO ${role}`);
}

function urlFor(ownerUrl: string, role: DatabaseRole, passwords: RolePasswords): string {
  const url = new URL(ownerUrl);
  url.username = DATABASE_ROLES[role];
  url.password = passwords[role];
  return url.href;
}

/**
 * Makes the roles with this installation's passwords and applies the migrations that are missing. Safe to repeat.
 *
 * @param ownerUrl of the role that owns the tables; it needs CREATEROLE.
 * @returns the names of the migrations applied now, and a URL for each role.
 */
export async function migrate(input: {
  ownerUrl: string;
  passwords: RolePasswords;
}): Promise<{ applied: string[]; urls: Record<DatabaseRole, string> }> {
  const client = new pg.Client({ connectionString: input.ownerUrl });
  await client.connect();
  try {
    // Two instances that start at once take turns; the lock goes with the connection.
    await client.query("SELECT pg_advisory_lock(hashtext('rolecall migrations'))");
    for (const role of Object.keys(DATABASE_ROLES) as DatabaseRole[]) {
      await ensureRole(client, DATABASE_ROLES[role], input.passwords[role]);
    }
    const applied = await applyMigrations(input.ownerUrl);
    await writeFirstStatistics(client);
    const urls = {
      app: urlFor(input.ownerUrl, "app", input.passwords),
      system: urlFor(input.ownerUrl, "system", input.passwords),
      auth: urlFor(input.ownerUrl, "auth", input.passwords),
      queue: urlFor(input.ownerUrl, "queue", input.passwords),
    };
    return { applied, urls };
  } finally {
    await client.end();
  }
}
