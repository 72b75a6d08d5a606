import type { LastUse } from "../scans/reading.ts";
import { lastUseAtAge, useRecordedSince } from "../scans/use-record.ts";
import type { MergeRules, PatchRow, WholeRow } from "./rows.ts";
import type { ColumnsOf, LandingRow, LandingTable } from "./tables.ts";

type Use = Pick<ColumnsOf<"iam_role">, "last_use" | "last_used_at" | "last_used_region">;

const isLater = (a: string | null | undefined, b: string | null): boolean => (a ?? "") > (b ?? "");
/** Whether the known use stays: sources lag behind each other, but none reports a use that never was. */
const isUseKept = (read: Use, known: Use): boolean =>
  isLater(known.last_used_at, read.last_used_at) || (read.last_use === "unknown" && known.last_use !== "at");

/** What is weaker to say of a last use stands before what is stronger: sources differ in how far back they know. */
const WEAKEST_FIRST: readonly LastUse["kind"][] = ["before_record", "never"];

/** A use that is not on record, told by the age of the secret that is known now. */
export function withUseAtAge<Columns extends ColumnsOf<"credential">>(columns: Columns): Columns {
  const { kind, created_at, last_use } = columns;
  const recordedSince = useRecordedSince(kind);
  if (recordedSince === null || (last_use !== "never" && last_use !== "before_record")) return columns;
  const read: LastUse = last_use === "never" ? { kind: last_use } : { kind: last_use, recordedSince };
  const { kind: lastUse } = lastUseAtAge(kind, created_at === null ? null : new Date(created_at), read);
  return { ...columns, last_use: lastUse };
}

/** Values that follow from those of a row that were read and those that are known. */
const FOLLOW_UPS: {
  readonly [T in LandingTable]?: (read: ColumnsOf<T>, known: ColumnsOf<T>) => Partial<ColumnsOf<T>>;
} = {
  // What a user did once stays done, whatever became of the credential.
  iam_user: (read, known) => {
    const kept = {
      rechecked_at: read.rechecked_at ?? known.rechecked_at,
      keys_read_at: read.keys_read_at ?? known.keys_read_at,
    };
    if (isLater(known.last_activity_at, read.last_activity_at))
      return { ...kept, last_activity: "at", last_activity_at: known.last_activity_at };
    if (read.last_activity === "at") return kept;
    const weakest = WEAKEST_FIRST.find((kind) => [read.last_activity, known.last_activity].includes(kind));
    return weakest ? { ...kept, last_activity: weakest } : kept;
  },
  // Of a secret that was made anew under the same identity, such as a root key in its slot, the earlier one's use says nothing.
  credential: (read, known) => {
    if (read.created_at !== known.created_at || !isUseKept(read, known))
      return { last_use: withUseAtAge(read).last_use };
    const { last_use, last_used_at, last_used_region, last_used_service } = known;
    return {
      last_use: withUseAtAge({ ...read, last_use }).last_use,
      last_used_at,
      last_used_region,
      last_used_service,
    };
  },
  iam_role: (read, known) => {
    if (read.created_at !== known.created_at || !isUseKept(read, known)) return {};
    const { last_use, last_used_at, last_used_region } = known;
    return { last_use, last_used_at, last_used_region };
  },
  roles_anywhere_resource: (read, known) =>
    isLater(known.last_seen_at, read.last_seen_at) ? { last_seen_at: known.last_seen_at } : {},
};

function applyRules<T extends LandingTable>(
  rules: MergeRules<T>,
  rows: { read: ColumnsOf<T>; known: LandingRow<T> },
): ColumnsOf<T> {
  const merged = { ...rows.read };
  const applyRule = <Column extends keyof ColumnsOf<T>>(column: Column): void => {
    const rule = rules[column];
    if (rule) merged[column] = rule(rows.read[column], rows.known[column], rows);
  };
  for (const column of Object.keys(rules) as (keyof ColumnsOf<T>)[]) applyRule(column);
  return merged;
}

const withFollowUps = <T extends LandingTable>(
  table: T,
  columns: ColumnsOf<T>,
  known: LandingRow<T>,
): ColumnsOf<T> => ({ ...columns, ...FOLLOW_UPS[table]?.(columns, known) });

/** The columns of a row as they are to be kept: what was read, and what stays of what is known. */
export const mergeRow = <T extends LandingTable>(
  table: T,
  row: WholeRow<T>,
  known: LandingRow<T> | undefined,
): ColumnsOf<T> =>
  known ? withFollowUps(table, applyRules(row.merge, { read: row.columns, known }), known) : row.columns;

/** The same of a reading of some columns; null where there is no row to which they belong. */
export const patchRow = <T extends LandingTable>(
  table: T,
  { patch }: PatchRow<T>,
  known: LandingRow<T> | undefined,
): ColumnsOf<T> | null =>
  known && known.gone_at === null ? withFollowUps(table, { ...known, ...patch }, known) : null;
