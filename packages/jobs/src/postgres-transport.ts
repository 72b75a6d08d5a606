import { type BackendFactory, createPostgresBackend, DEFAULT_SCHEMA, type IQueueBackend } from "bullmq";
import pg from "pg";
import type { Transport, TransportOptions } from "./transport.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * One pool for all queues and workers of a process. BullMQ would otherwise make a pool of ten for each of them.
 * A worker keeps one of its connections for LISTEN.
 */
export function openPostgresTransport(
  queueUrl: string,
  { maxConnections, namespace, onError }: TransportOptions,
): Transport {
  const pool = new pg.Pool({
    connectionString: queueUrl,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // BullMQ trusts a listening connection for long only when a silent loss would be noticed.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Its statements name tables without a schema.
    options: `-c search_path=${DEFAULT_SCHEMA}`,
  });
  pool.on("error", onError);

  return {
    factory: createPostgresBackend as BackendFactory<IQueueBackend, object>,
    options: { connection: pool, prefix: namespace },
    ping: async () => {
      await pool.query("select version from migration limit 1");
    },
    close: () => pool.end(),
    destroy: () => {
      // Resolves only after every client is back, which a job that never ends may prevent.
      pool.end().catch(onError);
    },
  };
}
