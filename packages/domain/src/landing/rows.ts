import type { ActivityDay, Subject, VersionChange } from "../inventory/change.ts";
import type { LastUse } from "../scans/reading.ts";
import type { ColumnsOf, ContentOf, LandingRow, LandingTable } from "./tables.ts";

/**
 * What becomes of a column that was read badly or not at all, given what the inventory has. Asked only where there is a row.
 *
 * @param rows the whole rows, for a column that depends on others.
 */
export type MergeRule<T extends LandingTable, Column extends keyof ColumnsOf<T>> = (
  read: ColumnsOf<T>[Column],
  known: ColumnsOf<T>[Column],
  rows: { read: ColumnsOf<T>; known: LandingRow<T> },
) => ColumnsOf<T>[Column];

/** Columns that were not wholly read; false: this one was. */
export type MergeRules<T extends LandingTable> = {
  readonly [Column in keyof ColumnsOf<T>]?: MergeRule<T, Column> | false;
};

/** A row of a reading. */
export type WholeRow<T extends LandingTable> = {
  /** In AWS, unique within the account. */
  identity: string;
  columns: ColumnsOf<T>;
  merge: MergeRules<T>;
  /** Our id of it, where other rows of the same landing refer to it. */
  id?: string;
  /** The identity by which it is known, where that is another one. */
  knownAs?: string | undefined;
  /** The use that a user's last activity is of. */
  lastUse?: LastUse;
};

/** A reading of some columns of a row. The others stay, and a row that is not there is not made. */
export type PatchRow<T extends LandingTable> = { identity: string; patch: Partial<ColumnsOf<T>> };

export type ReadRow<T extends LandingTable> = WholeRow<T> | PatchRow<T>;

export const isPatch = <T extends LandingTable>(row: ReadRow<T>): row is PatchRow<T> => "patch" in row;

/** What a landing writes into the history of a thing. */
export type VersionRow = {
  subject: Subject;
  subject_id: string;
  valid_from: string;
  /** A removal's version is closed at once: from then on nothing is valid. */
  valid_to: string | null;
  account_id: string;
  scan_id: string;
  change: VersionChange;
  content_hash: string;
  content: unknown;
};

/** One sample of use: the last one of a day, as AWS reported it. `service` and `region` are empty where AWS names none. */
export type ActivityRow = {
  subject: Subject;
  subject_id: string;
  day: string;
  service: string;
  region: string;
  account_id: string;
  source: ActivityDay["source"];
  last_at: string;
  first_observed_at: string;
};

/** What one row of a reading, or its absence, makes of the inventory. */
export type PlannedRow<T extends LandingTable> = {
  row: LandingRow<T>;
  /** Null: it is new. */
  before: LandingRow<T> | null;
  version: (VersionRow & { content: ContentOf<T> }) | null;
  sample: ActivityRow | null;
};

/** By what rows are planned: which scan lands, and what its account's landings could read before. */
export type LandingScope = {
  accountId: string;
  awsAccountId: string;
  scanId: string;
  asOf: Date;
  isUpload: boolean;
  newId: () => string;
  /** SHA-256 in base64url. */
  digest: (text: string) => string;
  /** Kinds of resource that have been read of the account before. */
  everRead: ReadonlySet<string>;
};
