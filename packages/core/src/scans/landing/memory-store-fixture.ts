import { createHash } from "node:crypto";
import {
  type AccountReading,
  type ActivityRow,
  columnNamesOf,
  type IndexRow,
  LANDING_TABLES,
  type LandingRow,
  type LandingTable,
  type ScanChanges,
  type SlowLaneReading,
  type UserReading,
  type VersionRow,
} from "@rolecall/domain";
import { VersionEvents } from "../../events/version-events.ts";
import { AWS_ACCOUNT_ID, FIRST_AT, readingOf, SECOND_AT, THIRD_AT } from "./facts-fixture.ts";
import { landInventory } from "./land-inventory.ts";
import { landSlowLane } from "./land-slow-lane.ts";
import type { Landing, LandingStore } from "./land-table.ts";
import { landUser } from "./land-user.ts";

/** A row of any table, by its columns. */
type AnyRow = { id: string } & Readonly<Record<string, unknown>>;
type Tables = { [T in LandingTable]: Map<string, LandingRow<T>> };
export type Written = {
  rows: (AnyRow & { table: LandingTable })[];
  versions: VersionRow[];
  samples: ActivityRow[];
  changes: ScanChanges;
};

const ACCOUNT = "account";
const asStored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** An account's inventory in memory, which gives rows back as PostgreSQL does, and shows what each landing wrote. */
export class MemoryInventory {
  private readonly tables = Object.fromEntries(
    Object.keys(LANDING_TABLES).map((table) => [table, new Map()]),
  ) as unknown as Tables;
  private readonly history: VersionRow[] = [];
  private readonly everRead = new Set<string>();
  private readonly idOf = new Map<string, string>();
  private ids = 0;

  rowsOf<T extends LandingTable>(table: T): LandingRow<T>[] {
    return [...this.tables[table].values()];
  }

  /** The row of this name, whatever its kind. */
  find<T extends LandingTable>(table: T, name: string): LandingRow<T> | undefined {
    const names = ["user_name", "role_name", "policy_name", "group_name", "name", "identity"];
    return this.rowsOf(table).find((row: AnyRow) => names.some((column) => row[column] === name));
  }

  get versions(): readonly VersionRow[] {
    return this.history;
  }

  land(reading: AccountReading, asOf: Date, isUpload = false): Promise<Written> {
    const written = this.run({ asOf, isUpload }, (landing) => landInventory(landing, reading));
    for (const { resource, state } of reading.coverage) if (state === "read") this.everRead.add(resource);
    return written;
  }

  landUser(userName: string, reading: UserReading, asOf: Date): Promise<Written> {
    const userRecordId = this.find("iam_user", userName)?.id;
    return this.run({ asOf, userRecordId }, (landing) => landUser(landing, reading));
  }

  landSlowLane(reading: SlowLaneReading, asOf: Date): Promise<Written> {
    return this.run({ asOf }, (landing) => landSlowLane(landing, reading));
  }

  private async run(
    { asOf, isUpload = false, userRecordId }: { asOf: Date; isUpload?: boolean; userRecordId?: string | undefined },
    land: (landing: Landing) => Promise<ScanChanges>,
  ): Promise<Written> {
    const written: Omit<Written, "changes"> = { rows: [], versions: [], samples: [] };
    const landing: Landing = {
      accountId: ACCOUNT,
      awsAccountId: AWS_ACCOUNT_ID,
      scanId: "scan",
      asOf,
      isUpload,
      newId: () => `id ${this.ids++}`,
      digest: (text) => createHash("sha256").update(text).digest("base64url"),
      everRead: new Set(this.everRead),
      store: this.store(written, userRecordId),
      events: new VersionEvents(),
    };
    return { changes: await land(landing), ...written };
  }

  /** As the unique index of the table does. */
  private refuseTwice<T extends LandingTable>(table: T, row: LandingRow<T>): void {
    const identityOf = (of: AnyRow) => `${table} ${of[LANDING_TABLES[table].identity]}`;
    const before = this.tables[table].get(row.id);
    if (before) this.idOf.delete(identityOf(before));
    const [identity, other] = [identityOf(row), this.idOf.get(identityOf(row))];
    if (other !== undefined && other !== row.id) throw new Error(`There is a row of ${identity} already`);
    this.idOf.set(identity, row.id);
  }

  private store(written: Omit<Written, "changes">, userRecordId: string | undefined): LandingStore {
    const isOfUser = (row: AnyRow) =>
      userRecordId === undefined || row.id === userRecordId || row.user_record_id === userRecordId;
    const indexOf = <T extends LandingTable>(table: T): IndexRow<T>[] =>
      this.rowsOf(table)
        .filter(isOfUser)
        .map((row: AnyRow) => Object.fromEntries(columnNamesOf(table).index.map((column) => [column, row[column]])))
        .map((row) => asStored(row) as IndexRow<T>);
    return {
      readIndex: async (table) => indexOf(table),
      readIndexes: async (tables) =>
        Object.fromEntries(tables.map((table) => [table, indexOf(table)])) as {
          [Table in (typeof tables)[number]]: IndexRow<Table>[];
        },
      readRows: async (table, ids, asOf) => {
        const { subject } = LANDING_TABLES[table];
        const newer = this.history.filter(
          (version) => version.subject === subject && version.valid_from > asOf.toISOString(),
        );
        const isNewer = new Set(newer.map((version) => version.subject_id));
        return asStored(ids.flatMap((id) => (isNewer.has(id) ? [] : (this.tables[table].get(id) ?? []))));
      },
      write: async (table, planned) => {
        for (const { row, version, sample } of planned) {
          this.refuseTwice(table, row);
          this.tables[table].set(row.id, asStored(row));
          written.rows.push({ ...row, table });
          if (version) written.versions.push(version);
          if (sample) written.samples.push(sample);
        }
        this.history.push(...planned.flatMap(({ version }) => version ?? []));
      },
      addSamples: async (samples) => void written.samples.push(...samples),
    };
  }
}

const NAMES = [
  "identity",
  "instance_profile_name",
  "role_name",
  "policy_name",
  "group_name",
  "user_name",
  "aws_account_id",
  "arn",
];

/** What a landing wrote, in words. */
export const linesOf = ({ versions }: Pick<Written, "versions">): string[] =>
  versions
    .map(({ change, subject, content }) => {
      const named = content as Record<string, string | null>;
      return `${change} ${subject} ${NAMES.map((column) => named[column]).find((name) => name)}`;
    })
    .sort();

/** What a landing writes that finds everything as it was. */
export const NOTHING: Written = {
  rows: [],
  versions: [],
  samples: [],
  changes: { created: 0, changed: 0, removed: 0 },
};

/** An inventory in which these readings have landed, one after the other. */
export async function landed(...readings: AccountReading[]): Promise<MemoryInventory> {
  const inventory = new MemoryInventory();
  const times = [FIRST_AT, SECOND_AT, THIRD_AT];
  for (const [index, reading] of readings.entries()) await inventory.land(reading, times[index] ?? THIRD_AT);
  return inventory;
}

/** Lands a reading after the usual one. */
export async function second(reading: AccountReading): Promise<{ inventory: MemoryInventory; written: Written }> {
  const inventory = await landed(readingOf());
  return { inventory, written: await inventory.land(reading, SECOND_AT) };
}
