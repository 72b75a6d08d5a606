import { DEFAULT_SCHEMA, quoteSchemaName, runMigrations } from "bullmq";
import pg from "pg";
import { isPostgresUrl, type QueueUrl } from "./transport.ts";

/**
 * Makes the queue's tables in PostgreSQL, in the schema `bullmq`, or brings them up to date. Safe to call at every start and from
 * several processes at once. A Redis queue needs nothing of the kind: nothing is done.
 *
 * @param queueUrl of a role that may create a schema in the database; the tables will belong to it.
 * @param grantTo roles that are to enqueue and to consume. Both take the same rights: the queue's functions run with the rights
 * of whoever calls them, and completing a job is as much an UPDATE as adding one.
 */
export async function migrateQueue(
  queueUrl: QueueUrl,
  { grantTo = [] }: { grantTo?: readonly string[] } = {},
): Promise<void> {
  if (!isPostgresUrl(queueUrl)) return;
  const client = new pg.Client({ connectionString: queueUrl });
  await client.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
    for (const role of grantTo) await grantQueue(client, role);
  } finally {
    await client.end();
  }
}

async function grantQueue(client: pg.Client, role: string): Promise<void> {
  const schema = quoteSchemaName(DEFAULT_SCHEMA);
  const grantee = client.escapeIdentifier(role);
  // One string is one transaction: a role has all of it or nothing. Two sessions that grant at once would fail
  // with "tuple concurrently updated", hence the lock.
  await client.query(`
    SELECT pg_advisory_xact_lock(hashtext('rolecall queue grants'));
    GRANT USAGE ON SCHEMA ${schema} TO ${grantee};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${grantee};
    REVOKE INSERT, UPDATE, DELETE ON ${schema}.migration FROM ${grantee};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${grantee};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${grantee};
  `);
}
