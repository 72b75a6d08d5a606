import { type inventory, landing } from "@rolecall/db";
import { type Before, contentHash, type Found, iso, isSame, type LandingScope } from "./found-row.ts";
import { isOnlyLearned } from "./learned.ts";

type Table = landing.LandingTable;
type Values = Record<string, unknown>;

/** What one row of a reading makes of the inventory. */
export type PlannedRow = {
  row: landing.LandingRow;
  /** The row as it was; null: there was none. */
  before: Before | null;
  version: landing.VersionRow | null;
  sample: inventory.ActivityRow | null;
  isNew: boolean;
};

/** Columns that are written along with others, and for themselves are not worth a row: a newer time of the same. */
const COMPANIONS: readonly string[] = ["keys_read_at"];

const pick = (values: Values, columns: readonly string[]): Values =>
  Object.fromEntries(columns.map((column) => [column, values[column] ?? null]));

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const USE_COLUMNS = ["last_use", "last_used_at", "last_used_service", "last_used_region"];

/**
 * Sources lag behind each other, and none tells of a use that was not: the later use stays. Of a secret that was made anew under
 * the same identity, such as a root key in its slot, the earlier one's use says nothing.
 */
function laterUse(values: Values, before: Before | undefined): Values {
  if (!before || values.created_at !== before.created_at) return values;
  const isLater = text(before.last_used_at) > text(values.last_used_at);
  const isKnown = values.last_use === "unknown" && before.last_use === "never";
  return isLater || isKnown
    ? {
        ...values,
        ...pick(
          before,
          USE_COLUMNS.filter((column) => column in values),
        ),
      }
    : values;
}

/** What a user did once stays done, whatever became of the credential. */
function laterActivity(values: Values, before: Before | undefined): Values {
  const kept = { ...values, rechecked_at: values.rechecked_at ?? before?.rechecked_at ?? null };
  if (text(before?.last_activity_at) > text(values.last_activity_at))
    return { ...kept, last_activity: "at", last_activity_at: before?.last_activity_at };
  const isKnown = values.last_activity === "unknown" && before?.last_activity === "never";
  return isKnown ? { ...kept, last_activity: "never" } : kept;
}

/** What follows from a row's values and from what is known of it. */
const SETTLE: Readonly<Partial<Record<Table, (values: Values, before: Before | undefined) => Values>>> = {
  iam_user: (values, before) => ({
    ...laterActivity(values, before),
    keys_read_at: values.keys_read_at ?? before?.keys_read_at ?? null,
  }),
  credential: laterUse,
  iam_role: laterUse,
  roles_anywhere_resource: (values, before) =>
    text(before?.last_seen_at) > text(values.last_seen_at) ? { ...values, last_seen_at: before?.last_seen_at } : values,
};

function settled(table: Table, found: Found, before: Before | undefined): Values {
  const { content, volatile } = landing.LANDING_TABLES[table];
  const told = found.isPatch && before ? { ...pick(before, [...content, ...volatile]), ...found.values } : found.values;
  const kept = Object.entries(before ? found.keep : {}).map(([column, keep]) => [
    column,
    keep(told[column], before?.[column], before as Before, told),
  ]);
  const values = { ...told, ...Object.fromEntries(kept) };
  return SETTLE[table]?.(values, before) ?? values;
}

const differs = (table: Table, values: Values, before: Values): boolean =>
  landing.LANDING_TABLES[table].volatile.some(
    (column) => !COMPANIONS.includes(column) && !isSame(values[column] ?? null, before[column] ?? null),
  );

/**
 * Whether a row that was found has to be looked at, by the index alone: it is new, back, different, or was not wholly read, so
 * that what is known of it has to be seen first.
 */
export function needsLook(table: Table, found: Found, known: landing.IndexRow | undefined): boolean {
  if (found.isPatch) return known !== undefined;
  if (!known || known.gone_at !== null || Object.keys(found.keep).length > 0) return true;
  const values = settled(table, found, undefined);
  const isAsKnown = known.content_hash === contentHash(pick(values, landing.LANDING_TABLES[table].content));
  // A recheck's time is kept, and never told by the other readings.
  return !isAsKnown || differs(table, { ...values, rechecked_at: values.rechecked_at ?? known.rechecked_at }, known);
}

