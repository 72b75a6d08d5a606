import type { BackendFactory, IQueueBackend } from "bullmq";
import { openPostgresTransport } from "./postgres-transport.ts";
import { openRedisTransport } from "./redis-transport.ts";

/**
 * Where the queue lives, as a connection string:
 * - `postgres://...`, `postgresql://...`: in the schema `bullmq` of that database.
 * - `redis://...`, `rediss://...` (TLS): on one Redis or Valkey server.
 * - `redis-cluster://host:port,host:port`, `rediss-cluster://...`: on a cluster; the hosts are where it is discovered from.
 */
export type QueueUrl = string;

export type TransportOptions = {
  /** Upper bound of connections to PostgreSQL, listening ones included. */
  maxConnections: number;
  /** Sets queues of different installations on one server apart. */
  namespace: string;
  onError: (error: Error) => void;
};

/** The one thing that differs between servers: how to reach them. Everything above it is the same code. */
export type Transport = {
  factory: BackendFactory<IQueueBackend, object>;
  /** What BullMQ's classes take as options. */
  options: { connection: object; prefix: string };
  /** Resolves when the server answers and the queue's tables are there; rejects with the reason. */
  ping(): Promise<void>;
  /** Waits for commands in flight. */
  close(): Promise<void>;
  /** Drops the connections without waiting for anybody who still holds one. */
  destroy(): void;
};

export function openTransport(queueUrl: QueueUrl, options: TransportOptions): Transport {
  if (isPostgresUrl(queueUrl)) return openPostgresTransport(queueUrl, options);
  if (isRedisUrl(queueUrl)) return openRedisTransport(queueUrl, options);
  // The string may hold a password, so that only its scheme may be told.
  throw new RangeError(
    `The queue's address must start with postgres://, redis://, rediss://, redis-cluster:// or rediss-cluster://, not ${JSON.stringify(queueUrl.split(":", 1)[0])}`,
  );
}

export const isPostgresUrl = (queueUrl: QueueUrl): boolean => /^postgres(ql)?:\/\//.test(queueUrl);
export const isRedisUrl = (queueUrl: QueueUrl): boolean => /^rediss?(-cluster)?:\/\//.test(queueUrl);
