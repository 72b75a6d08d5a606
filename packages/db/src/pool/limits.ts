import { AppError } from "@rolecall/domain";
import type pg from "pg";

export type Limits = {
  /** Connections in all, and for how long one is waited for. */
  poolSize: number;
  waitMs: number;
  /**
   * How many connections one tenant may have at the same time, and how much of it may wait; null: no part, where what runs at once is
   * bounded by other means, and where a refusal would be taken for an end of the work.
   */
  perTenant: { connections: number; waiting: number } | null;
  /** PostgreSQL ends a statement, a wait for a lock and an idle transaction after so long, also where this process is gone. */
  statementMs: number;
  lockMs: number;
  idleMs: number;
  /** A transaction in all. */
  transactionMs: number;
};

/**
 * What a process is for says how long it may hold the database. `requests`: somebody waits for the answer, and many who do not know each
 * other share the connections. `work`: a landing of 10,000 identities is one transaction; how much runs at once is bounded by the lanes.
 */
export const LIMITS = {
  requests: {
    poolSize: 8,
    waitMs: 10_000,
    perTenant: { connections: 2, waiting: 200 },
    statementMs: 20_000,
    lockMs: 10_000,
    idleMs: 15_000,
    transactionMs: 30_000,
  },
  work: {
    poolSize: 8,
    waitMs: 30_000,
    perTenant: null,
    statementMs: 120_000,
    lockMs: 60_000,
    idleMs: 60_000,
    transactionMs: 180_000,
  },
} as const satisfies Record<string, Limits>;

/** Who waits at the other end. */
export type Purpose = keyof typeof LIMITS;

/** How a pool connects, so that its sessions keep to the limits. */
export const poolOf = (url: string, max: number, { statementMs, lockMs, idleMs }: Limits): pg.PoolConfig => ({
  connectionString: url,
  max,
  statement_timeout: statementMs,
  lock_timeout: lockMs,
  idle_in_transaction_session_timeout: idleMs,
});

/** PostgreSQL's codes for an end by statement, lock and idle timeout. */
const POSTGRES_CODES: ReadonlySet<unknown> = new Set(["57014", "55P03", "25P03"]);
/** Prisma's: no connection in time, no end of the transaction in time. */
const PRISMA_CODES: ReadonlySet<unknown> = new Set(["P2024", "P2028"]);

type Failure = { code?: unknown; originalCode?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } };

function isTimeout(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 4) return false;
  const { code, originalCode, cause, meta } = error as Failure;
  if (PRISMA_CODES.has(code) || POSTGRES_CODES.has(code) || POSTGRES_CODES.has(originalCode)) return true;
  return isTimeout(cause, depth + 1) || isTimeout(meta?.driverAdapterError, depth + 1);
}

/** A limit that was met, in words for whoever asked; anything else as it is. */
export function inWords(error: unknown): unknown {
  if (error instanceof AppError || !isTimeout(error)) return error;
  const message =
    "The database took too long to answer, and nothing was changed. Ask for less at once, or try again in a moment.";
  return new AppError("UNAVAILABLE", message, { cause: error });
}
