import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { refusedReport, unwrapReport } from "./report-answer.ts";

/** One row of the report by column name, as AWS has it. */
export type ReportRowText = Record<string, string>;

const OPENING_BRACE = "{".charCodeAt(0);
/** A row of AWS's has 23 cells, of which the ARN is the longest. */
const MAX_LINE_BYTES = 16 * 1024;
const MAX_COLUMNS = 64;
/** However much comes at once, no more than this is made into rows at a time. */
const PIECE_BYTES = 64 * 1024;

async function* restOf(first: IteratorResult<Uint8Array>, chunks: AsyncIterator<Uint8Array>) {
  for (let next = first; !next.done; next = await chunks.next()) yield* inPieces(next.value);
}

function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

/**
 * Reads the report as it comes, as CSV or as the command's JSON answer, in which the CSV is one value.
 *
 * @returns when AWS made it, if the file tells; and its rows.
 * @throws AppError INVALID if it is no credential report, or is cut short.
 */
export async function readCredentialReportFile(
  body: AsyncIterable<Uint8Array>,
): Promise<{ generatedAt: Date | null; rows: AsyncGenerator<ReportRowText> }> {
  const chunks = body[Symbol.asyncIterator]();
  let first = await chunks.next();
  while (!first.done && first.value.byteLength === 0) first = await chunks.next();
  if (first.done) throw refusedReport("the file is empty");
  const content = restOf(first, chunks);
  if (first.value[0] !== OPENING_BRACE) return { generatedAt: null, rows: readRows(Readable.from(content)) };
  const { csv, generatedAt } = await unwrapReport(content);
  return { generatedAt, rows: readRows(Readable.from(inPieces(csv))) };
}

/** The first row. @throws AppError INVALID if it is not one of a credential report */
function columnsOf(names: string[]): string[] {
  if (names.length > MAX_COLUMNS) throw refusedReport(`the file has ${names.length} columns`);
  if (!(names.includes("user") && names.includes("arn"))) throw refusedReport("the file has no columns user and arn");
  return names;
}

async function* readRows(csv: Readable): AsyncGenerator<ReportRowText> {
  let count = 0;
  const parser = csv.pipe(
    parse({ bom: true, columns: columnsOf, skip_empty_lines: true, trim: true, max_record_size: MAX_LINE_BYTES }),
  );
  csv.once("error", (error) => parser.destroy(error));
  try {
    for await (const row of parser as AsyncIterable<ReportRowText>) {
      count += 1;
      yield row;
    }
  } catch (error) {
    if (error instanceof CsvError) throw refusedReport(`the file is no whole CSV (${error.message})`, error);
    throw error;
  }
  if (count === 0) throw refusedReport("the report has no rows");
}
