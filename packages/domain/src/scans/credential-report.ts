import { isStorableInstant } from "../primitives.ts";
import type { LastUse } from "./reading.ts";
import { lastUseOfUnusedKey, lastUseOfUnusedPassword } from "./use-record.ts";

/** One of a user's two key slots as the report shows it. The report knows no key ids, and its order is no contract. */
export type ReportKeySlot = { slot: 1 | 2; active: boolean; lastRotatedAt: Date | null; lastUse: LastUse };

/** One of the two places for signing certificates. The report knows no certificate ids. */
export type ReportCertificateSlot = { slot: 1 | 2; active: boolean; lastRotatedAt: Date | null };

/** One row. Null: the column is missing, or AWS says that it does not tell. */
export type ReportRow = {
  userName: string;
  /** Null: absent, or no ARN. */
  arn: string | null;
  userCreatedAt: Date | null;
  passwordEnabled: boolean | null;
  passwordLastUse: LastUse;
  passwordLastChangedAt: Date | null;
  mfaActive: boolean | null;
  /** The slots that hold a key, active or not. */
  keySlots: ReportKeySlot[] | null;
  /** Digest of active and last_rotated of both slots; last use is not part of it, so that mere use is no change. */
  keyFingerprint: string | null;
  /** The slots that hold a certificate, active or not. */
  certificateSlots: ReportCertificateSlot[] | null;
  /** Digest of the certificates' columns. */
  certificateFingerprint: string | null;
};

export type ParsedReport = {
  state: "parsed";
  generatedAt: Date;
  root: ReportRow | null;
  /** Users' rows by ARN. */
  rows: Map<string, ReportRow>;
  /** The same rows, and those without a usable ARN, by user name. */
  rowsByName: Map<string, ReportRow>;
  /** Rows with a value that is none of those that AWS documents: their users are read one by one. */
  oddRows: { arn: string; message: string }[];
};

/** The name that the report gives to the root user. */
const ROOT_USER = "<root_account>";
/** The report has no fractions of a second, and may round. */
const SAME_CREATION_MS = 2_000;
const NO_DATE = new Set(["", "n/a", "no_information", "not_supported", "none", "null"]);
/** As AWS writes it, and as other implementations do: `Z`, fractions, a blank for the T, no zone (it is UTC then). */
const DATE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?) ?(Z|UTC|[+-]\d{2}:?\d{2})?$/;
/** AWS makes a report every four hours at the most; one that is never made anew knows nothing of later keys. */
const STALE_AFTER_MS = 24 * 3_600_000;
const KEY_COLUMNS = [
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_2_active",
  "access_key_2_last_rotated",
] as const;

const CERTIFICATE_COLUMNS = ["cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated"] as const;

type RawRow = Readonly<Record<string, string>>;
/** Makes a short text of a long one, the same of the same. */
type Digest = (text: string) => string;

class OddCell extends Error {}

/**
 * Reads the rows of a credential report by column name: 22 or 23 columns, or those that an implementation has; booleans in any
 * case.
 *
 * @param rawRows each row as its cells by column name.
 * @param generatedAt when AWS made the report.
 * @returns `malformed` with the reason if it cannot be trusted as a whole: no rows, no user column.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function readReportRows(
  rawRows: Iterable<RawRow>,
  generatedAt: Date,
  digest: Digest = (text) => text,
): ParsedReport | { state: "malformed"; reason: string } {
  const report: ParsedReport = {
    state: "parsed",
    generatedAt,
    root: null,
    rows: new Map(),
    rowsByName: new Map(),
    oddRows: [],
  };
  let isFirst = true;
  for (const raw of rawRows) {
    if (isFirst && !("user" in raw)) return { state: "malformed", reason: "the report has no column user" };
    isFirst = false;
    addRow(report, raw, digest);
  }
  return isFirst ? { state: "malformed", reason: "the report has no rows" } : report;
}

function addRow(report: ParsedReport, raw: RawRow, digest: Digest): void {
  try {
    const row = readRow(raw, digest);
    if (row.userName === ROOT_USER) {
      report.root = row;
      return;
    }
    report.rowsByName.set(row.userName, row);
    if (row.arn !== null) report.rows.set(row.arn, row);
  } catch (error) {
    if (!(error instanceof OddCell)) throw error;
    report.oddRows.push({ arn: raw.arn || raw.user || "", message: `Credential report: ${error.message}` });
  }
}

/**
 * A user's row: by ARN, else by name. A row that tells of another creation is of a user who was deleted and made anew after
 * the report, and says nothing about the new one; nor does a row of another ARN that tells of none.
 */
export function rowOfUser(
  report: ParsedReport | null,
  user: { arn: string; userName: string; createdAt: Date },
): ReportRow | null {
  const row = report?.rows.get(user.arn) ?? report?.rowsByName.get(user.userName);
  if (!row) return null;
  if (!row.userCreatedAt) return row.arn === null || row.arn === user.arn ? row : null;
  return Math.abs(row.userCreatedAt.getTime() - user.createdAt.getTime()) < SAME_CREATION_MS ? row : null;
}

