import pg from "pg";
import { afterAll, inject } from "vitest";
import { createDb, type Db } from "../client.ts";

const closers: (() => Promise<unknown>)[] = [];

/** Has something closed at the end of the test file. */
export function closeAtEnd(close: () => Promise<unknown>): void {
  // Not at the top: the set-up of a run imports this module too, and no test file has begun there.
  if (closers.length === 0) {
    afterAll(async () => {
      await Promise.all(closers.splice(0).map((one) => one()));
    });
  }
  closers.push(close);
}

let db: Db | undefined;
/** The database as web and worker together see it; one per test file, closed at the file's end. */
export function testDb(): Db {
  if (!db) {
    const opened = createDb({
      appUrl: inject("appUrl"),
      systemUrl: inject("systemUrl"),
      authUrl: inject("authUrl"),
      checksRows: true,
    });
    closeAtEnd(() => {
      db = undefined;
      return opened.close();
    });
    db = opened;
  }
  return db;
}

let owner: pg.Pool | undefined;
/** Runs SQL as the owner of the tables, past row-level security: for rows that no role of the product may write. */
export function ownerSql<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  if (!owner) {
    const pool = new pg.Pool({ connectionString: inject("ownerUrl"), max: 2 });
    closeAtEnd(() => {
      owner = undefined;
      return pool.end();
    });
    owner = pool;
  }
  return owner.query<Row>(text, [...values]);
}
