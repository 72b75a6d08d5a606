import { isPatch, type ReadRow } from "./rows.ts";
import { type IndexRow, LANDING_TABLES, type LandingTable } from "./tables.ts";

const identityOf = <T extends LandingTable>(table: T, row: IndexRow<T>): unknown =>
  (row as Readonly<Record<string, unknown>>)[LANDING_TABLES[table].identity];

/** The rows of a table by identity, and which of them the reading has. */
export class TableIndex<T extends LandingTable> {
  readonly table: T;
  readonly rows: readonly IndexRow<T>[];
  private readonly byIdentity: ReadonlyMap<unknown, IndexRow<T>>;
  private readonly met = new Set<string>();
  private readonly taken = new Set<string>();

  constructor(table: T, rows: readonly IndexRow<T>[]) {
    this.table = table;
    this.rows = rows;
    this.byIdentity = new Map(rows.map((row) => [identityOf(table, row), row]));
  }

  find(identity: string): IndexRow<T> | undefined {
    return this.byIdentity.get(identity);
  }

  /**
   * The row that a row of the reading is of, which from now on counts as met. Null: a row of the same identity came before, and
   * none lands twice.
   */
  meet(row: ReadRow<T>): { known: IndexRow<T> | undefined } | null {
    const known = this.byIdentity.get((isPatch(row) ? undefined : row.knownAs) ?? row.identity);
    if (this.taken.has(row.identity) || (known && this.met.has(known.id))) return null;
    this.taken.add(row.identity);
    if (known) this.met.add(known.id);
    return { known };
  }

  /** Rows that exist, and were not met so far. */
  missing(): IndexRow<T>[] {
    return this.rows.filter((row) => row.gone_at === null && !this.met.has(row.id));
  }
}
