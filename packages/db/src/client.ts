import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";
import { ORDINARY_SESSION, replaySession, type Session } from "./replay-session.ts";
import { checkRowsOf } from "./sql/rows.ts";
import type { AuthTx, SystemTx, TenantTx } from "./sql/transaction.ts";
import { workersOf } from "./work/worker-presence.ts";

export type DbUrls = {
  appUrl: string;
  systemUrl?: string;
  authUrl?: string;
  poolSize?: number;
  /** Whether each row of a raw statement is held against its schema: in tests, where a misspelt column has to show. */
  checksRows?: boolean;
  /** Whether the process replays a history: the same statements again and again, and nothing that could not be replayed anew. */
  isReplay?: boolean;
};

/** Interactive transactions wait this long for a connection, and may last this long. A landing of 10,000 identities fits. */
const TRANSACTION = { maxWait: 30_000, timeout: 180_000 };

function connect(url: string, max: number, session: Session): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max, ...session.pool }, session.adapter) });
}

function required(client: PrismaClient | undefined, what: string): PrismaClient {
  if (!client) throw new Error(`This process was started without the ${what} database URL`);
  return client;
}

/** @param urls connection strings of the restricted roles; a process gets only those that it needs. */
export function createDb(urls: DbUrls) {
  const session = urls.isReplay ? replaySession() : ORDINARY_SESSION;
  const app = connect(urls.appUrl, urls.poolSize ?? 8, session);
  const system = urls.systemUrl ? connect(urls.systemUrl, 2, session) : undefined;
  const auth = urls.authUrl ? connect(urls.authUrl, 4, session) : undefined;
  const begun = <Tx>(tx: object): Tx => {
    if (urls.checksRows) checkRowsOf(tx);
    return tx as Tx;
  };
  return {
    /** Runs `work` in one transaction that sees the rows of this tenant and no others. */
    inTenant: <T>(tenantId: string, work: (tx: TenantTx) => Promise<T>): Promise<T> =>
      app.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
        return work(begun<TenantTx>(tx));
      }, TRANSACTION),
    /** Runs `work` in one transaction of the sweep. */
    asSystem: <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> =>
      required(system, "system").$transaction((tx) => work(begun<SystemTx>(tx)), TRANSACTION),
    /** Runs `work` in one transaction that finds out who asks. */
    asAuth: <T>(work: (tx: AuthTx) => Promise<T>): Promise<T> =>
      required(auth, "auth").$transaction((tx) => work(begun<AuthTx>(tx)), TRANSACTION),
    /** Worker processes that renewed their presence; of no tenant. */
    workers: workersOf(app),
    close: async (): Promise<void> => {
      await Promise.all([app.$disconnect(), system?.$disconnect(), auth?.$disconnect()]);
    },
  };
}
export type Db = ReturnType<typeof createDb>;