type Moved = { column: string; service: unknown; region: unknown; source: inventory.ActivityRow["source"] };

/** Where a table keeps its last use. */
const USES: Readonly<Partial<Record<Table, (values: Values, found: Found) => Moved>>> = {
  iam_user: ({ last_activity_at: at }, { lastUse }) => {
    const use = lastUse?.kind === "at" && iso(lastUse.at) === at ? lastUse : null;
    return { column: "last_activity_at", service: use?.service, region: use?.region, source: "last_used" };
  },
  credential: (values) => ({
    column: "last_used_at",
    service: values.last_used_service,
    region: values.last_used_region,
    source: "last_used",
  }),
  iam_role: (values) => ({
    column: "last_used_at",
    service: null,
    region: values.last_used_region,
    source: "last_used",
  }),
  roles_anywhere_resource: (values) => ({
    column: "last_seen_at",
    service: null,
    region: values.region,
    source: "roles_anywhere",
  }),
};

/** A use that moved, or is first known: also of a row that is older than the samples, once its content is hashed anew. */
function sampleOf(
  scope: LandingScope,
  table: Table,
  found: Found,
  row: landing.LandingRow,
  before: Before | undefined,
): inventory.ActivityRow | null {
  const use = USES[table]?.(row, found);
  const at = use && row[use.column];
  if (!use || typeof at !== "string") return null;
  if (before && before.content_hash === row.content_hash && before[use.column] === at) return null;
  return {
    subject: landing.LANDING_TABLES[table].subject,
    subject_id: row.id,
    day: at.slice(0, 10),
    service: text(use.service),
    region: text(use.region),
    account_id: scope.accountId,
    source: use.source,
    last_at: at,
    first_observed_at: scope.asOf.toISOString(),
  };
}

function versionOf(
  scope: LandingScope,
  table: Table,
  row: landing.LandingRow,
  change: landing.VersionRow["change"],
  content: unknown,
): landing.VersionRow {
  const asOf = scope.asOf.toISOString();
  return {
    subject: landing.LANDING_TABLES[table].subject,
    subject_id: row.id,
    valid_from: asOf,
    valid_to: change === "removed" ? asOf : null,
    account_id: scope.accountId,
    scan_id: scope.scanId,
    change,
    content_hash: String(row.content_hash),
    content,
  };
}

/** What becomes of one row that was found; null if it is as it was. A use alone changes the row, and makes no version. */
export function planRow(
  scope: LandingScope,
  table: Table,
  found: Found,
  before: Before | undefined,
): PlannedRow | null {
  if (found.isPatch && (!before || before.gone_at !== null)) return null;
  const values = settled(table, found, before);
  const content = pick(values, landing.LANDING_TABLES[table].content);
  const hash = contentHash(content);
  const isPresent = before !== undefined && before.gone_at === null;
  const isAsKnown = isPresent && before.content_hash === hash;
  if (isAsKnown && !differs(table, values, before)) return null;
  const row: landing.LandingRow = {
    account_id: scope.accountId,
    ...content,
    ...pick(values, landing.LANDING_TABLES[table].volatile),
    id: before?.id ?? found.id ?? scope.newId(),
    content_hash: hash,
    first_seen_at: before?.first_seen_at ?? scope.asOf.toISOString(),
    gone_at: null,
  };
  const change = !isPresent ? "created" : isOnlyLearned(scope, table, before, content) ? "learned" : "changed";
  return {
    row,
    before: before ?? null,
    version: isAsKnown ? null : versionOf(scope, table, row, change, content),
    sample: sampleOf(scope, table, found, row, before),
    isNew: !isPresent,
  };
}

/** The end of a row that was not found. `extra` are columns that tell of the end itself. */
export function planRemoval(scope: LandingScope, table: Table, before: Before, extra: Values = {}): PlannedRow {
  const row = { ...before, ...extra, gone_at: scope.asOf.toISOString() };
  const content = pick(before, landing.LANDING_TABLES[table].content);
  return { row, before, version: versionOf(scope, table, row, "removed", content), sample: null, isNew: false };
}
