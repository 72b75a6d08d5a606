import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";
import { type AttemptCounters, createAttemptCounters } from "./pool/attempt-counters.ts";
import { createFairTurns } from "./pool/fair-turns.ts";
import { inWords, LIMITS, type Limits, type Purpose, poolOf } from "./pool/limits.ts";
import { ORDINARY_SESSION, replaySession, type Session } from "./pool/replay-session.ts";
import { checkRowsOf, clientOf } from "./sql/rows.ts";
import type { AuthTx, SystemTx, TenantTx } from "./sql/transaction.ts";
import { workersOf } from "./work/worker-presence.ts";

export type DbUrls = {
  appUrl: string;
  systemUrl?: string;
  authUrl?: string;
  /** What the process is for, which limits how long it may hold the database, and how much of it one tenant. Default `work`. */
  purpose?: Purpose;
  poolSize?: number;
  /** Whether each row of a raw statement is held against its schema: in tests, where a misspelt column has to show. */
  checksRows?: boolean;
  /** Whether the process replays a history: the same statements again and again, and nothing that could not be replayed anew. */
  isReplay?: boolean;
};

const SYSTEM_CONNECTIONS = 2;
const AUTH_CONNECTIONS = 4;

function connect(url: string, max: number, limits: Limits, session: Session): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ ...poolOf(url, max, limits), ...session.pool }, session.adapter) });
}

function required<T>(client: T | undefined, what: string): T {
  if (!client) throw new Error(`This process was started without the ${what} database URL`);
  return client;
}

type InTurn = <T>(tenantId: string, work: () => Promise<T>) => Promise<T>;

const turnsOf = ({ poolSize, waitMs, perTenant }: Limits): InTurn =>
  perTenant
    ? createFairTurns({
        atOnce: poolSize,
        atOncePerKey: perTenant.connections,
        waitingPerKey: perTenant.waiting,
        waitMs,
      })
    : (_, work) => work();

async function setTenant(tx: TenantTx, tenantId: string): Promise<void> {
  await clientOf(tx).$executeRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
}

/** @param urls connection strings of the restricted roles; a process gets only those that it needs. */
export function createDb(urls: DbUrls) {
  const { purpose = "work" } = urls;
  const limits: Limits = { ...LIMITS[purpose], ...(urls.poolSize ? { poolSize: urls.poolSize } : {}) };
  const session = urls.isReplay ? replaySession() : ORDINARY_SESSION;
  const app = connect(urls.appUrl, limits.poolSize, limits, session);
  const system = urls.systemUrl ? connect(urls.systemUrl, SYSTEM_CONNECTIONS, limits, session) : undefined;
  const auth = urls.authUrl ? connect(urls.authUrl, AUTH_CONNECTIONS, limits, session) : undefined;
  const counters = urls.authUrl ? createAttemptCounters(urls.authUrl) : undefined;
  const inTurn = turnsOf(limits);
  const begun = <Tx>(tx: object): Tx => {
    if (urls.checksRows) checkRowsOf(tx);
    return tx as Tx;
  };
  /** One transaction. What a job meets is left as it is: a limit is no refusal there, and the job is tried again. */
  const transact = async <Tx, T>(client: PrismaClient, work: (tx: Tx) => Promise<T>): Promise<T> => {
    try {
      return await client.$transaction((tx) => work(begun<Tx>(tx)), {
        maxWait: limits.waitMs,
        timeout: limits.transactionMs,
      });
    } catch (error) {
      throw purpose === "requests" ? inWords(error) : error;
    }
  };
  return {
    /** Runs `work` in one transaction that sees the rows of this tenant and no others. Tenants take turns. */
    inTenant: <T>(tenantId: string, work: (tx: TenantTx) => Promise<T>): Promise<T> =>
      inTurn(tenantId, () =>
        transact<TenantTx, T>(app, async (tx) => {
          await setTenant(tx, tenantId);
          return work(tx);
        }),
      ),
    /** Runs `work` in one transaction of the sweep. */
    asSystem: <T>(work: (tx: SystemTx) => Promise<T>): Promise<T> =>
      transact<SystemTx, T>(required(system, "system"), work),
    /** Runs `work` in one transaction that finds out who asks. */
    asAuth: <T>(work: (tx: AuthTx) => Promise<T>): Promise<T> => transact<AuthTx, T>(required(auth, "auth"), work),
    /** How often something was tried, such as a password. */
    attempts: {
      count: (...asked) => required(counters, "auth").count(...asked),
      forget: (...asked) => required(counters, "auth").forget(...asked),
    } satisfies Omit<AttemptCounters, "close"> as Omit<AttemptCounters, "close">,
    /** Worker processes that renewed their presence; of no tenant. Web reads them, a worker writes its own. */
    workers: workersOf(app, system),
    close: async (): Promise<void> => {
      await Promise.all([app.$disconnect(), system?.$disconnect(), auth?.$disconnect(), counters?.close()]);
    },
  };
}
export type Db = ReturnType<typeof createDb>;
