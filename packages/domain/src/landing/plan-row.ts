import { canonicalJson, isSame } from "../canonical-json.ts";
import { fillsGapsOnly } from "./gaps.ts";
import { mergeRow, patchRow } from "./merge-row.ts";
import { isPatch, type LandingScope, type PlannedRow, type ReadRow, type WholeRow } from "./rows.ts";
import { inKnownSpelling } from "./spelling.ts";
import {
  type ColumnsOf,
  type ContentOf,
  columnNamesOf,
  type IndexRow,
  LANDING_TABLES,
  type LandingRow,
  type LandingTable,
  type VolatileOf,
} from "./tables.ts";
import { sampleOf } from "./use-samples.ts";

/** These columns of a row, and no others. */
const pick = <Picked extends object>(row: Picked, columns: readonly (keyof Picked)[]): Picked =>
  Object.fromEntries(columns.map((column) => [column, row[column]])) as Picked;

const contentOf = <T extends LandingTable>(table: T, row: ContentOf<T>): ContentOf<T> =>
  pick(row, columnNamesOf(table).content);
const volatileOf = <T extends LandingTable>(table: T, row: VolatileOf<T>): VolatileOf<T> =>
  pick(row, columnNamesOf(table).volatile);

/** Columns that are written along with others, and for themselves are not worth a row: a newer time of the same. */
const COMPANIONS: readonly string[] = ["keys_read_at"] satisfies (keyof VolatileOf<"iam_user">)[];
/** Columns of which most readings say nothing: null then, and what is known stays. */
const OFTEN_UNSAID: readonly string[] = ["rechecked_at"] satisfies (keyof VolatileOf<"iam_user">)[];

const differsInUse = <T extends LandingTable>(table: T, columns: VolatileOf<T>, known: VolatileOf<T>): boolean =>
  columnNamesOf(table).volatile.some((column) => {
    if (COMPANIONS.includes(column) || (columns[column] === null && OFTEN_UNSAID.includes(column))) return false;
    return !isSame(columns[column], known[column]);
  });

const hasRules = (rules: object): boolean => Object.values(rules).some((rule) => rule !== false);

/**
 * Whether a row of a reading has to be looked at, by the index alone: it is new, back, different, or was not wholly read, so that
 * what is known of it has to be seen first.
 */
export function needsLook<T extends LandingTable>(
  { digest }: Pick<LandingScope, "digest">,
  table: T,
  row: ReadRow<T>,
  known: IndexRow<T> | undefined,
): boolean {
  if (isPatch(row)) return known !== undefined;
  if (!known || known.gone_at !== null || hasRules(row.merge)) return true;
  const hash = digest(canonicalJson(contentOf(table, row.columns)));
  return known.content_hash !== hash || differsInUse(table, row.columns, known);
}

function versionOf<T extends LandingTable>(
  { asOf, accountId, scanId }: LandingScope,
  table: T,
  row: LandingRow<T>,
  change: "created" | "changed" | "learned" | "removed",
): NonNullable<PlannedRow<T>["version"]> {
  const at = asOf.toISOString();
  return {
    subject: LANDING_TABLES[table].subject,
    subject_id: row.id,
    valid_from: at,
    valid_to: change === "removed" ? at : null,
    account_id: accountId,
    scan_id: scanId,
    change,
    content_hash: row.content_hash,
    content: contentOf(table, row),
  };
}

/** What a version of this content is, after what is known. */
function changeOf<T extends LandingTable>(
  { everRead }: LandingScope,
  table: T,
  known: LandingRow<T> | undefined,
  content: ContentOf<T>,
): "created" | "changed" | "learned" {
  if (!known || known.gone_at !== null) return "created";
  return fillsGapsOnly(table, known, content, everRead) ? "learned" : "changed";
}

/** What becomes of one row of a reading; null if it is as it was. A use alone changes the row, and makes no version. */
export function planRow<T extends LandingTable>(
  scope: LandingScope,
  table: T,
  read: ReadRow<T>,
  known: LandingRow<T> | undefined,
): PlannedRow<T> | null {
  const columns = isPatch(read) ? patchRow(table, read, known) : mergeRow(table, read, known);
  if (!columns) return null;
  const ofReading = contentOf(table, columns);
  const content = known ? inKnownSpelling(table, ofReading, known) : ofReading;
  const hash = scope.digest(canonicalJson(content));
  const isAsKnown = known?.gone_at === null && known.content_hash === hash;
  if (isAsKnown && !differsInUse(table, columns, known)) return null;
  const { id, lastUse }: Pick<WholeRow<T>, "id" | "lastUse"> = isPatch(read) ? {} : read;
  const row: LandingRow<T> = {
    ...content,
    ...volatileOf(table, columns),
    account_id: scope.accountId,
    id: known?.id ?? id ?? scope.newId(),
    content_hash: hash,
    first_seen_at: known?.first_seen_at ?? scope.asOf.toISOString(),
    gone_at: null,
  };
  const before = known ?? null;
  return {
    row,
    before,
    version: isAsKnown ? null : versionOf(scope, table, row, changeOf(scope, table, known, content)),
    sample: sampleOf(scope, table, { row, before }, lastUse),
  };
}

/** The end of a row that the reading has not. `patch` are columns that are written along. */
export function planRemoval<T extends LandingTable>(
  scope: LandingScope,
  table: T,
  before: LandingRow<T>,
  patch: Partial<ColumnsOf<T>> = {},
): PlannedRow<T> {
  const row = { ...before, ...patch, gone_at: scope.asOf.toISOString() };
  return { row, before, version: versionOf(scope, table, row, "removed"), sample: null };
}
