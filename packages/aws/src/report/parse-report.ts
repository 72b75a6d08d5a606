import { createHash } from "node:crypto";
import { type ParsedReport, readReportRows } from "@rolecall/domain";
import { parse } from "csv-parse/sync";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/**
 * Reads a credential report as AWS sends it.
 *
 * @returns `malformed` with the reason if the text as a whole cannot be trusted: no CSV, cut short, no user column.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function parseCredentialReport(
  content: Uint8Array | string,
  generatedAt: Date,
): ParsedReport | { state: "malformed"; reason: string } {
  let rows: Record<string, string>[];
  try {
    rows = parse<Record<string, string>>(content, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    return { state: "malformed", reason: `the report is no whole CSV (${why})` };
  }
  return readReportRows(rows, generatedAt, digest);
}
