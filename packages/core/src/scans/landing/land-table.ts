import {
  type ActivityRow,
  type ColumnsOf,
  type IndexRow,
  type LandingRow,
  type LandingScope,
  type LandingTable,
  needsLook,
  type PlannedRow,
  planRemoval,
  planRow,
  type ReadRow,
  type ScanChanges,
  TableIndex,
  type VersionChange,
} from "@rolecall/domain";
import type { VersionEvents } from "../../events/version-events.ts";

/** Where the inventory of one account is kept. */
export type LandingStore = {
  readIndex<T extends LandingTable>(table: T): Promise<IndexRow<T>[]>;
  /** The indexes of several tables, whatever user the store is of. */
  readIndexes<T extends LandingTable>(tables: readonly T[]): Promise<{ readonly [Table in T]: IndexRow<Table>[] }>;
  /** Those of these rows of which nothing newer than `asOf` is known. */
  readRows<T extends LandingTable>(table: T, ids: readonly string[], asOf: Date): Promise<LandingRow<T>[]>;
  write<T extends LandingTable>(table: T, planned: readonly PlannedRow<T>[]): Promise<void>;
  /** Uses that no row keeps. */
  addSamples(samples: readonly ActivityRow[]): Promise<void>;
};

/** By what the rows of a reading are planned, and where they are kept. */
export type Landing = LandingScope & {
  store: LandingStore;
  /** What the landing changes, from which its events are made in the end. */
  events: VersionEvents;
};

/** Rows that are looked at together: policies are large, and an account may have thousands of each kind. */
const ROWS_AT_ONCE = 250;

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const NO_CHANGES: ScanChanges = { created: 0, changed: 0, removed: 0 };
export const addChanges = (...all: readonly ScanChanges[]): ScanChanges =>
  all.reduce(
    (sum, { created, changed, removed }) => ({
      created: sum.created + created,
      changed: sum.changed + changed,
      removed: sum.removed + removed,
    }),
    NO_CHANGES,
  );

/** What only fills gaps is not counted: nothing changed in the account. */
const changesOf = (planned: readonly PlannedRow<LandingTable>[]): ScanChanges => {
  const count = (change: VersionChange) => planned.filter(({ version }) => version?.change === change).length;
  return { created: count("created"), changed: count("changed"), removed: count("removed") };
};

/**
 * Writes what becomes of rows, with their history and uses. Every row that a landing writes passes here, right before it is written,
 * beside what was known of it.
 */
async function writePlanned<T extends LandingTable>(
  landing: Landing,
  table: T,
  planned: readonly PlannedRow<T>[],
): Promise<ScanChanges> {
  for (const { before, version } of planned) if (version) landing.events.note(before, version);
  if (planned.length > 0) await landing.store.write(table, planned);
  return changesOf(planned);
}

const byId = <T extends LandingTable>(rows: readonly LandingRow<T>[]) => new Map(rows.map((row) => [row.id, row]));

type Look<T extends LandingTable> = { row: ReadRow<T>; id: string | undefined };

/** Those rows of a reading that have to be looked at, as they are read. */
function* looksOf<T extends LandingTable>(
  landing: Landing,
  index: TableIndex<T>,
  rows: Iterable<ReadRow<T>>,
): Generator<Look<T>> {
  for (const row of rows) {
    const met = index.meet(row);
    if (!met) continue;
    const { known } = met;
    if (needsLook(landing, index.table, row, known)) yield { row, id: known?.id };
  }
}

/**
 * Lands the rows that a reading has of one table: only what is new, different or back is looked at and written, some hundreds at a
 * time, so that memory does not grow with the account.
 */
export async function landRows<T extends LandingTable>(
  landing: Landing,
  index: TableIndex<T>,
  rows: Iterable<ReadRow<T>>,
): Promise<ScanChanges> {
  let changes = NO_CHANGES;
  for (const looks of batches(looksOf(landing, index, rows))) {
    const ids = looks.flatMap(({ id }) => (id === undefined ? [] : [id]));
    const known = byId<T>(await landing.store.readRows(index.table, ids, landing.asOf));
    const planned = looks.flatMap(({ row, id }) => {
      const before = id === undefined ? undefined : known.get(id);
      // Of a row that is there and was not given, something newer is known.
      const isOutdated = id !== undefined && !before;
      return isOutdated ? [] : (planRow(landing, index.table, row, before) ?? []);
    });
    changes = addChanges(changes, await writePlanned(landing, index.table, planned));
  }
  return changes;
}

/** Marks rows that a reading has not as gone, as far as it proves that they are. `patch` are columns that are written along. */
export async function landMissing<T extends LandingTable>(
  landing: Landing,
  index: TableIndex<T>,
  isGone: (row: IndexRow<T>) => boolean,
  patch: Partial<ColumnsOf<T>> = {},
): Promise<ScanChanges> {
  let changes = NO_CHANGES;
  for (const gone of batches(index.missing().filter(isGone))) {
    const ids = gone.map(({ id }) => id);
    const known = await landing.store.readRows(index.table, ids, landing.asOf);
    const planned = known.map((row) => planRemoval(landing, index.table, row, patch));
    changes = addChanges(changes, await writePlanned(landing, index.table, planned));
  }
  return changes;
}

export const readTable = async <T extends LandingTable>(landing: Landing, table: T): Promise<TableIndex<T>> =>
  new TableIndex(table, await landing.store.readIndex(table));

/** Lands all that a reading says of the table of an index. */
export const landIndexed = async <T extends LandingTable>(
  landing: Landing,
  index: TableIndex<T>,
  rows: Iterable<ReadRow<T>>,
  isGone: (row: IndexRow<T>) => boolean,
): Promise<ScanChanges> => addChanges(await landRows(landing, index, rows), await landMissing(landing, index, isGone));

/** Lands all that a reading says of one table. */
export const landTable = async <T extends LandingTable>(
  landing: Landing,
  table: T,
  rows: Iterable<ReadRow<T>>,
  isGone: (row: IndexRow<T>) => boolean,
): Promise<ScanChanges> => landIndexed(landing, await readTable(landing, table), rows, isGone);
