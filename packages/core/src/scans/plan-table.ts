import type { landing } from "@rolecall/db";
import { canonicalJson, contentHash, type Found } from "./inventory-rows.ts";

type Table = landing.LandingTable;
type Present = landing.PresentRow;
type Row = landing.LandingRow;

/** Whose landing it is: what each row and version carries. */
export type LandingScope = { accountId: string; scanId: string; asOf: Date; newId: () => string };
export type TablePlan = { rows: Row[]; versions: landing.VersionRow[] };

/** `extra` are columns that are neither content nor use, such as references to other rows. */
export type FoundRow = Found & { extra?: Record<string, unknown> };

const SUBJECT = { iam_user: "user", credential: "credential", iam_role: "role" } as const;
const IDENTITY = { iam_user: "user_id", credential: "identity", iam_role: "role_id" } as const;

const sameInstant = (a: unknown, b: unknown): boolean =>
  typeof a === "string" &&
  typeof b === "string" &&
  a !== b &&
  !Number.isNaN(Date.parse(a)) &&
  Date.parse(a) === Date.parse(b);
const sameValue = (a: unknown, b: unknown): boolean => a === b || sameInstant(a, b);

/** Values with the unread ones replaced by what was known before, if anything was. */
function withKnown(
  values: Record<string, unknown>,
  unread: readonly string[],
  before: Record<string, unknown> | undefined,
) {
  if (!before || unread.length === 0) return values;
  const known = unread
    .filter((column) => column in values && before[column] !== null)
    .map((column) => [column, before[column]]);
  return { ...values, ...Object.fromEntries(known) };
}

/** Content that a scan may not have been able to read, and how its column says so. */
const NOT_YET_KNOWN: Readonly<Record<string, unknown>> = {
  mfa: "unknown",
  has_console_password: null,
  active_access_keys: null,
  max_session_duration_seconds: null,
};

/** Whether the only difference is that something is known now that could not be read before: nothing changed in the account. */
function isOnlyLearned(before: Present, content: Record<string, unknown>): boolean {
  return Object.entries(content).every(
    ([column, value]) =>
      sameValue(before[column], value) ||
      canonicalJson(before[column]) === canonicalJson(value) ||
      (column in NOT_YET_KNOWN && before[column] === NOT_YET_KNOWN[column]),
  );
}

type Planned = { row: Row; change: "created" | "changed" | null; content: Record<string, unknown> };

/** What becomes of one row that was found; null if it is as it was. A use alone changes the row, and makes no version. */
function planRow(scope: LandingScope, entry: FoundRow, before: Present | undefined): Planned | null {
  const content = withKnown(entry.content, entry.unread, before);
  const volatile = withKnown(entry.volatile, entry.unread, before);
  const hash = contentHash(content);
  const isPresent = before !== undefined && before.gone_at === null;
  const isChanged = before?.content_hash !== hash;
  const isUsed = Object.entries(volatile).some(([column, value]) => !sameValue(before?.[column] ?? null, value));
  if (isPresent && !isChanged && !isUsed) return null;
  const row = {
    account_id: scope.accountId,
    ...content,
    ...volatile,
    ...entry.extra,
    id: before?.id ?? String(entry.extra?.id ?? scope.newId()),
    content_hash: hash,
    first_seen_at: before?.first_seen_at ?? scope.asOf.toISOString(),
    gone_at: null,
  };
  if (!isPresent) return { row, change: "created", content };
  return { row, change: isChanged && !isOnlyLearned(before, content) ? "changed" : null, content };
}

/**
 * What one table's landing writes: only rows that are new, changed, back or gone.
 *
 * @param mayBeGone whether a row that was not found can be taken as gone, or its kind was not read.
 */
export function planTable(
  scope: LandingScope,
  table: Table,
  present: readonly Present[],
  found: ReadonlyMap<string, FoundRow>,
  mayBeGone: (row: Present) => boolean,
): TablePlan {
  const asOf = scope.asOf.toISOString();
  const byIdentity = new Map(present.map((row) => [String(row[IDENTITY[table]]), row]));
  const rows: Row[] = [];
  const versions: landing.VersionRow[] = [];
  const version = (row: Row, change: landing.VersionRow["change"], content: unknown) =>
    versions.push({
      subject: SUBJECT[table],
      subject_id: row.id,
      valid_from: asOf,
      valid_to: change === "removed" ? asOf : null,
      account_id: scope.accountId,
      scan_id: scope.scanId,
      change,
      content_hash: String(row.content_hash),
      content,
    });

  for (const [identity, entry] of found) {
    const planned = planRow(scope, entry, byIdentity.get(identity));
    if (!planned) continue;
    rows.push(planned.row);
    if (planned.change) version(planned.row, planned.change, planned.content);
  }
  for (const [identity, row] of byIdentity) {
    if (found.has(identity) || row.gone_at !== null || !mayBeGone(row)) continue;
    rows.push({ ...row, gone_at: asOf });
    version(row, "removed", contentOf(row));
  }
  return { rows, versions };
}

const NOT_CONTENT = new Set(["id", "account_id", "content_hash", "first_seen_at", "gone_at"]);
const contentOf = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !NOT_CONTENT.has(column)));
