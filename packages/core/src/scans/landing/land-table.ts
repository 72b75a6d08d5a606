import type { inventory, landing } from "@rolecall/db";
import { landing as tables } from "@rolecall/db";
import type { ScanChanges } from "@rolecall/domain";
import { type Before, type Found, type LandingScope, withTimes } from "./found-row.ts";
import { needsLook, type PlannedRow, planRemoval, planRow } from "./plan-row.ts";

type Table = landing.LandingTable;

/** Where the inventory of one account is kept. */
export type LandingStore = {
  readIndex(table: Table): Promise<landing.IndexRow[]>;
  readRows(table: Table, ids: readonly string[]): Promise<landing.PresentRow[]>;
  /** Those of which something newer than `asOf` is known. */
  readNewer(table: Table, ids: readonly string[], asOf: Date): Promise<ReadonlySet<string>>;
  write(
    table: Table,
    rows: readonly landing.LandingRow[],
    versions: readonly landing.VersionRow[],
    samples: readonly inventory.ActivityRow[],
  ): Promise<void>;
};

/** The rows of a table by identity, and which of them the landing has met. */
export class TableIndex {
  readonly table: Table;
  readonly rows: readonly landing.IndexRow[];
  private readonly byIdentity: ReadonlyMap<string, landing.IndexRow>;
  private readonly met = new Set<string>();

  constructor(table: Table, rows: readonly landing.IndexRow[]) {
    this.table = table;
    this.rows = rows.map(withTimes);
    const { identity } = tables.LANDING_TABLES[table];
    this.byIdentity = new Map(this.rows.map((row) => [String(row[identity]), row]));
  }

  find(identity: string): landing.IndexRow | undefined {
    return this.byIdentity.get(identity);
  }

  /** The row that was found, which from now on counts as met. */
  meet(found: Found): landing.IndexRow | undefined {
    const row = this.byIdentity.get(found.knownAs ?? found.identity);
    if (row) this.met.add(row.id);
    return row;
  }

  /** Rows that exist, and were not found so far. */
  missing(): landing.IndexRow[] {
    return this.rows.filter((row) => row.gone_at === null && !this.met.has(row.id));
  }
}

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

/** Those rows that have to be looked at, as they are found. */
function* looksOf(index: TableIndex, found: Iterable<Found>): Generator<{ entry: Found; id: string | undefined }> {
  for (const entry of found) {
    const known = index.meet(entry);
    if (needsLook(index.table, entry, known)) yield { entry, id: known?.id };
  }
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

/** Of what was merely learned nothing is counted: nothing changed in the account. */
const changesOf = (planned: readonly PlannedRow[]): ScanChanges => {
  const count = (change: landing.VersionRow["change"]) =>
    planned.filter(({ version }) => version?.change === change).length;
  return { created: count("created"), changed: count("changed"), removed: count("removed") };
};

const present = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);

/** The rows of these ids as they are, without those of which something newer is known. */
async function readBefore(store: LandingStore, scope: LandingScope, table: Table, ids: readonly string[]) {
  const newer = await store.readNewer(table, ids, scope.asOf);
  const rows = await store.readRows(table, ids);
  return { newer, rows: new Map<string, Before>(rows.map((row) => [row.id, withTimes(row)])) };
}

async function write(
  store: LandingStore,
  scope: LandingScope,
  table: Table,
  planned: readonly PlannedRow[],
): Promise<ScanChanges> {
  for (const { before, version } of planned) if (version) scope.events.note(before, version);
  if (planned.length > 0) {
    await store.write(
      table,
      planned.map(({ row }) => row),
      present(planned.map(({ version }) => version)),
      present(planned.map(({ sample }) => sample)),
    );
  }
  return changesOf(planned);
}

/**
 * Lands what was found of one table: only what is new, different or back is looked at and written, some hundreds at a time, so
 * that memory does not grow with the account.
 */
export async function landFound(
  store: LandingStore,
  scope: LandingScope,
  index: TableIndex,
  found: Iterable<Found>,
): Promise<ScanChanges> {
  let changes = NO_CHANGES;
  for (const looks of batches(looksOf(index, found))) {
    const ids = looks.flatMap(({ id }) => (id === undefined ? [] : [id]));
    const { newer, rows } = await readBefore(store, scope, index.table, ids);
    const planned = looks.flatMap(({ entry, id }) => {
      if (id !== undefined && newer.has(id)) return [];
      return present([planRow(scope, index.table, entry, id === undefined ? undefined : rows.get(id))]);
    });
    changes = addChanges(changes, await write(store, scope, index.table, planned));
  }
  return changes;
}

/** Marks what was not found as gone. `extra` are columns that are written along. */
export async function landGone(
  store: LandingStore,
  scope: LandingScope,
  index: TableIndex,
  mayBeGone: (row: landing.IndexRow) => boolean,
  extra: Record<string, unknown> = {},
): Promise<ScanChanges> {
  let changes = NO_CHANGES;
  for (const gone of batches(index.missing().filter(mayBeGone))) {
    const ids = gone.map(({ id }) => id);
    const { newer, rows } = await readBefore(store, scope, index.table, ids);
    const planned = ids.flatMap((id) => {
      const before = rows.get(id);
      return before && !newer.has(id) ? [planRemoval(scope, index.table, before, extra)] : [];
    });
    changes = addChanges(changes, await write(store, scope, index.table, planned));
  }
  return changes;
}
