import { type BackendFactory, createRedisBackend, type IQueueBackend } from "bullmq";
import { Cluster, Redis, type RedisOptions } from "ioredis";
import type { Transport, TransportOptions } from "./transport.ts";

const CLUSTER_URL = /^(?<scheme>rediss?)-cluster:\/\/(?:(?<credentials>[^@/]*)@)?(?<hosts>[^/?]+)/;
const DEFAULT_PORT = 6379;

export function openRedisTransport(queueUrl: string, { namespace, onError }: TransportOptions): Transport {
  const client = connect(queueUrl);
  client.on("error", onError);
  // The braces make a cluster keep all keys of the queue on one node, as the scripts that touch several of them need.
  const prefix = `{${namespace}}`;

  return {
    factory: createRedisBackend as BackendFactory<IQueueBackend, object>,
    options: { connection: client, prefix },
    ping: async () => {
      await client.ping();
    },
    close: async () => {
      // "quit" waits for an answer, which a server that is away does not give.
      if (client.status === "ready") await client.quit();
      else client.disconnect();
    },
    destroy: () => client.disconnect(),
  };
}

function connect(queueUrl: string): Redis | Cluster {
  // BullMQ refuses a client that gives up on a command: its blocking reads must outlast a restart of the server.
  const common: RedisOptions = { maxRetriesPerRequest: null };
  const cluster = CLUSTER_URL.exec(queueUrl)?.groups;
  if (!cluster) return new Redis(queueUrl, common);

  const [username, password] = (cluster.credentials ?? "").split(":").map(decodeURIComponent);
  const nodes = (cluster.hosts ?? "").split(",").map((node) => {
    const { hostname, port } = new URL(`http://${node}`);
    return { host: hostname, port: Number(port) || DEFAULT_PORT };
  });
  return new Cluster(nodes, {
    redisOptions: {
      ...common,
      username: username || undefined,
      password: password || undefined,
      tls: cluster.scheme === "rediss" ? {} : undefined,
    },
    // A managed cluster's certificate is made out to its names, not to its addresses.
    dnsLookup: (address, callback) => callback(null, address),
  });
}
