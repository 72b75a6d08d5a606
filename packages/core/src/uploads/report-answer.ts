import { AppError, isStorableInstant, LARGEST_NESTING } from "@rolecall/domain";
import { JSONParser, TokenType } from "@streamparser/json";

const HOW = "Upload what `aws iam get-credential-report` prints, or the CSV in it";

/** @returns an AppError INVALID that says what to upload instead */
export const refusedReport = (why: string, cause?: unknown): AppError =>
  new AppError("INVALID", `credential-report: ${why}. ${HOW}.`, { details: { field: "credential-report" }, cause });

const STRING_BUFFER_BYTES = 64 * 1024;
const OPENING: ReadonlySet<TokenType> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const CLOSING: ReadonlySet<TokenType> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);
/** The values of the answer that are kept, each a text. Of all others nothing is. */
const KEPT = ["Content", "GeneratedTime"] as const;

/** The command's answer as it comes: JSON with the CSV as base64 and its time. */
class AnswerParser {
  readonly told = new Map<string, unknown>();
  private readonly parser = new JSONParser({
    paths: KEPT.map((name) => `$.${name}`),
    keepStack: false,
    stringBufferSize: STRING_BUFFER_BYTES,
  });
  private depth = 0;
  private lastText: unknown = null;

  constructor() {
    this.parser.onToken = ({ token, value }) => this.note(token, value);
    this.parser.onValue = ({ key, value }) => void this.told.set(String(key), value);
  }

  get isEnded(): boolean {
    return this.parser.isEnded;
  }

  read(piece: Uint8Array): void {
    this.parser.write(piece);
  }

  private note(token: TokenType, value: unknown): void {
    if (CLOSING.has(token)) this.depth -= 1;
    if (OPENING.has(token)) {
      if (this.depth === 1 && KEPT.some((name) => name === this.lastText)) {
        throw refusedReport(`the JSON's ${this.lastText} is no text`);
      }
      this.depth += 1;
    }
    if (this.depth > LARGEST_NESTING) throw refusedReport(`the JSON is nested more than ${LARGEST_NESTING} deep`);
    if (token === TokenType.STRING && this.depth === 1) this.lastText = value;
  }
}

function timeOf(text: unknown): Date | null {
  const at = typeof text === "string" ? new Date(text) : null;
  if (at === null || Number.isNaN(at.getTime())) return null;
  if (!isStorableInstant(at)) throw refusedReport("the JSON's GeneratedTime is of no year that can be");
  return at;
}

/**
 * The report out of the command's answer. Nothing else of the answer is held.
 *
 * @throws AppError INVALID if it is no such JSON, or is cut short.
 */
export async function unwrapReport(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ csv: Buffer; generatedAt: Date | null }> {
  const parser = new AnswerParser();
  try {
    for await (const piece of pieces) parser.read(piece);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refusedReport("the file begins like JSON but is none", error);
  }
  if (!parser.isEnded) throw refusedReport("the file begins like JSON but is no whole one: it may be cut short");
  const content = parser.told.get("Content");
  if (typeof content !== "string") throw refusedReport("the JSON has no Content");
  return { csv: Buffer.from(content, "base64"), generatedAt: timeOf(parser.told.get("GeneratedTime")) };
}
