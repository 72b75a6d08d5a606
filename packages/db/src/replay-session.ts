import { createHash } from "node:crypto";
import type { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";

type AdapterOptions = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;
/** How the sessions of a process differ from those of others. */
export type Session = { pool: pg.PoolConfig; adapter: AdapterOptions };

export const ORDINARY_SESSION: Session = { pool: {}, adapter: {} };

/** The driver refuses one name for two texts, and PostgreSQL cuts names at 63 bytes. */
function namesOfStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const name = createHash("sha256").update(sql).digest("base64url");
    names.set(sql, name);
    return name;
  };
}

/**
 * Sessions of a process that runs the same statements thousands of times on small tables: PostgreSQL keeps their plans. It does not wait
 * for the disk at each commit, either: what a power cut takes away is replayed again. Not for a process that serves tenants of all sizes,
 * for which one plan would not do, nor for one whose writes others act on.
 */
export const replaySession = (): Session => ({
  pool: { options: "-c synchronous_commit=off" },
  adapter: { statementNameGenerator: namesOfStatements() },
});
