import { type inventory, landing } from "@rolecall/db";
import type { AccountReading, ScanChanges, SlowLaneReading, UserReading } from "@rolecall/domain";
import { VersionEvents } from "../../events/version-events.ts";
import { AWS_ACCOUNT_ID, FIRST_AT, readingOf, SECOND_AT, THIRD_AT } from "./facts-fixture.ts";
import type { LandingScope } from "./found-row.ts";
import { landReading } from "./land-inventory.ts";
import { landSlowLaneReading } from "./land-slow-lane.ts";
import type { LandingStore } from "./land-table.ts";
import { landUserReading } from "./land-user.ts";

type Table = landing.LandingTable;
export type Written = {
  rows: (landing.LandingRow & { table: Table })[];
  versions: landing.VersionRow[];
  samples: inventory.ActivityRow[];
  changes: ScanChanges;
};

const ACCOUNT = "account";
const asStored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** An account's inventory in memory, which gives rows back as PostgreSQL does, and tells what each landing wrote. */
export class MemoryInventory {
  private readonly tables = new Map<Table, Map<string, landing.PresentRow>>();
  private readonly history: landing.VersionRow[] = [];
  private readonly everRead = new Set<string>();
  private ids = 0;

  rowsOf(table: Table): landing.PresentRow[] {
    return [...(this.tables.get(table)?.values() ?? [])];
  }

  /** The row of this name, whatever its kind. */
  find(table: Table, name: string): landing.PresentRow | undefined {
    const names = ["user_name", "role_name", "policy_name", "group_name", "name", "identity"];
    return this.rowsOf(table).find((row) => names.some((column) => row[column] === name));
  }

  get versions(): readonly landing.VersionRow[] {
    return this.history;
  }

  land(reading: AccountReading, asOf: Date, isUpload = false): Promise<Written> {
    const written = this.run(asOf, isUpload, (store, scope) => landReading(store, scope, reading));
    for (const { resource, state } of reading.coverage) if (state === "read") this.everRead.add(resource);
    return written;
  }

  landUser(userName: string, reading: UserReading, asOf: Date): Promise<Written> {
    const id = String(this.find("iam_user", userName)?.id);
    return this.run(asOf, false, (store, scope) => landUserReading(store, scope, id, reading), id);
  }

  async landSlowLane(reading: SlowLaneReading, asOf: Date): Promise<Written> {
    const uses: inventory.ActivityRow[] = [];
    const written = await this.run(asOf, false, async (store, scope) => {
      const { changes, samples } = await landSlowLaneReading(store, scope, reading);
      uses.push(...samples);
      return changes;
    });
    return { ...written, samples: [...written.samples, ...uses] };
  }

  private async run(
    asOf: Date,
    isUpload: boolean,
    land: (store: LandingStore, scope: LandingScope) => Promise<ScanChanges>,
    userRecordId?: string,
  ): Promise<Written> {
    const written: Omit<Written, "changes"> = { rows: [], versions: [], samples: [] };
    const scope: LandingScope = {
      accountId: ACCOUNT,
      awsAccountId: AWS_ACCOUNT_ID,
      scanId: "scan",
      asOf,
      isUpload,
      newId: () => `id ${this.ids++}`,
      everRead: new Set(this.everRead),
      events: new VersionEvents(),
    };
    return { changes: await land(this.store(written, userRecordId), scope), ...written };
  }

  private store(written: Omit<Written, "changes">, userRecordId: string | undefined): LandingStore {
    const isOfUser = (row: landing.PresentRow) =>
      userRecordId === undefined || row.id === userRecordId || row.user_record_id === userRecordId;
    return {
      readIndex: async (table) => {
        const { identity, index, volatile } = landing.LANDING_TABLES[table];
        const columns: string[] = ["id", identity, ...index, ...volatile, "content_hash", "first_seen_at", "gone_at"];
        return this.rowsOf(table)
          .filter(isOfUser)
          .map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])) as landing.IndexRow);
      },
      readRows: async (table, ids) => {
        const rows = this.tables.get(table);
        return asStored(ids.flatMap((id) => rows?.get(id) ?? []));
      },
      readNewer: async (table, ids, asOf) => {
        const { subject } = landing.LANDING_TABLES[table];
        const newer = this.history.filter(
          (version) => version.subject === subject && version.valid_from > asOf.toISOString(),
        );
        const asked = new Set(ids);
        return new Set(newer.map((version) => version.subject_id).filter((id) => asked.has(id)));
      },
      write: async (table, rows, versions, samples) => {
        const kept = this.tables.get(table) ?? new Map<string, landing.PresentRow>();
        for (const row of rows) kept.set(row.id, asStored(row) as landing.PresentRow);
        this.tables.set(table, kept);
        this.history.push(...versions);
        written.rows.push(...rows.map((row) => ({ ...row, table })));
        written.versions.push(...versions);
        written.samples.push(...samples);
      },
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
