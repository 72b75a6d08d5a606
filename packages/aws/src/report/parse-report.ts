import { createHash } from "node:crypto";
import { type ParsedReport, readReportRows } from "@rolecall/domain";
import type { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

const ODD_COLUMNS = new Set(["CSV_RECORD_INCONSISTENT_COLUMNS", "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH"]);

type Malformed = { state: "malformed"; reason: string };
const malformed = (why: string): Malformed => ({ state: "malformed", reason: `the report is no whole CSV (${why})` });

/**
 * Reads a credential report as AWS sends it. A row with more or fewer cells than columns costs itself alone, unless it is the last one:
 * there the report is cut short.
 *
 * @returns `malformed` with the reason if the text as a whole cannot be trusted: no CSV, cut short, no user column.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function parseCredentialReport(content: Uint8Array | string, generatedAt: Date): ParsedReport | Malformed {
  const odd: CsvError[] = [];
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(content, {
      bom: true,
      columns: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      skip_records_with_error: true,
      on_skip: (error) => void (error && odd.push(error)),
    }) as unknown as typeof records;
  } catch (error) {
    return malformed(error instanceof Error ? error.message : String(error));
  }
  const lastLine = records.at(-1)?.info.lines ?? 0;
  const fatal = odd.find(({ code, lines }) => !ODD_COLUMNS.has(code) || Number(lines) > lastLine);
  if (fatal) return malformed(fatal.message);
  const report = readReportRows(
    records.map(({ record }) => record),
    generatedAt,
    digest,
  );
  if (report.state === "parsed") report.oddRows.push(...odd.map(oddRow));
  return report;
}

const oddRow = ({ record, lines }: CsvError) => {
  const [user = "", arn = ""] = Array.isArray(record) ? record.map(String) : [];
  const message = `Credential report: its row in line ${String(lines)} has another number of cells than the report has columns`;
  return { arn: arn.startsWith("arn:") ? arn : user, message };
};
