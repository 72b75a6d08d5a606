import { AppError } from "@rolecall/domain";
import { CsvError, parse } from "csv-parse/sync";

/** What spreadsheets take for the beginning of a formula. @see https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/;
const GUARDED_FORMULA = /^'(?=[=+\-@\t\r])/;

/** A cell that no spreadsheet runs: text that would begin a formula begins with an apostrophe. */
function cellOf(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** CSV as RFC 4180 has it, with a head. */
export const writeCsv = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string | number | null>>[],
): string =>
  [columns.join(","), ...rows.map((row) => columns.map((column) => cellOf(row[column])).join(",")), ""].join("\r\n");

/** A row of a file, and the line on which it ends; the head is line 1. */
export type CsvRow = { line: number; cells: Readonly<Record<string, string>> };
type Parsed = { record: Record<string, string>; info: { lines: number } };

const refused = (reason: string, cause?: unknown): AppError =>
  new AppError("INVALID", `csv: ${reason}`, { details: { field: "csv" }, cause });

const MOST_COLUMNS = 64;

/** Spreadsheets write what the reader's country is used to: the head tells which. */
function delimiterOf(csv: string): string {
  const [head = ""] = csv.split(/[\r\n]/, 1);
  return [";", "\t"].find((delimiter) => head.includes(delimiter)) ?? ",";
}

/**
 * Reads CSV with a head, whichever of comma, semicolon and tab stands between its cells.
 *
 * @throws AppError INVALID for what is no CSV, or has not these columns
 */
export function readCsv(csv: string, required: readonly string[]): CsvRow[] {
  const columnsOf = (names: string[]): string[] => {
    const missing = required.filter((name) => !names.includes(name));
    if (missing.length > 0) throw refused(`the first line names no column ${missing.join(" and ")}`);
    if (names.length > MOST_COLUMNS) throw refused(`the file has ${names.length} columns, at most ${MOST_COLUMNS}`);
    return names;
  };
  try {
    const parsed: unknown = parse(csv, {
      ...{ bom: true, columns: columnsOf, delimiter: delimiterOf(csv), info: true },
      ...{ skip_empty_lines: true, trim: true, relax_column_count: true },
    });
    return (parsed as Parsed[]).map(({ record, info }) => ({
      line: info.lines,
      cells: Object.fromEntries(
        Object.entries(record).map(([name, text]) => [name, text.replace(GUARDED_FORMULA, "")]),
      ),
    }));
  } catch (error) {
    if (error instanceof CsvError) throw refused(`it is no whole CSV (${error.message})`, error);
    throw error;
  }
}