/** A report so old that keys may have been made since. */
export function isStaleReport({ generatedAt }: ParsedReport, now: Date): boolean {
  return now.getTime() - generatedAt.getTime() > STALE_AFTER_MS;
}

function readRow(raw: RawRow, digest: Digest): ReportRow {
  if (!raw.user) throw new OddCell("it has no user name");
  return {
    userName: raw.user,
    arn: raw.arn?.startsWith("arn:") ? raw.arn : null,
    userCreatedAt: dateIn(raw, "user_creation_time"),
    passwordEnabled: booleanIn(raw, "password_enabled"),
    passwordLastUse: passwordLastUse(raw),
    passwordLastChangedAt: dateIn(raw, "password_last_changed"),
    mfaActive: booleanIn(raw, "mfa_active"),
    keySlots: slotsIn(raw, KEY_COLUMNS, readSlot),
    keyFingerprint: fingerprintOf(raw, KEY_COLUMNS, digest),
    certificateSlots: slotsIn(raw, CERTIFICATE_COLUMNS, readCertificateSlot),
    certificateFingerprint: fingerprintOf(raw, CERTIFICATE_COLUMNS, digest),
  };
}

const isComplete = (raw: RawRow, columns: readonly string[]) => columns.every((column) => raw[column] !== undefined);

function slotsIn<T>(raw: RawRow, columns: readonly string[], read: (raw: RawRow, slot: 1 | 2) => T | null): T[] | null {
  if (!isComplete(raw, columns)) return null;
  return [read(raw, 1), read(raw, 2)].filter((slot) => slot !== null);
}

const fingerprintOf = (raw: RawRow, columns: readonly string[], digest: Digest): string | null =>
  isComplete(raw, columns) ? digest(columns.map((column) => raw[column]?.toLowerCase()).join("\n")) : null;

function readCertificateSlot(raw: RawRow, slot: 1 | 2): ReportCertificateSlot | null {
  const active = booleanIn(raw, `cert_${slot}_active`) ?? false;
  const lastRotatedAt = dateIn(raw, `cert_${slot}_last_rotated`);
  return active || lastRotatedAt ? { slot, active, lastRotatedAt } : null;
}

/** A slot holds a key if it is active, or if any date tells of one. */
function readSlot(raw: RawRow, slot: 1 | 2): ReportKeySlot | null {
  const active = booleanIn(raw, `access_key_${slot}_active`) ?? false;
  const lastRotatedAt = dateIn(raw, `access_key_${slot}_last_rotated`);
  const lastUse = keyLastUse(raw, slot, lastRotatedAt);
  return active || lastRotatedAt || lastUse.kind === "at" ? { slot, active, lastRotatedAt, lastUse } : null;
}

function keyLastUse(raw: RawRow, slot: 1 | 2, lastRotatedAt: Date | null): LastUse {
  const column = `access_key_${slot}_last_used_date`;
  if (raw[column] === undefined) return { kind: "unknown", reason: "The credential report has no last use of keys" };
  const at = dateIn(raw, column);
  if (at) {
    return {
      kind: "at",
      at,
      service: textIn(raw, `access_key_${slot}_last_used_service`),
      region: textIn(raw, `access_key_${slot}_last_used_region`),
    };
  }
  if (raw[column].toLowerCase() !== "n/a") return { kind: "unknown", reason: "AWS has no information on its use" };
  return lastUseOfUnusedKey(lastRotatedAt);
}

function passwordLastUse(raw: RawRow): LastUse {
  const text = raw.password_last_used?.toLowerCase();
  if (text === undefined) return { kind: "unknown", reason: "The credential report has no last use of passwords" };
  if (text === "n/a") return { kind: "never" };
  const at = dateIn(raw, "password_last_used");
  if (at) return { kind: "at", at, service: null, region: null };
  const userCreatedAt = dateIn(raw, "user_creation_time");
  const changedAt = dateIn(raw, "password_last_changed");
  return lastUseOfUnusedPassword(userCreatedAt && changedAt && changedAt < userCreatedAt ? changedAt : userCreatedAt);
}

function booleanIn(raw: RawRow, column: string): boolean | null {
  const text = raw[column]?.toLowerCase();
  if (text === "true") return true;
  if (text === "false") return false;
  if (text === undefined || NO_DATE.has(text)) return null;
  throw new OddCell(`${column} is "${raw[column]}", neither true nor false`);
}

function dateIn(raw: RawRow, column: string): Date | null {
  const text = raw[column];
  if (text === undefined || NO_DATE.has(text.toLowerCase())) return null;
  const [, day, time, zone = "Z"] = DATE.exec(text) ?? [];
  const at = new Date(`${day}T${time}${zone === "UTC" ? "Z" : zone.replace(/(\d{2})(\d{2})$/, "$1:$2")}`);
  if (!isStorableInstant(at)) throw new OddCell(`${column} is "${text}", no date`);
  return at;
}

/** AWS writes "N/A" for the Region of a service that has none. */
function textIn(raw: RawRow, column: string): string | null {
  const text = raw[column];
  return text === undefined || NO_DATE.has(text.toLowerCase()) ? null : text;
}
